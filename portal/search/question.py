"""What the address of a page of results says, and the addresses that lead on from it: for readers and staff alike."""

import re
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.search.filters import Facet, Filters
from portal.search.limits import LONGEST_QUERY
from portal.search.results import Results, search
from portal.templatetags.ui import pager_links

RELEVANCE, DATE = "relevance", "date"
ORDERS = {RELEVANCE: _("Best match first"), DATE: _("Newest first")}
PAGE = re.compile(r"[1-9][0-9]{0,3}")


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class Choice:
    """A facet as links: what would narrow the results, and the way back from what has."""

    name: str
    label: str
    links: list[Link]
    everything: str  # the address without this filter

    @property
    def is_narrowed(self) -> bool:
        return any(link.is_current for link in self.links)


@dataclass(frozen=True)
class Question:
    """What somebody looks for; what an address says that makes no sense is left out."""

    text: str
    filters: Filters
    order: str = RELEVANCE
    page: int = 1

    @classmethod
    def read(cls, parameters) -> "Question":
        order, page = parameters.get("order", ""), parameters.get("page", "")
        return cls(
            text=parameters.get("q", "").strip()[: LONGEST_QUERY + 1],  # one more, so that it is said
            filters=Filters.read(parameters),
            order=order if order in ORDERS else RELEVANCE,
            page=int(page) if PAGE.fullmatch(page) else 1,
        )

    def answer(self, user, *, staff: bool = False) -> Results | None:
        """Return what was found, None where nothing was asked."""
        if not self.text:
            return None
        return search(self.text, user=user, filters=self.filters, order=self.order, page=self.page, staff=staff)

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The address again, without what is empty and without the page."""
        order = "" if self.order == RELEVANCE else self.order
        values = {"q": self.text, **asdict(self.filters), "order": order}
        return {name: str(value) for name, value in values.items() if value}

    def url(self, **changes) -> str:
        """Return the address with some parameters set otherwise, none for those that are empty; page 1 of it."""
        values = self.parameters | changes
        return "?" + urlencode({name: value for name, value in values.items() if value})

    @property
    def wider(self) -> str:
        """The address without any filter; empty where none is set."""
        return f"?{urlencode({'q': self.text})}" if self.filters != Filters() else ""

    def page_context(self, results: Results | None) -> dict:
        """Return the variables of both pages of results; without results only the question."""
        if results is None:
            return {"question": self}
        choices = self._choices(results)
        return {
            "question": self,
            "results": results,
            "orders": self._orders(),
            "kinds": choices.pop("kind", None),
            "choices": list(choices.values()),
            "pager": self._pager(results),
            "near": [Link(word, f"?{urlencode({'q': word})}") for word in results.near],
            "parts": [] if results.total else self._parts(results),
        }

    def _orders(self) -> list[Link]:
        return [
            Link(label, self.url(order="" if name == RELEVANCE else name), is_current=name == self.order)
            for name, label in ORDERS.items()
        ]

    def _choices(self, results: Results) -> dict[str, Choice]:
        """Return by name the facets that offer something: a second value, or the way back."""
        made = [self._choice(facet) for facet in results.facets]
        return {choice.name: choice for choice in made if choice.is_narrowed or len(choice.links) > 1}

    def _choice(self, facet: Facet) -> Choice:
        links = [
            Link(value.label, self.url(**{facet.name: "" if value.chosen else value.value}), value.count, value.chosen)
            for value in facet.values
        ]
        return Choice(facet.name, facet.label, links, self.url(**{facet.name: ""}))

    def _pager(self, results: Results) -> dict:
        """The variables of templates/ui/pager.html. Not kept like other lists' pagers: it holds what was asked."""
        return pager_links(results.page.number, results.page.paginator.num_pages, self.parameters.items())

    def _parts(self, results: Results) -> list[Link]:
        """A search for each part of the query that has hits by itself."""
        asked = results.asked
        parts = [*asked.words, *(f"“{phrase}”" for phrase in asked.phrases), *asked.dates]
        found = [part for part in parts if part.strip("“”") not in results.without_hit]
        return [Link(part, f"?{urlencode({'q': part})}") for part in found] if len(parts) > 1 else []
