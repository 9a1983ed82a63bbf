"""The admin of everything that becomes public: list, form, and who may change what when."""

from datetime import datetime

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.urls import path
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from members.admin.base import ScopedAdmin
from members.admin.filters import OrganisationFilter
from members.roles import Right
from publishing.actions import why_not_act
from publishing.admin.bulk import BulkMixin
from publishing.admin.editor import EditorMixin
from publishing.admin.filters import StateFilter
from publishing.admin.findings import findings_context
from publishing.admin.flow import FlowMixin
from publishing.admin.queue_filter import QueueFilter
from publishing.admin.reading import ReadingMixin
from publishing.admin.saving import SavingMixin
from publishing.forms.publication import PublicationForm
from publishing.states import Act, State


class PublicationAdmin(EditorMixin, SavingMixin, ReadingMixin, FlowMixin, BulkMixin, ScopedAdmin):
    """The base of the admin classes of articles, photo reports and what follows them.

    A kind says its fieldsets, search fields and what else its list shows. Drafts and texts in review are
    edited in the form; a published text only through `<pk>/correct/`, which asks for a note.
    """

    form = PublicationForm
    list_display = ["title", "state_now", "unit", "changed", "came_out"]
    list_filter = [StateFilter, QueueFilter, OrganisationFilter, ("published_at", admin.DateFieldListFilter)]
    list_select_related = ["organisation"]
    search_help_text = _("Words of the title or the lead; several words: all of them.")
    ordering = ["-updated_at", "-pk"]
    autocomplete_fields = ["organisation"]
    change_form_template = "admin/publishing/change_form.html"
    delete_right = Right.WRITE  # of drafts that nobody has seen
    view_on_site = False
    add_title = _("Write")
    photo_url_name = "admin:articles_photo_change"  # a page of a higher floor, so named by string

    class Media:
        css = {"all": ["admin/css/reading.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).defer("head_html", "page_html", "card_html")

    def get_urls(self):
        correct = self.admin_site.admin_view(self.correct_view)
        return [path("<path:object_id>/correct/", correct, name=self.url_name("correct")), *super().get_urls()]

    # --- who may change what when ---
    def has_change_permission(self, request, obj=None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        is_refused = bool(getattr(request, "refusals", ()))  # the form is only shown again
        return obj is None or is_refused or self.is_editable(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        is_untouched = obj is None or (obj.state == State.DRAFT and obj.review_round == 0)
        return is_untouched and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Whose reviewers decide is settled with the draft, the time with the approval (then `<pk>/reschedule/`
        moves it); what readers have is not re-addressed by a correction."""
        fixed = []
        if obj is not None and obj.state != State.DRAFT:
            fixed.append("organisation")
        if obj is not None and obj.state == State.PUBLISHED:
            fixed.append("publish_at")
        if getattr(request, "is_correcting", False):
            fixed.append("audience")
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Choosing is all a writer does here: no pencils and crosses beside each choice."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    # --- pages ---
    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Whoever reads rather than writes sees the text as readers will: reviewers, and all once it is public."""
        if request.method in ("GET", "HEAD") and self._reads_first(request, object_id):
            return self.review_view(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def _reads_first(self, request, object_id: str) -> bool:
        publication = self.get_publication(request, object_id)
        if not self.has_change_permission(request, publication):
            return True
        return "edit" not in request.GET and why_not_act(Act.APPROVE, publication, request.user) is None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= self.flow_context(request, obj)
            if obj.state == State.DRAFT and request.method != "POST":
                context |= findings_context(self, obj)
        context["is_correcting"] = getattr(request, "is_correcting", False)
        context["may_submit"] = add or (obj is not None and obj.state == State.DRAFT)
        context |= {"title": str(obj) if obj else self.add_title, "subtitle": None}
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    # --- columns ---
    @admin.display(description=_("state"), ordering="state")
    def state_now(self, publication):
        return format_html('<span class="state {}">{}</span>', publication.state_code, publication.state_label)

    @admin.display(description=_("organisation"), ordering="organisation")
    def unit(self, publication):
        return publication.organisation.brief

    @admin.display(description=_("changed at"), ordering="updated_at")
    def changed(self, publication):
        return short_time(publication.updated_at)

    @admin.display(description=_("published at"), ordering="published_at", empty_value="—")
    def came_out(self, publication):
        return short_time(publication.published_at)


def short_time(moment: datetime | None) -> str | None:
    """A time as lists show it: day and hour in this year, the date alone of years that are over."""
    if moment is None:
        return None
    moment = localtime(moment)
    return f"{moment:%m-%d %H:%M}" if moment.year == localtime().year else f"{moment:%Y-%m-%d}"
