"""What the page of one activity is rendered with; admin's preview uses it too."""

from datetime import datetime

from django.db.models import BigIntegerField, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.kinds import Kind
from activities.models import Activity, Closing, SeatPool, Shift
from activities.public.counts import count_parts
from activities.public.live import Seats, door_of
from activities.public.pieces import activity_page, joined, parts_in_language
from activities.public.related import related
from activities.public.special_now import special_now
from activities.special import may_show
from articles.models import Photo, PhotoReport
from articles.public.addresses import address_of
from articles.public.pictures import CARD_WIDTHS, picture_of
from publishing import pieces
from publishing.addresses import rooted
from publishing.prepared import Prepared

SHIFTS = 7
WAYS = {
    "state": "activities:state", "sign_up": "activities:sign-up", "entry": "activities:entry",
    "poster": "activities:poster", "qr": "activities:qr",
}  # fmt: skip


def _pools(activity: int) -> QuerySet:
    rows = SeatPool.objects.filter(activity=activity).order_by("pk")
    return rows.values_list("organisation__name", "seats", "taken")


POOLS = Prepared(_pools, activity=BigIntegerField)


def activity_context(request: HttpRequest, activity: Activity, *, preview: bool = False) -> dict:
    """Return the context of activities/activity_detail.html.

    Queries beside the activity's: what is related, then the seats of one that comes or the closing and photos of one
    that is over, and what its kind shows of itself (contest, discussion). Stale pieces cost some more until
    `refresh_pieces` has run. A preview is rendered afresh.
    """
    now = timezone.now()
    return {
        "activity": activity,
        **_texts(request, activity, preview=preview),
        "trail": _trail(activity),
        "ways": {name: address_of(view, activity.pk) for name, view in WAYS.items()},
        "special": special_now(activity),
        **_door_or_end(activity, now),
        "shifts": _times(activity, now),
        "related": related(activity, now),
    }


def _texts(request: HttpRequest, activity: Activity, *, preview: bool) -> dict:
    """Return what is kept: the page `above` the way in and `beneath` it, and what is `shared`; else made now."""
    if not preview and not pieces.is_stale(activity):
        above, beneath = parts_in_language(activity.page_html)
        return {"above": above, "beneath": beneath, "shared": rooted(activity.head_html, request)}
    whole = Activity.objects.for_page().with_leaf().get(pk=activity.pk)
    above, beneath = parts_in_language(joined(activity_page(whole.leaf)["pages"]))
    shared = "" if preview else rooted(pieces.render(whole, "head"), request)
    return {"above": above, "beneath": beneath, "shared": shared}


def _trail(activity: Activity) -> list[tuple[str, str]]:
    root = reverse("activities:list")
    return [(root, _("Activities")), (f"{root}?kind={activity.kind}", str(Kind(activity.kind).label))]


def _door_or_end(activity: Activity, now: datetime) -> dict:
    """The way in while there is one; afterwards how many came, and pictures."""
    if now < activity.ends_at:
        pools = POOLS.rows(activity=activity.pk) if activity.takes_sign_ups else ()
        return {"door": door_of(activity, now, [Seats(name or "", *numbers) for name, *numbers in pools])}
    closing = Closing.objects.filter(activity=activity.pk, shift=None).defer("minutes").first()
    if closing is None:
        return {"is_over": True}
    reports = PhotoReport.objects.public(now).filter(pk=closing.report_id)  # its review is the photos' review
    photos = Photo.objects.showable().filter(pk__in=closing.photos.values("pk"), reports__in=reports.values("pk"))
    photos = photos.select_related("consent").order_by("pk")
    photos = [photo for photo in photos if may_show(activity, photo, timezone.localdate(now))]
    shown = [(picture_of(photo, CARD_WIDTHS), photo.caption, photo.credit) for photo in photos]
    return {"is_over": True, "counts": count_parts(closing), "photos": shown}


def _times(activity: Activity, now: datetime) -> list[Shift]:
    """The next times of one that comes again, those called off among them."""
    if activity.kind != Kind.SERVICE or not activity.is_long:
        return []
    return list(Shift.objects.filter(event=activity.pk, ends_at__gt=now).defer("handover")[:SHIFTS])
