"""What belongs to an activity and what comes next: one query for all of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, CharField, DateTimeField, F, QuerySet, Value
from django.db.models.functions import TruncDate

from activities.models import Activity
from activities.querysets import LONG
from articles.models import Article, PhotoReport
from articles.public.addresses import address_of
from publishing.prepared import Prepared
from publishing.querysets import also_in

ABOUT, OF_TOPIC, NEXT = 6, 4, 4
ADDRESSES = {
    "report": "articles:photo-report", "article": "articles:article", "topic": "articles:article",
    "same_unit": "activities:activity", "same_form": "activities:activity",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    url: str
    day: date


def related(activity: Activity, now: datetime) -> dict[str, list[Line]]:
    """Return `reports` and `articles` about the activity, others `of_topic`, and what is `next`, soonest first."""
    lines: dict[str, dict[int, Line]] = {name: {} for name in ADDRESSES}
    values = {
        "pk": activity.pk,
        "unit": activity.organisation_id,
        "form": activity.form,
        "topic": activity.topic_id or 0,
    }
    for name, pk, title, day in QUERY.rows(now=now, **values):
        lines[name][pk] = Line(title, address_of(ADDRESSES[name], pk), day)
    following = (lines["same_form"] | lines["same_unit"]).values()
    return {
        "reports": list(lines["report"].values())[:ABOUT],
        "articles": list(lines["article"].values())[:ABOUT],
        "of_topic": [line for pk, line in lines["topic"].items() if pk not in lines["article"]],
        "next": sorted(following, key=lambda line: line.day)[:NEXT],
    }


def _query(*, pk: int, unit: int, form: str, topic: int, now: datetime) -> QuerySet:
    """Each part is found by the activity, or is a short walk along an index."""
    articles, about_it = Article.objects.public(now), Activity.articles.through.objects.filter(activity=pk)
    others = Activity.objects.public(now).coming(now).soonest_first().exclude(pk=pk)
    parts = [
        ("report", only_public(PhotoReport.objects.filter(activity=pk), now), F("date")),
        (
            "article",
            only_public(Article.objects.filter(pk__in=about_it.values("article")), now),
            TruncDate("published_at"),
        ),
        ("topic", _few(articles.of_topic(topic).newest_first(), OF_TOPIC), TruncDate("published_at")),
        ("same_unit", _few(others.filter(organisation=unit), NEXT), TruncDate("starts_at")),
        ("same_form", _few(others.of_form(form), NEXT), TruncDate("starts_at")),
    ]
    first, *more = (
        rows.annotate(part=Value(name), day=day).values_list("part", "pk", "title", "day") for name, rows, day in parts
    )
    return first.union(*more, all=True).order_by("-day", "-pk")


def only_public(rows: QuerySet, now: datetime | None) -> QuerySet:
    """Narrow a handful of rows to the public ones."""
    return also_in(rows, rows.model.objects.public(now))


def _few(rows: QuerySet, most: int) -> QuerySet:
    """SQLite takes no slice as a part of a union."""
    return rows.model.objects.filter(pk__in=rows.values("pk")[:most])


QUERY = Prepared(
    _query, before={"yesterday": ("now", LONG)}, pk=BigIntegerField, unit=BigIntegerField, form=CharField,
    topic=BigIntegerField, now=DateTimeField,
)  # fmt: skip
