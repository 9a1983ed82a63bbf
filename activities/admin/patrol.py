"""The log of a patrol in the admin: a week to print and copy, and the entries as a list."""

from datetime import date, timedelta

from django import forms
from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from activities import patrol_week
from activities.actions.patrol import settle
from activities.admin.base import ActivityMixin
from activities.admin.planning import day_of
from activities.forms.patrol import refuse_numbers
from activities.kinds import Form, Kind
from activities.models import PatrolEntry
from activities.patrol import names_a_flat
from activities.rota_sheet import monday_of, rule_words
from members import audit
from members.access import scope_of
from members.admin.base import ScopedAdmin
from members.admin.filters import OrganisationFilter
from members.roles import Right


class PatrolMixin(ActivityMixin):
    """Adds `<pk>/patrol/`, a week without names for all who see the event, and `<pk>/patrol/<entry>/settle/`."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/patrol/", view(require_safe(self.patrol_view)), name=self.url_name("patrol")),
            path(
                "<path:object_id>/patrol/<int:number>/settle/",
                view(require_POST(self.settle_view)),
                name=self.url_name("patrol_settle"),
            ),
            *super().get_urls(),
        ]

    def tools(self, request, activity) -> list[tuple[str, str]]:
        links = super().tools(request, activity)
        if _keeps_a_log(activity.leaf):
            links.append((_("Patrol log"), self.address("patrol", activity)))
        return links

    def patrol_view(self, request, object_id: str):
        event = self.get_publication(request, object_id)
        if not _keeps_a_log(event):
            raise Http404
        first = self._week_asked(request)
        week = patrol_week.week_of(event, first)
        context = self.act_context(request, event) | {
            "title": _("Week of the patrol"),
            "activity": event,
            "week": week,
            "rule": rule_words(event),
            "text": patrol_week.as_text(event, week),
            "before": first - timedelta(days=7),
            "after": first + timedelta(days=7),
            "may_settle": scope_of(request.user).has(Right.WRITE, event.organisation_id),
            "settle_name": f"admin:{self.url_name('patrol_settle')}",
            "printed_at": timezone.now(),
        }
        return TemplateResponse(request, "admin/activities/rota/patrol_week.html", context)

    @staticmethod
    def _week_asked(request) -> date:
        asked = day_of(request.GET.get("week", ""))
        if asked is None or not 1990 <= asked.year <= 2100:
            asked = timezone.localdate()
        return monday_of(asked)

    def settle_view(self, request, object_id: str, number: int):
        """Mark what was handed on as settled, or open again."""
        event = self.activity_for_writing(request, object_id)
        entry = get_object_or_404(PatrolEntry, pk=number, event=event.pk)
        settled = request.POST.get("settled") == "1"
        settle(entry, settled=settled, actor=request.user, request=request)
        messages.success(request, _("Marked as settled.") if settled else _("Open again."))
        week = day_of(request.POST.get("week", "")) or timezone.localdate(entry.at)
        return redirect(f"{self.address('patrol', event)}?week={week}")


def _keeps_a_log(event) -> bool:
    return event.kind == Kind.SERVICE and (event.form == Form.PATROL or event.is_recurring)


class EntryForm(forms.ModelForm):
    class Meta:
        model = PatrolEntry
        fields = ["kind", "where", "done", "handed_to"]

    def clean(self):
        cleaned = super().clean()
        for name in ("where", "done", "handed_to"):
            try:
                refuse_numbers(cleaned.get(name) or "")
            except forms.ValidationError as error:
                self.add_error(name, error)
        if names_a_flat(cleaned.get("where") or ""):
            self.add_error("where", _("Name the road or the building only: nobody's door stands in the log."))
        return cleaned


class EventsUnitFilter(OrganisationFilter):
    path = "event__organisation"


@admin.register(PatrolEntry)
class PatrolEntryAdmin(ScopedAdmin):
    """All entries of one's organisations. Written on the log's own page; here words are mended, and nothing added."""

    form = EntryForm
    list_display = ["at", "where", "kind", "event", "handed_to", "settled_at"]
    list_filter = ["kind", ("settled_at", admin.EmptyFieldListFilter), EventsUnitFilter]
    search_fields = ["where", "done", "handed_to"]
    search_help_text = _("Words of the place, of what was done, of the office.")
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    list_select_related = ["event"]
    fields = ["event", "at", "kind", "where", "done", "handed_to", "settled_at"]
    readonly_fields = ["event", "at", "settled_at", "made_by"]
    change_form_template = "admin/change_form.html"  # the floor's own are those of activities
    change_list_template = "admin/change_list.html"
    organisation_path = "event__organisation"
    desk_actions = []

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event")

    def get_fields(self, request, obj=None):
        """Who wrote it is the name of a volunteer."""
        may = obj is not None and scope_of(request.user).has(Right.PEOPLE, obj.organisation_id)
        return [*self.fields, "made_by"] if may else self.fields

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def record(self, request, obj, act: str, message=()):
        return audit.record(actor=request.user, action="patrol.change", obj=obj, fields=message, request=request)
