"""Pages of an occasion: of an activity that is held once, or of one shift of an activity that comes again."""

from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from activities.admin.base import ActivityMixin
from activities.models import Shift


class OccasionMixin(ActivityMixin):
    """Gives every page two addresses: `<pk>/<page>/` and, for a shift, `<pk>/<page>/<shift>/`; deeper ones follow."""

    def occasion_urls(self, page: str, deeper: str, view, name: str) -> list:
        """Return both addresses, of the same name; the view takes `object_id` and `shift_id` (None: no shift)."""
        view, name = self.admin_site.admin_view(view), self.url_name(name)
        return [
            path(f"<path:object_id>/{page}/<int:shift_id>/{deeper}", view, name=name),
            path(f"<path:object_id>/{page}/{deeper}", view, {"shift_id": None}, name=name),
        ]

    def occasion_address(self, page: str, activity, shift: Shift | None = None) -> str:
        numbers = [activity.pk, shift.pk] if shift else [activity.pk]
        return reverse(f"admin:{self.url_name(page)}", args=numbers)

    def occasion_of(self, request, object_id: str, shift_id: int | None):
        """Return the activity and its shift, for people with the right to names. Http404, 403."""
        activity = self.activity_for_people(request, object_id)
        if shift_id is None:
            return activity, None
        return activity, get_object_or_404(Shift, pk=shift_id, event=activity.pk)

    def occasion_context(self, request, activity, shift: Shift | None) -> dict:
        """Return what the head of each of these pages shows."""
        facts = {"activity": activity, "shift": shift, "occasion": shift or activity}
        return self.act_context(request, activity) | facts
