"""Activities on pages of the floor below: beside texts, and in the timelines of topics."""

from datetime import datetime

from django.db.models import F, QuerySet, Value
from django.db.models.functions import TruncDate

from activities.kinds import SERVICE_FORMS, Form, Kind
from activities.models import Activity
from activities.public.addresses import activity_url
from activities.public.related import only_public
from articles.models import PhotoReport
from articles.public.beside import BESIDE
from articles.public.timeline import NEWEST, SOURCES, Entry, Point, Source


def beside_text(text, now: datetime | None) -> QuerySet:
    """Return the activities that an article is about, or the one that a photo report shows."""
    if isinstance(text, PhotoReport):
        found = Activity.objects.filter(pk=text.activity_id) if text.activity_id else Activity.objects.none()
    else:
        found = Activity.objects.filter(
            pk__in=Activity.articles.through.objects.filter(article=text.pk).values("activity")
        )
    return only_public(found, now).annotate(at=F("starts_at"))


def topic_rows(topic, now: datetime | None) -> QuerySet:
    newest = Activity.objects.of_topic(topic).public(now).newest_first().values("pk")[:NEWEST]
    day = TruncDate("starts_at")
    return Activity.objects.filter(pk__in=newest).annotate(told_by=Value("activity"), day=day, about=F("form"))


def topic_points(found: list[Entry]) -> dict[int, Point]:
    """Return the points: all that they say is in the entries."""
    return {one.pk: _point(one) for one in found}


def _point(one: Entry) -> Point:
    form = Form(one.about)
    section = Kind.SERVICE.value if form in SERVICE_FORMS else ""
    return Point(one.day, one.title, activity_url(one.pk), kind=str(form.label), section=section)


def register() -> None:
    BESIDE["activities:activity"] = beside_text
    SOURCES["activity"] = Source(topic_rows, topic_points)
