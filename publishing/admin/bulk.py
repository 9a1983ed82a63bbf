"""What staff do to many publications at once. Nobody approves in bulk: reviewers read each text."""

from collections.abc import Callable

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from publishing import actions
from publishing.errors import Refused
from publishing.forms.acts import REASON_LENGTH
from publishing.rules import Refusal


class BulkReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it in place of each text."),
        error_messages={"required": Refusal.NEEDS_REASON.label},
    )


class BulkMixin(admin.ModelAdmin):
    """Adds submitting and withdrawing of many; each item by itself, so that one refusal stops no other."""

    actions = ["submit_selected", "withdraw_selected"]

    def get_actions(self, request):
        found = super().get_actions(request)
        found.pop("delete_selected", None)  # a draft is deleted on its own page, where one sees what it is
        return found

    @admin.action(description=_("Submit for review"), permissions=["change"])
    def submit_selected(self, request, queryset):
        self.act_on_each(request, queryset, lambda item: actions.submit(item, actor=request.user, request=request))

    @admin.action(description=_("Withdraw, with a reason"), permissions=["change"])
    def withdraw_selected(self, request, queryset):
        form = BulkReasonForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.ask(request, queryset, form, action="withdraw_selected", verb=_("Withdraw"))
        reason = form.cleaned_data["reason"]
        self.act_on_each(
            request,
            queryset,
            lambda item: actions.withdraw(item, actor=request.user, reason=reason, request=request),
        )
        return None

    def act_on_each(self, request, queryset, act: Callable) -> None:
        """Do `act` to each item and say what could not be done, and why."""
        done, refusals = 0, []
        for item in queryset:
            try:
                act(item)
            except Refused as refused:
                refusals.append(f"{item}：{'；'.join(refused.sentences)}")
            else:
                done += 1
        if done:
            messages.success(request, ngettext("Done for %(n)s item.", "Done for %(n)s items.", done) % {"n": done})
        for sentence in refusals:
            messages.error(request, sentence)

    def ask(self, request, queryset, form, *, action: str, verb):
        """Ask for what a bulk action needs; the page posts back to the list."""
        context = self.admin_site.each_context(request) | {
            "title": verb,
            "opts": self.opts,
            "items": list(queryset),
            "form": form,
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/publishing/bulk.html", context)
