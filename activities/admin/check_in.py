"""The organiser's screen for checking in: digits that change every minute, a QR code, how many have come."""

import segno
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.actions.check_in import begin_check_in, expected_of, shift_at, why_not_check_in
from activities.admin.base import ActivityMixin
from activities.check_in import EARLY, digits_at, seconds_left
from activities.models import Attendance
from members.access import scope_of
from members.roles import Right


class CheckInMixin(ActivityMixin):
    """Adds `<pk>/check-in-screen/` and the part of it that a script fetches again and again."""

    def get_urls(self):
        view, start = self.admin_site.admin_view, "<path:object_id>/check-in-screen/"
        return [
            path(start, view(self.check_in_screen_view), name=self.url_name("check_in_screen")),
            path(f"{start}now/", view(require_safe(self.check_in_now_view)), name=self.url_name("check_in_now")),
            *super().get_urls(),
        ]

    def tools(self, request, activity) -> list[tuple[str, str]]:
        links = super().tools(request, activity)
        if not activity.check_in or not scope_of(request.user).has(Right.PEOPLE, activity.organisation_id):
            return links
        return [*links, (_("Screen for checking in"), self.address("check_in_screen", activity))]

    def check_in_screen_view(self, request, object_id: str):
        """Show the screen. The first time a button makes its key: looking changes nothing."""
        activity = self.activity_for_people(request, object_id)
        if request.method == "POST":
            if activity.check_in:
                begin_check_in(activity, actor=request.user, request=request)
            else:
                messages.error(request, _("Checking in is switched off: switch it on in the form of the activity."))
            return redirect(self.address("check_in_screen", activity))
        context = self.act_context(request, activity) | self._check_in_facts(request, activity)
        context |= {"title": _("Screen for checking in"), "now_url": self.address("check_in_now", activity)}
        return TemplateResponse(request, "admin/activities/check_in_screen.html", context)

    def check_in_now_view(self, request, object_id: str):
        activity = self.activity_for_people(request, object_id)
        return TemplateResponse(request, "admin/activities/_check_in_now.html", self._check_in_facts(request, activity))

    def _check_in_facts(self, request, activity) -> dict:
        now = timezone.now()
        shift = shift_at(activity, now)
        occasion = shift or activity
        came = Attendance.objects.filter(activity=activity.pk, shift=shift, state=Attendance.State.PRESENT)
        facts = {
            "publication": activity,
            "occasion": occasion,
            "opens_at": occasion.starts_at - EARLY,
            "why_not": why_not_check_in(activity, shift, now),
            "came": came.count(),
            "by_themselves": came.filter(source=Attendance.Source.CHECK_IN).count(),
            "expected": expected_of(activity, shift),
        }
        if not activity.check_in or not activity.check_in_key or facts["why_not"]:
            return facts
        digits = digits_at(activity.check_in_key, now)
        address = self._check_in_address(request, activity)
        qr = segno.make(f"{address}?code={digits}", error="m", micro=False)
        return facts | {
            "digits": digits,
            "address": address,
            "seconds": seconds_left(now),
            "qr": qr.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None),
        }

    @staticmethod
    def _check_in_address(request, activity) -> str:
        where = reverse("activities:check-in", args=[activity.pk])
        return f"{settings.SITE_URL.rstrip('/')}{where}" if settings.SITE_URL else request.build_absolute_uri(where)
