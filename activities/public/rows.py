"""What stands in rows beneath an activity, for its page: one query for all of them."""

from typing import NamedTuple

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from activities.models import Activity, Leg, Speaker
from articles.models import Article

# relation -> the columns that readers see
COLUMNS = {
    "legs": ("day", "starts", "ends", "transport", "line", "start", "stop", "what"),
    "groups": ("name",),
    "speakers": ("name", "unit", "subject"),
    "materials": ("title", "source", "url", "article"),
}
WIDTH = max(map(len, COLUMNS.values()))


class LegLine(NamedTuple):
    day: int
    starts: str
    ends: str
    transport: Leg.Transport
    line: str
    way: str
    what: str


class MaterialLine(NamedTuple):
    title: str
    source: str
    url: str
    article: int | None  # one that readers can open


class Rows(NamedTuple):
    legs: list[LegLine]
    groups: list[str]
    speakers: list[Speaker]
    materials: list[MaterialLine]


def page_rows(activity: Activity) -> Rows:
    """Return the rows of a study session or volunteer event; one query more where materials are articles here."""
    names = [name for name in COLUMNS if hasattr(activity, name)]
    first, *more = (_part(getattr(activity, name), name) for name in names)
    found: dict[str, list] = {name: [] for name in COLUMNS}
    for name, _position, _pk, *values in first.union(*more, all=True).order_by("part", "position", "pk"):
        found[name].append(values[: len(COLUMNS[name])])
    return Rows(
        legs=[_leg(*row) for row in found["legs"]],
        groups=[name for (name,) in found["groups"]],
        speakers=[Speaker(**dict(zip(COLUMNS["speakers"], row, strict=True))) for row in found["speakers"]],
        materials=_materials(found["materials"]),
    )


def _part(rows: QuerySet, name: str) -> QuerySet:
    columns = [Cast(F(column), CharField()) for column in COLUMNS[name]]
    columns += [Value("", output_field=CharField())] * (WIDTH - len(columns))
    named = {f"column{number}": column for number, column in enumerate(columns)}
    return rows.order_by().annotate(part=Value(name), **named).values_list("part", "position", "pk", *named)


def _leg(day, starts, ends, transport, line, start, stop, what) -> LegLine:
    way = " → ".join(filter(None, (start, stop)))
    return LegLine(int(day), (starts or "")[:5], (ends or "")[:5], Leg.Transport(transport), line, way, what)


def _materials(rows: list) -> list[MaterialLine]:
    """A link to an article that nobody can open yet is left out."""
    numbers = [int(article) for *_words, article in rows if article]
    public = set(Article.objects.public().filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
    return [
        MaterialLine(title, source, url, int(article) if article and int(article) in public else None)
        for title, source, url, article in rows
    ]
