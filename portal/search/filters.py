"""By what a reader may narrow what was found, and how much each choice would leave."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Topic
from members.access import subtree
from members.models import Organisation
from portal.search.engine import Found
from portal.search.looking import Marks
from portal.search.marks import Mark, mark, values_of
from portal.search.sources import KINDS, LABELS, STATES
from publishing.states import State

PERIOD = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>0[1-9]|1[0-2]))?")
MOST_VALUES = 12  # of one filter


@dataclass(frozen=True)
class Filters:
    kind: str = ""
    period: str = ""  # "2021" or "2021-04"
    organisation: int | None = None  # it and what belongs to it
    topic: int | None = None
    state: str = ""  # for staff: a publication's state

    @classmethod
    def read(cls, parameters) -> Self:
        """Read them from a QueryDict; what makes no sense is as if it were not there."""
        kind, period, state = (parameters.get(name, "") for name in ("kind", "period", "state"))
        return cls(
            kind=kind if kind in KINDS else "",
            period=period if PERIOD.fullmatch(period) else "",
            organisation=_number(parameters.get("organisation", "")),
            topic=_number(parameters.get("topic", "")),
            state=state if state in State.values else "",
        )

    @property
    def marks(self) -> Marks:
        chosen = []
        if self.kind:
            chosen.append({mark(Mark.KIND, KINDS.index(self.kind) + 1)})
        if self.period:
            chosen.append({mark(Mark.MONTH if "-" in self.period else Mark.YEAR, int(self.period.replace("-", "")))})
        if self.organisation is not None:
            chosen.append({mark(Mark.ORGANISATION, pk) for pk in subtree(self.organisation)})
        if self.topic is not None:
            chosen.append({mark(Mark.TOPIC, self.topic)})
        if self.state:
            chosen.append({mark(Mark.STATE, STATES[self.state])})
        return tuple(map(frozenset, chosen))


@dataclass(frozen=True)
class FacetValue:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter with what it could be set to; counted among the hits that are kept (`Results.is_capped`)."""

    name: str  # the filter's parameter: kind, period, organisation, topic, state
    label: str
    values: list[FacetValue]


def facets_of(found: list[Found], filters: Filters, *, staff: bool) -> list[Facet]:
    """Return what the hits could be narrowed by. Queries: topics, organisations."""
    facets = [_kinds(found, filters), _periods(found, filters), _organisations(found, filters), _topics(found, filters)]
    if staff:
        facets.append(_states(found, filters))
    return [facet for facet in facets if facet.values]


def _kinds(found: list[Found], filters: Filters) -> Facet:
    counts = Counter(hit.kind for hit in found)
    values = [FacetValue(kind, str(LABELS[kind]), counts[kind], kind == filters.kind) for kind in KINDS if counts[kind]]
    return Facet("kind", _("Kind"), values)


def _periods(found: list[Found], filters: Filters) -> Facet:
    """Years; of the year that is chosen also the months."""
    year = filters.period[:4]
    years = Counter(value for hit in found for value in values_of(hit.marks, Mark.YEAR))
    months = Counter(
        value for hit in found for value in values_of(hit.marks, Mark.MONTH) if value // 100 == int(year or 0)
    )
    values = [(str(number), years[number]) for number in sorted(years, reverse=True) if not year or str(number) == year]
    values += [(f"{number // 100}-{number % 100:02}", months[number]) for number in sorted(months, reverse=True)]
    kept = values[: MOST_VALUES + 1]
    return Facet(
        "period",
        _("Time"),
        [FacetValue(value, _period(value), count, value == filters.period) for value, count in kept],
    )


def _period(value: str) -> str:
    year, _dash, month = value.partition("-")
    if month:
        return date_format(date(int(year), int(month), 1), "YEAR_MONTH_FORMAT")
    return pgettext("a year", "%(year)s") % {"year": year}


def _organisations(found: list[Found], filters: Filters) -> Facet:
    """Organisations with what belongs to them; those that would leave everything are no choice."""
    tree = {pk: (parent, name) for pk, parent, name in Organisation.objects.values_list("pk", "parent", "name")}
    counts: Counter[int] = Counter()
    for hit in found:
        above = hit.organisation_id
        while above in tree:
            counts[above] += 1
            above = tree[above][0]
    chosen = filters.organisation
    numbers = [pk for pk, count in counts.most_common() if count < len(found) or pk == chosen][:MOST_VALUES]
    return Facet(
        "organisation",
        _("Organisation"),
        [FacetValue(str(pk), tree[pk][1], counts[pk], pk == chosen) for pk in numbers],
    )


def _topics(found: list[Found], filters: Filters) -> Facet:
    counts = Counter(value for hit in found for value in values_of(hit.marks, Mark.TOPIC))
    titles = dict(Topic.objects.filter(pk__in=counts).values_list("pk", "title"))
    numbers = [pk for pk, _count in counts.most_common(MOST_VALUES) if pk in titles]
    values = [FacetValue(str(pk), titles[pk], counts[pk], pk == filters.topic) for pk in numbers]
    return Facet("topic", _("Topic"), values)


def _states(found: list[Found], filters: Filters) -> Facet:
    counts = Counter(value for hit in found for value in values_of(hit.marks, Mark.STATE))
    values = [
        FacetValue(state, str(State(state).label), counts[number], state == filters.state)
        for state, number in STATES.items()
        if counts[number]
    ]
    return Facet("state", _("State"), values)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
