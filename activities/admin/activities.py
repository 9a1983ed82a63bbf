"""Study sessions and volunteer events in the admin."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from activities.admin.check_in import CheckInMixin
from activities.admin.closing import ClosingMixin
from activities.admin.contest import ContestMixin
from activities.admin.copies import CopyMixin
from activities.admin.filters import FormFilter, TimeFilter, WorkFilter
from activities.admin.finished import FinishedMixin
from activities.admin.group_pages import GroupsMixin
from activities.admin.ledger import LedgerMixin
from activities.admin.patrol import PatrolMixin
from activities.admin.plan import PlanMixin
from activities.admin.planning import PlanningMixin
from activities.admin.proxy import ProxyMixin
from activities.admin.records import RecordsMixin
from activities.admin.rota import RotaMixin
from activities.forms.activity import StudySessionForm, VolunteerEventForm
from activities.kinds import Kind
from activities.models import StudySession, VolunteerEvent
from activities.public.pages import activity_context
from members.admin.filters import OrganisationFilter
from members.roles import Right
from publishing.admin.filters import StateFilter
from publishing.admin.queue_filter import QueueFilter


class ActivityAdmin(ClosingMixin, GroupsMixin, CheckInMixin, ProxyMixin, CopyMixin, PlanningMixin):
    """What both kinds share."""

    list_display = ["title", "form", "when", "seats_taken", "state_now", "unit", "changed"]
    list_filter = [StateFilter, TimeFilter, WorkFilter, FormFilter, QueueFilter, OrganisationFilter]
    search_fields = ["title", "summary", "venue", "place__name", "organisation__name", "organisation__short_name"]
    search_help_text = _("Words of the title, the place or the organisation; several words: all of them.")
    ordering = ["-starts_at", "-pk"]
    autocomplete_fields = ["organisation", "topic", "place", "cover", "articles"]
    change_list_template = "admin/activities/change_list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).with_taken()

    def public_page(self, request, publication) -> tuple[str, dict]:
        return "activities/activity_detail.html", activity_context(request, publication, preview=True)

    @admin.display(description=_("begins"), ordering="starts_at")
    def when(self, activity):
        return f"{localtime(activity.starts_at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("seats"))
    def seats_taken(self, activity):
        if not activity.takes_sign_ups:
            return "—"
        seats = "∞" if activity.seats is None else activity.seats
        return format_html('<span class="num">{}/{}</span>', activity.taken, seats)


@admin.register(StudySession)
class StudySessionAdmin(ContestMixin, LedgerMixin, PlanMixin, ActivityAdmin):
    kind = Kind.STUDY
    form = StudySessionForm
    add_title = _("Plan a study session")
    desk_actions = [
        (_("Plan a study session"), "admin:activities_studysession_add"),
        (_("Year plan"), "admin:activities_studysession_plan"),
    ]


@admin.register(VolunteerEvent)
class VolunteerEventAdmin(FinishedMixin, RotaMixin, PatrolMixin, RecordsMixin, ActivityAdmin):
    kind = Kind.SERVICE
    form = VolunteerEventForm
    add_title = _("Plan a volunteer event")
    desk_actions = [
        (_("Log a finished action"), "admin:activities_volunteerevent_finished", Right.PEOPLE),
        (_("Plan a volunteer event"), "admin:activities_volunteerevent_add"),
    ]
