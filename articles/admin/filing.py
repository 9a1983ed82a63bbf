"""What articles and photo reports share in the admin: a channel and a topic, and photos of the library."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.actions.writing import file_under, repair_punctuation
from articles.models import Channel, Topic
from members.access import scope_of
from members.roles import Right
from publishing.admin.publication import PublicationAdmin
from publishing.models import State


class FilingForm(forms.Form):
    """Empty leaves what is there."""

    channel = forms.ModelChoiceField(Channel.objects.all(), label=_("channel"), required=False)
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("topic"), required=False)

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.values()) and not self.errors:
            raise forms.ValidationError(_("Choose a channel or a topic."))
        return cleaned


class FiledAdmin(PublicationAdmin):
    """A publication under a channel and a topic, with photos of the library."""

    actions = ["submit_selected", "file_selected", "withdraw_selected"]

    def repair(self, request, publication) -> int:
        return repair_punctuation(publication, actor=request.user, request=request)

    def reading_facts(self, publication) -> list:
        places = [(_("channel"), publication.channel or "—"), (_("topic"), publication.topic or "—")]
        return [*super().reading_facts(publication), *places]

    @admin.action(description=_("Set channel or topic"), permissions=["change"])
    def file_selected(self, request, queryset):
        form = FilingForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.ask(request, queryset, form, action="file_selected", verb=_("Set channel or topic"))
        places = {name: place for name, place in form.cleaned_data.items() if place}
        # asked anew: PostgreSQL locks no rows of a list that counts (photos per report)
        chosen = self.model.objects.filter(pk__in=queryset.order_by().values("pk")).select_for_update(of=("self",))
        allowed = [item for item in chosen if self._may_file(request, item)]
        changed = file_under(allowed, actor=request.user, request=request, **places)
        messages.success(request, ngettext("%(n)s item filed.", "%(n)s items filed.", changed) % {"n": changed})
        if refused := len(queryset) - len(allowed):
            text = ngettext(
                "%(n)s item is public already: only a final reviewer files it elsewhere.",
                "%(n)s items are public already: only a final reviewer files them elsewhere.",
                refused,
            )
            messages.error(request, text % {"n": refused})
        return None

    def _may_file(self, request, publication) -> bool:
        right = Right.WITHDRAW if publication.state == State.PUBLISHED else Right.WRITE
        return scope_of(request.user).has(right, publication.organisation_id)
