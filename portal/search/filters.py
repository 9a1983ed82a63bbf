"""By what a reader may narrow what was found, and how much each choice would leave."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Topic
from members.access import subtree
from members.models import Organisation
from portal.search.engine import Found
from portal.search.looking import Marks
from portal.search.marks import Mark, counted, mark
from portal.search.sources import KINDS, LABELS, STATES
from publishing.prepared import Prepared
from publishing.states import State

PERIOD = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>0[1-9]|1[0-2]))?")
MOST_VALUES = 8  # of one filter
MOST_PERIODS = 13  # a year and its months
ORGANISATIONS = Prepared(lambda: Organisation.objects.order_by().values_list("pk", "parent", "name"))
TOPICS = Prepared(lambda: Topic.objects.order_by().annotate(number=F("pk")).values_list("number", "title"))

Counts = dict[Mark, Counter[int]]


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
    counts = counted(hit.marks for hit in found)
    facets = [_kinds(counts, filters), _periods(counts, filters)]
    facets += [_organisations(found, filters), _topics(counts, filters)]
    if staff:
        facets.append(_states(counts, filters))
    return [facet for facet in facets if facet.values]


def _kinds(counts: Counts, filters: Filters) -> Facet:
    kinds = [(kind, counts[Mark.KIND][number]) for number, kind in enumerate(KINDS, start=1)]
    values = [FacetValue(kind, str(LABELS[kind]), count, kind == filters.kind) for kind, count in kinds if count]
    return Facet("kind", _("Kind"), values)


def _periods(counts: Counts, filters: Filters) -> Facet:
    """Years; of the year that is chosen also the months."""
    year = filters.period[:4]
    years = sorted(counts[Mark.YEAR].items(), reverse=True)
    months = sorted(counts[Mark.MONTH].items(), reverse=True) if year else []
    values = [(str(number), count) for number, count in years if not year or str(number) == year]
    values += [(f"{number // 100}-{number % 100:02}", count) for number, count in months if number // 100 == int(year)]
    kept = values[:MOST_PERIODS]
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
    tree = {pk: (parent, name) for pk, parent, name in ORGANISATIONS.rows()}
    counts: Counter[int] = Counter()
    for above, count in Counter(hit.organisation_id for hit in found).items():
        while above in tree:
            counts[above] += count
            above = tree[above][0]
    chosen = filters.organisation
    numbers = [pk for pk, count in counts.most_common() if count < len(found) or pk == chosen][:MOST_VALUES]
    return Facet(
        "organisation",
        _("Organisation"),
        [FacetValue(str(pk), tree[pk][1], counts[pk], pk == chosen) for pk in numbers],
    )


def _topics(counts: Counts, filters: Filters) -> Facet:
    most = counts[Mark.TOPIC].most_common(MOST_VALUES)
    titles = dict(TOPICS.among(pk for pk, _count in most))
    values = [FacetValue(str(pk), titles[pk], count, pk == filters.topic) for pk, count in most if pk in titles]
    return Facet("topic", _("Topic"), values)


def _states(counts: Counts, filters: Filters) -> Facet:
    states = [(state, counts[Mark.STATE][number]) for state, number in STATES.items()]
    values = [FacetValue(state, str(state.label), count, state == filters.state) for state, count in states if count]
    return Facet("state", _("State"), values)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
