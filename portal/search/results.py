"""What a search answers with. Both pages, the public one and the staff's, are made of this."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.paginator import Page
from django.utils.safestring import SafeString

from portal.search.filters import Filters
from portal.search.query import Asked


@dataclass(frozen=True)
class Hit:
    kind: str
    label: str  # the kind in words
    title: SafeString  # escaped, what was looked for in <mark>
    snippet: SafeString
    url: str  # for staff the change page
    moment: datetime | None
    organisation: str
    picture: str  # address of a small rendition, or ""
    state: str = ""  # for staff: the publication's state as in `State`; "" where there is none
    state_label: str = ""


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


@dataclass(frozen=True)
class Suggestion:
    title: str
    label: str
    url: str


@dataclass(frozen=True)
class Results:
    asked: Asked
    page: Page  # of hits
    total: int
    is_capped: bool = False  # there are more than `total`
    facets: list[Facet] = field(default_factory=list)
    without_hit: list[str] = field(default_factory=list)  # words that alone have no hit
    near: list[str] = field(default_factory=list)  # words offered instead, each with hits

    @property
    def hits(self) -> Sequence[Hit]:
        return self.page.object_list

    @property
    def trouble(self) -> str:
        return self.asked.trouble


def search(
    text: str, *, user, filters: Filters, order: str = "relevance", page: int = 1, staff: bool = False
) -> Results:
    """Return what `user` may see of what was found; `order` is "relevance" or "date".

    For staff: everything in their scope, drafts included.
    """
    raise NotImplementedError


def suggest(text: str, *, user) -> list[Suggestion]:
    """Return at most eight titles that hold what was typed so far."""
    raise NotImplementedError
