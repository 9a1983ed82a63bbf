"""Study sessions and volunteer events in the admin."""

from django.contrib import admin

from activities.admin.base import ActivityMixin
from activities.admin.contest import ContestMixin
from activities.admin.records import RecordsMixin
from activities.models import StudySession, VolunteerEvent
from publishing.admin.publication import PublicationAdmin


class ActivityAdmin(ActivityMixin, PublicationAdmin):
    """What both kinds share."""

    list_display = ["title", "starts_at", "state_now", "unit", "changed", "came_out"]
    search_fields = ["title", "summary"]
    autocomplete_fields = ["organisation", "topic", "place", "cover", "articles"]

    def public_page(self, request, publication) -> tuple[str, dict]:
        return "activities/activity_detail.html", {"activity": publication}


@admin.register(StudySession)
class StudySessionAdmin(ContestMixin, ActivityAdmin):
    fieldsets = [
        (None, {"fields": ["title", "form", "summary", "details", "starts_at", "ends_at", "place", "venue"]}),
        (None, {"fields": ["organisation", "topic", "audience", "publish_at"]}),
    ]


@admin.register(VolunteerEvent)
class VolunteerEventAdmin(RecordsMixin, ActivityAdmin):
    fieldsets = [
        (None, {"fields": ["title", "form", "summary", "details", "starts_at", "ends_at", "place", "venue"]}),
        (None, {"fields": ["organisation", "topic", "audience", "publish_at"]}),
    ]
