"""The timeline of a topic: everything dated that belongs to it, newest first, its beginning last."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Article, Photo, PhotoReport, Topic
from articles.public.pictures import THUMBNAIL, Picture, picture_of
from publishing.paging import CappedPaginator

ENTRIES_PER_PAGE = 20
NEWEST = 501  # of each kind: one more than the pages show, so that a longer topic is seen to be longer
TEXT_LENGTH = 70


class TimelinePaginator(CappedPaginator):
    max_pages = (NEWEST - 1) // ENTRIES_PER_PAGE


@dataclass(frozen=True, slots=True)
class Point:
    """The variables of templates/ui/timeline_item.html."""

    date: date
    title: str
    url: str
    text: str = ""
    kind: str = ""
    image: Picture | None = None


def entries(topic: Topic, now: datetime | None = None) -> QuerySet:
    """Return (kind, pk, day) of everything public in the topic; an article's day is when it first appeared."""
    articles = Article.objects.of_topic(topic).public(now).newest_first().values("pk")[:NEWEST]
    reports = PhotoReport.objects.of_topic(topic).public(now).newest_first().values("pk")[:NEWEST]
    columns = ("kind", "pk", "day")
    told = Article.objects.filter(pk__in=articles).annotate(
        kind=Value("article"), day=Coalesce("issued_on", TruncDate("published_at"))
    )
    shown = PhotoReport.objects.filter(pk__in=reports).annotate(kind=Value("report"), day=F("date"))
    return told.values_list(*columns).union(shown.values_list(*columns), all=True).order_by("-day", "kind", "-pk")


def points(rows) -> list[Point]:
    """Return the points for rows of `entries`. Queries: the articles, the photo reports, their first photos."""
    rows = list(rows)
    articles = Article.objects.for_points().in_bulk([pk for kind, pk, _day in rows if kind == "article"])
    reports = PhotoReport.objects.for_cards().in_bulk([pk for kind, pk, _day in rows if kind == "report"])
    photos = Photo.objects.showable().in_bulk({report.face_id for report in reports.values() if report.face_id})
    return [
        _told(articles[pk], day) if kind == "article" else _shown(reports[pk], day, photos)
        for kind, pk, day in rows
        if pk in (articles if kind == "article" else reports)
    ]


def beginning(topic: Topic) -> Point | None:
    """Return the event that opened the topic, if it is known."""
    if topic.starts_on is None:
        return None
    return Point(topic.starts_on, topic.starts_with or topic.title, "", kind=_("Beginning"))


def _told(article: Article, day: date) -> Point:
    text = Truncator(article.lead or article.subtitle).chars(TEXT_LENGTH, truncate="…")
    return Point(day, article.title, article.get_absolute_url(), text)


def _shown(report: PhotoReport, day: date, photos: dict[int, Photo]) -> Point:
    photo = photos.get(report.face_id)
    image = picture_of(photo, THUMBNAIL) if photo else None
    text = Truncator(report.intro).chars(TEXT_LENGTH, truncate="…")
    return Point(day, report.title, report.get_absolute_url(), text, _("Photo report"), image)
