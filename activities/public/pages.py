"""What the page of one activity is rendered with; admin's preview uses it too."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.kinds import Kind
from activities.models import Activity, Closing, SeatPool, Shift
from activities.public.counts import count_parts
from activities.public.live import door_of
from activities.public.pieces import activity_page, page_in_language
from activities.public.special_now import special_now
from activities.special import may_show
from articles.models import Article, Photo, PhotoReport
from articles.public.addresses import address_of
from articles.public.pictures import CARD_WIDTHS, picture_of
from publishing import pieces
from publishing.addresses import rooted

RELATED, NEXT, SHIFTS = 6, 4, 7
VIEWS = {"article": "articles:article", "report": "articles:photo-report", "next": "activities:activity"}


def activity_context(request: HttpRequest, activity: Activity, *, preview: bool = False) -> dict:
    """Return the context of activities/activity_detail.html.

    Queries beside the activity's: what is related, then the seats of one that comes or the closing and photos of one
    that is over, and what its kind shows of itself (contest, discussion). Stale pieces cost some more until
    `refresh_pieces` has run. A preview is rendered afresh.
    """
    now = timezone.now()
    return {
        "activity": activity,
        "page": _page(activity, preview=preview),
        "shared": "" if preview else rooted(_head(activity), request),
        "trail": _trail(activity),
        "special": special_now(activity),
        **_door_or_end(activity, now),
        **_around(activity, now),
    }


def _page(activity: Activity, *, preview: bool):
    if preview or pieces.is_stale(activity):
        whole = Activity.objects.for_page().get(pk=activity.pk)
        return page_in_language("<!--en-->".join(activity_page(whole.leaf)["pages"]))
    return page_in_language(activity.page_html)


def _head(activity: Activity) -> str:
    """The kept head says the same in every language."""
    if pieces.is_stale(activity):
        return pieces.render(Activity.objects.for_page().get(pk=activity.pk), "head")
    return activity.head_html


def _trail(activity: Activity) -> list[tuple[str, str]]:
    root = reverse("activities:list")
    return [(root, _("Activities")), (f"{root}?kind={activity.kind}", str(Kind(activity.kind).label))]


def _door_or_end(activity: Activity, now: datetime) -> dict:
    """The way in while there is one; afterwards how many came, and pictures."""
    if now < activity.ends_at:
        pools = SeatPool.objects.filter(activity=activity.pk).select_related("organisation").order_by("pk")
        return {"door": door_of(activity, now, pools if activity.takes_sign_ups else ())}
    closing = Closing.objects.filter(activity=activity.pk, shift=None).defer("minutes").first()
    if closing is None:
        return {"is_over": True}
    reports = PhotoReport.objects.public(now).filter(pk=closing.report_id)  # its review is the photos' review
    photos = Photo.objects.showable().filter(pk__in=closing.photos.values("pk"), reports__in=reports.values("pk"))
    photos = photos.select_related("consent").order_by("pk")
    photos = [photo for photo in photos if may_show(activity, photo, timezone.localdate(now))]
    shown = [(picture_of(photo, CARD_WIDTHS), photo.caption, photo.credit) for photo in photos]
    return {"is_over": True, "counts": count_parts(closing), "photos": shown}


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    day: date


def _around(activity: Activity, now: datetime) -> dict:
    """Related articles and reports, and what comes next of the same kind; or the next times of one that comes again."""
    lines: dict[str, list[Line]] = {kind: [] for kind in VIEWS}
    for kind, pk, title, day in _lines(activity, now):
        lines[kind].append(Line(title, address_of(VIEWS[kind], pk), day))
    comes_again = activity.kind == Kind.SERVICE and activity.ends_at - activity.starts_at > timedelta(days=1)
    return {
        "articles": lines["article"],
        "reports": lines["report"],
        "next_ones": sorted(lines["next"], key=lambda line: line.day),
        "shifts": list(Shift.objects.filter(event=activity.pk, ends_at__gt=now)[:SHIFTS]) if comes_again else [],
    }


def _lines(activity: Activity, now: datetime) -> QuerySet:
    """One query: each part is a short walk along an index."""
    articles = Article.objects.public(now).filter(Q(activities=activity.pk)).order_by("-published_at", "-pk")
    reports = PhotoReport.objects.public(now).filter(activity=activity.pk).order_by("-published_at", "-pk")
    others = Activity.objects.public(now).upcoming(now).exclude(pk=activity.pk)
    following = others.filter(kind=activity.kind, organisation=activity.organisation_id).soonest_first()
    parts = [
        (articles, "article", TruncDate("published_at"), RELATED),
        (reports, "report", F("date"), RELATED),
        (following, "next", TruncDate("starts_at"), NEXT),
    ]
    chosen = [
        rows.model.objects.filter(pk__in=list_of(rows, most))
        .annotate(what=Value(what), day=day)
        .values_list("what", "pk", "title", "day")
        for rows, what, day, most in parts
    ]
    return chosen[0].union(*chosen[1:], all=True).order_by("-day")


def list_of(rows: QuerySet, most: int) -> QuerySet:
    """A slice as a subquery."""
    return rows.values("pk")[:most]
