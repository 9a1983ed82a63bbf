"""What the admin classes of study sessions and volunteer events are put together from."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from members.access import scope_of
from members.roles import Right


class ActivityMixin(admin.ModelAdmin):
    """The base of every mixin that adds pages to an activity: roster, sign-ups, rota, day-sheet, contest …

    A mixin adds its addresses in `get_urls` and its links in `tools`.
    """

    def tools(self, request, activity) -> list[tuple[str, str]]:
        """Return label and address of the pages of this activity that the person may open, in the order of work."""
        return []

    def post_tools(self, request, activity) -> list[tuple[str, str]]:
        """Return label and address of what one press does with this activity; each is a form of its own."""
        return []

    def flow_context(self, request, publication) -> dict:
        tools = {"tools": self.tools(request, publication), "post_tools": self.post_tools(request, publication)}
        return super().flow_context(request, publication) | tools

    def activity_for_people(self, request, object_id: str):
        """Return the activity for a page with names of participants: Http404 out of reach, 403 without the right."""
        activity = self.get_publication(request, object_id)
        if not scope_of(request.user).has(Right.PEOPLE, activity.organisation_id):
            raise PermissionDenied
        return activity

    def activity_for_writing(self, request, object_id: str):
        """Return the activity for a page that changes something of it but no names: Http404, 403."""
        activity = self.get_publication(request, object_id)
        if not scope_of(request.user).has(Right.WRITE, activity.organisation_id):
            raise PermissionDenied
        return activity
