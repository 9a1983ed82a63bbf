"""What belongs to an activity and what comes next: one query for all of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet, Value
from django.db.models.functions import TruncDate

from activities.models import Activity
from articles.models import Article, PhotoReport
from articles.public.addresses import address_of

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
    for name, pk, title, day in _rows(activity, now):
        lines[name][pk] = Line(title, address_of(ADDRESSES[name], pk), day)
    following = (lines["same_form"] | lines["same_unit"]).values()
    return {
        "reports": list(lines["report"].values()),
        "articles": list(lines["article"].values()),
        "of_topic": [line for pk, line in lines["topic"].items() if pk not in lines["article"]],
        "next": sorted(following, key=lambda line: line.day)[:NEXT],
    }


def _rows(activity: Activity, now: datetime) -> QuerySet:
    """Each part is a short walk along an index."""
    articles = Article.objects.public(now).newest_first()
    reports = PhotoReport.objects.public(now).newest_first()
    others = Activity.objects.public(now).coming(now).soonest_first().exclude(pk=activity.pk)
    parts = [
        ("report", reports.filter(activity=activity.pk), F("date"), ABOUT),
        ("article", articles.filter(activities=activity.pk), TruncDate("published_at"), ABOUT),
        ("same_unit", others.of_organisations([activity.organisation_id]), TruncDate("starts_at"), NEXT),
        ("same_form", others.of_form(activity.form), TruncDate("starts_at"), NEXT),
    ]
    if activity.topic_id:
        parts.append(("topic", articles.of_topic(activity.topic_id), TruncDate("published_at"), OF_TOPIC))
    first, *more = (
        rows.model.objects.filter(pk__in=rows.values("pk")[:most])
        .annotate(part=Value(name), day=day)
        .values_list("part", "pk", "title", "day")
        for name, rows, day, most in parts
    )
    return first.union(*more, all=True).order_by("-day", "-pk")
