"""The timeline of a topic: everything dated that belongs to it, newest first, its beginning last."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Article, Photo, PhotoReport, Topic
from articles.public.pictures import THUMBNAIL, Picture, picture_of
from publishing.paging import CappedPaginator

ENTRIES_PER_PAGE = 20
NEWEST = 501  # of each kind: one more than the pages show, so that a longer topic is seen to be longer
TEXT_LENGTH = 70
NOTHING = Value("", output_field=CharField())


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
    section: str = ""


class Entry(NamedTuple):
    """A row of the timeline before it is read: who tells it, which, when; `about` is for its source to say."""

    told_by: str
    pk: int
    day: date
    title: str
    about: str


@dataclass(frozen=True)
class Source:
    """A kind of thing that stands in timelines.

    `rows` returns the newest public ones of a topic, annotated with `told_by`, `day` and `about`; `points` reads those of
    its entries that a page shows.
    """

    rows: Callable[[Topic, datetime | None], QuerySet]
    points: Callable[[list[Entry]], dict[int, Point]]


def entries(topic: Topic, now: datetime | None = None) -> QuerySet:
    """Return `Entry` columns of everything public in the topic; an article's day is when it first appeared."""
    first, *others = (source.rows(topic, now).values_list(*Entry._fields) for source in SOURCES.values())
    return first.union(*others, all=True).order_by("-day", "told_by", "-pk")


def points(rows) -> list[Point]:
    """Return the points for rows of `entries`. Queries: the articles, the photo reports, their first photos."""
    found = [Entry(*row) for row in rows]
    read = {name: source.points([one for one in found if one.told_by == name]) for name, source in SOURCES.items()}
    return [read[one.told_by][one.pk] for one in found if one.pk in read[one.told_by]]


def beginning(topic: Topic) -> Point | None:
    """Return the event that opened the topic, if it is known."""
    if topic.starts_on is None:
        return None
    return Point(topic.starts_on, topic.starts_with or topic.title, "", kind=_("Beginning"))


def _article_rows(topic: Topic, now: datetime | None) -> QuerySet:
    newest = Article.objects.of_topic(topic).public(now).newest_first().values("pk")[:NEWEST]
    day = Coalesce("issued_on", TruncDate("published_at"))
    return Article.objects.filter(pk__in=newest).annotate(told_by=Value("article"), day=day, about=NOTHING)


def _article_points(found: list[Entry]) -> dict[int, Point]:
    articles = Article.objects.for_points().in_bulk([one.pk for one in found])
    return {one.pk: _told(articles[one.pk], one.day) for one in found if one.pk in articles}


def _told(article: Article, day: date) -> Point:
    text = Truncator(article.lead or article.subtitle).chars(TEXT_LENGTH, truncate="…")
    return Point(day, article.title, article.get_absolute_url(), text)


def _report_rows(topic: Topic, now: datetime | None) -> QuerySet:
    newest = PhotoReport.objects.of_topic(topic).public(now).newest_first().values("pk")[:NEWEST]
    return PhotoReport.objects.filter(pk__in=newest).annotate(told_by=Value("report"), day=F("date"), about=NOTHING)


def _report_points(found: list[Entry]) -> dict[int, Point]:
    reports = PhotoReport.objects.for_cards().in_bulk([one.pk for one in found])
    photos = Photo.objects.showable().in_bulk({report.face_id for report in reports.values() if report.face_id})
    return {one.pk: _shown(reports[one.pk], one.day, photos) for one in found if one.pk in reports}


def _shown(report: PhotoReport, day: date, photos: dict[int, Photo]) -> Point:
    photo = photos.get(report.face_id)
    image = picture_of(photo, THUMBNAIL) if photo else None
    text = Truncator(report.intro).chars(TEXT_LENGTH, truncate="…")
    return Point(day, report.title, report.get_absolute_url(), text, _("Photo report"), image)


# Floors above add theirs when they are ready.
SOURCES: dict[str, Source] = {
    "article": Source(_article_rows, _article_points),
    "report": Source(_report_rows, _report_points),
}
