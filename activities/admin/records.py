"""Service records in the admin: what waits, until when, and deciding on it."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from activities.actions.calendars import missing_years
from activities.admin.base import ActivityMixin
from activities.admin.record_actions import RecordActions
from activities.admin.record_columns import RecordColumns
from activities.admin.record_filters import DueFilter, EventFilter, RecordStateFilter
from activities.admin.record_pages import RecordPages
from activities.kinds import Kind
from activities.models import ServiceRecord
from members.access import scope_of
from members.admin.base import ScopedAdmin
from members.admin.filters import OrganisationFilter
from members.roles import Right


class ReadersList(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        for record in self.result_list:
            record.reader = request.user


@admin.register(ServiceRecord)
class ServiceRecordAdmin(RecordActions, RecordPages, RecordColumns, ScopedAdmin):
    """Read by those with the right to people and, with masked names, by auditors; changed by its own pages only."""

    list_display = ["volunteer", "title", "when", "hours", "state_now", "due", "unit"]
    list_display_links = ["volunteer", "title"]
    list_filter = [RecordStateFilter, DueFilter, EventFilter, OrganisationFilter, "source"]
    search_fields = ["title"]
    search_help_text = _("Words of the event's title; names are encrypted and cannot be searched")
    date_hierarchy = "starts_at"
    ordering = ["due_on", "pk"]
    fieldsets = [
        (None, {"fields": ["volunteer", "state_now", "decided", "due", "source"]}),
        (_("The service"), {"fields": ["title", "when", "hours", "place", "content", "unit", "person_in_charge"]}),
        (_("Earlier versions and certificates"), {"fields": ["earlier", "certificates_of_it"]}),
    ]
    readonly_fields = [name for _title, box in fieldsets for name in box["fields"]]
    change_form_template = "admin/activities/servicerecord/change_form.html"
    change_list_template = "admin/activities/servicerecord/change_list.html"

    desk_group = "activities"
    list_per_page = 100
    add_right = Right.PEOPLE

    # --- who sees what ---
    def scoped(self, queryset, request):
        scope = scope_of(request.user)
        return queryset if scope.everything else queryset.of_organisations(_reached(scope))

    def has_view_permission(self, request, obj=None) -> bool:
        reached = _reached(scope_of(request.user))
        return bool(reached) if obj is None else obj.organisation_id in reached

    def has_change_permission(self, request, obj=None) -> bool:
        return False  # by correction, which keeps the earlier version

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return self.scoped(ServiceRecord.objects.with_facts().select_related("decided_by"), request)

    def get_changelist(self, request, **kwargs):
        return ReadersList

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        record.reader = request.user
        return record

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, {"missing_years": _missing()} | (extra_context or {}))
        if getattr(response, "context_data", None) and "cl" in response.context_data:
            shown = response.context_data["cl"].result_list
            response.context_data["waiting"] = _waiting_for(request.user, shown)
        return response

    def render_change_form(self, request, context, *args, **kwargs):
        record = context["original"]
        may = scope_of(request.user).has(Right.PEOPLE, record.organisation_id)
        return super().render_change_form(request, context | {"may_decide": may}, *args, **kwargs)

    # --- what its page adds ---
    @admin.display(description=_("decided"))
    def decided(self, record):
        if record.decided_at is None:
            return "—"
        when = timezone.localtime(record.decided_at)
        return " · ".join(filter(None, (f"{when:%Y-%m-%d %H:%M}", str(record.decided_by), record.decision_note)))

    @admin.display(description=_("earlier versions"))
    def earlier(self, record):
        rows = (_version_words(version) for version in record.versions.select_related("corrected_by"))
        return format_html_join("", "<p>{}<br><small>{}</small></p>", rows) or "—"

    @admin.display(description=_("certificates"))
    def certificates_of_it(self, record):
        return (
            format_html_join("、", "{}", ((_certificate_link(record, one),) for one in record.certificates.all()))
            or "—"
        )


def _reached(scope) -> frozenset[int]:
    return scope.with_right(Right.PEOPLE) | scope.with_right(Right.AUDIT)


def _waiting_for(user, records) -> list[int]:
    """The numbers of the pending ones that the person may decide on."""
    mine = scope_of(user).with_right(Right.PEOPLE)
    return [one.pk for one in records if one.state == one.State.PENDING and one.organisation_id in mine]


def _missing() -> list[int]:
    return missing_years(timezone.localdate())


def _version_words(version) -> tuple[str, str]:
    facts = version.facts
    words = f"{facts['starts_at'][:16].replace('T', ' ')} – {facts['ends_at'][:16].replace('T', ' ')}，{facts['hours']}，{facts['place']}，{facts['content']}"
    when = timezone.localtime(version.corrected_at)
    return words, f"{when:%Y-%m-%d %H:%M} {version.corrected_by}：{version.note}"


def _certificate_link(record: ServiceRecord, certificate):
    if certificate.withdrawn_at:
        return _("№ %(number)s, withdrawn") % {"number": certificate.pk}
    url = reverse("admin:activities_servicerecord_certificate", args=[record.pk, certificate.pk])
    words = _("№ %(number)s, withdraw…") % {"number": certificate.pk}
    return format_html('<a href="{}">{}</a>', url, words)


class RecordsMixin(ActivityMixin):
    """Links an event with its service records."""

    def tools(self, request, activity) -> list[tuple[str, str]]:
        tools = super().tools(request, activity)
        if activity.kind != Kind.SERVICE or not scope_of(request.user).has(Right.PEOPLE, activity.organisation_id):
            return tools
        records, add = (reverse(f"admin:activities_servicerecord_{page}") for page in ("changelist", "add"))
        return [
            *tools,
            (_("Service records"), f"{records}?event={activity.pk}&state=all"),
            (_("Enter hours by hand"), f"{add}?event={activity.pk}"),
        ]
