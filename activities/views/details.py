"""The public page of one activity, its poster, its code, its entry for calendars."""

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.models import Activity
from activities.public.ics import MOST, calendar_of
from activities.public.kept_page import kept_page
from activities.public.listing import Tree
from activities.public.pages import activity_context
from activities.public.pieces import times_of
from activities.public.wishes import Wish
from articles.feeds import site_title
from articles.views.details import PublicationPage
from publishing.addresses import absolute

CALENDAR = "text/calendar; charset=utf-8"
LONG_TITLE, MANY_WORDS = 30, 140  # characters: more are set smaller on a poster


class ActivityPage(PublicationPage):
    model = Activity
    template_name = "activities/activity_detail.html"

    def item(self, pk: int) -> Activity:
        activity = kept_page(pk, timezone.now())
        if activity is None:
            raise Http404
        return activity

    def context_of(self, item: Activity) -> dict:
        return activity_context(self.request, item)


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet of A4 to hang up: what, when, where, and a code to sign up."""
    activity = get_object_or_404(Activity.objects.public().for_page().with_leaf(), pk=pk)
    words = (activity.summary, activity.directions, activity.bring, activity.venue)
    context = {
        "activity": activity.leaf,
        "url": absolute(request, activity.get_absolute_url()),
        "is_dense": len(activity.title) > LONG_TITLE or sum(map(len, words)) > MANY_WORDS,
    }
    return render(request, "activities/poster.html", context | times_of(activity.leaf))


@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of the activity as a QR code: SVG without styles or scripts."""
    activity = get_object_or_404(Activity.objects.public().only("pk"), pk=pk)
    return HttpResponse(qr_svg(absolute(request, activity.get_absolute_url())), content_type="image/svg+xml")


def qr_svg(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=2, scale=8, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue()


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity for a calendar; a withdrawn one as cancelled, so that the entry there changes."""
    activity = get_object_or_404(Activity.objects.reachable().for_calendar(), pk=pk)
    response = HttpResponse(calendar_of([activity], request, name=activity.title), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="activity-{activity.pk}.ics"'
    return response


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What a list shows, as a calendar to follow. Queries: the list, what is under way, shifts; units when asked."""
    now = timezone.now()
    wish = Wish.read(request.GET, timezone.localdate(now))
    public = Activity.objects.public(now)
    units = Tree.read().below(wish.organisation) if wish.organisation else frozenset()
    found = [
        *wish.narrow(public, now, units).for_calendar()[:MOST],
        *wish.under_way(public, now, units).for_calendar()[:MOST],
    ]
    return HttpResponse(calendar_of(found[:MOST], request, name=site_title(_("Activities"))), content_type=CALENDAR)
