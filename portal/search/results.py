"""What a search answers with. Both pages, the public one and the staff's, are made of this."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone

from articles.models import Photo
from articles.public.pictures import THUMBNAIL, picture_of
from portal.search.engine import Found, engine
from portal.search.filters import Facet, FacetValue, Filters, facets_of
from portal.search.folding import fold
from portal.search.limits import HITS_PER_PAGE, MOST_SUGGESTIONS
from portal.search.looking import Eyes, ask_for, look
from portal.search.marking import marked, snippet
from portal.search.near import near, without_hit
from portal.search.query import Asked, parse
from portal.search.sources import LABELS, SOURCES

__all__ = ["Facet", "FacetValue", "Filters", "Hit", "Results", "Suggestion", "search", "suggest"]


@dataclass(frozen=True)
class Hit:
    kind: str
    label: str  # the kind in words
    title: SafeString  # escaped, what was looked for in <mark>
    snippet: SafeString
    url: str  # for staff the change page
    day: date | None
    organisation: str
    picture: str  # address of a small rendition, or ""
    state: str = ""  # for staff: the publication's `state_code`; "" where there is none
    state_label: str = ""


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

    For staff: everything in their scope, drafts included. Queries: as many for a thousand hits as for one.
    """
    asked, eyes = parse(text), Eyes(user, staff)
    if asked.is_empty:
        return Results(asked, Paginator([], HITS_PER_PAGE).get_page(1), 0)
    found, is_capped = look(asked, eyes, filters.marks, by_date=order == "date")
    shown = Paginator(found, HITS_PER_PAGE).get_page(page)
    shown.object_list = hits_of(shown.object_list, asked, eyes)
    if found:
        return Results(asked, shown, len(found), is_capped, facets_of(found, filters, staff=staff))
    if filters != Filters():
        return Results(asked, shown, 0)
    missing = without_hit(asked, eyes)
    offered = near(missing, eyes) if missing else list(asked.parts)  # each has hits, only not together
    return Results(asked, shown, 0, without_hit=missing, near=offered)


def suggest(text: str, *, user) -> list[Suggestion]:
    """Return at most eight titles that hold what was typed so far."""
    asked, eyes = parse(text), Eyes(user)
    if asked.is_empty:
        return []
    found = engine().newest(ask_for(asked, eyes.scope), 3 * MOST_SUGGESTIONS, title=True)[: 3 * MOST_SUGGESTIONS]
    rows = _rows(eyes.seen(found), eyes)
    suggestions = {}
    for hit, row in rows:
        source = SOURCES[hit.kind]
        suggestions.setdefault(source.heading(row), (str(LABELS[hit.kind]), source.address(row)))
    return [Suggestion(title, *rest) for title, rest in list(suggestions.items())[:MOST_SUGGESTIONS]]


def hits_of(found: Sequence[Found], asked: Asked, eyes: Eyes) -> list[Hit]:
    """Return what is shown of a page of them: some queries for each kind on it."""
    rows, words = _rows(found, eyes), [term.text for term in asked.terms]
    texts = _texts(rows, words)
    faces = [SOURCES[hit.kind].face_id(row) for hit, row in rows]
    photos = Photo.objects.showable().in_bulk([number for number in faces if number])
    pictures = [picture_of(photos[number], THUMBNAIL).src if number in photos else "" for number in faces]
    return [_hit(*parts, words, eyes) for parts in zip(rows, texts, pictures, strict=True)]


def _hit(shown: tuple[Found, Any], text: str, picture: str, words: list[str], eyes: Eyes) -> Hit:
    found, row = shown
    source = SOURCES[found.kind]
    has_state = eyes.is_staff and hasattr(row, "state_code")
    heading = source.heading(row)
    return Hit(
        kind=found.kind,
        label=str(LABELS[found.kind]),
        title=marked(heading, words),
        snippet=snippet(text, words, closely=not _hold(heading, words)),
        url=source.admin_address(row) if eyes.is_staff else source.address(row),
        day=None if found.moment is None else datetime.fromtimestamp(found.moment, get_current_timezone()).date(),
        organisation=source.organisation(row),
        picture=picture,
        state=row.state_code if has_state else "",
        state_label=str(row.state_label) if has_state else "",
    )


def _texts(rows: list[tuple[Found, Any]], words: list[str]) -> list[str]:
    """Return what hits say; of parts (captions, credits) only where the words do not all stand in what is shown."""
    texts = [_joined(SOURCES[hit.kind].text(row)) for hit, row in rows]
    lacking = [
        number
        for number, (hit, row) in enumerate(rows)
        if SOURCES[hit.kind].parts and not _hold(f"{SOURCES[hit.kind].heading(row)}\n{texts[number]}", words)
    ]
    for kind in {rows[number][0].kind for number in lacking}:
        prefetch_related_objects([rows[n][1] for n in lacking if rows[n][0].kind == kind], *SOURCES[kind].parts)
    for number in lacking:
        hit, row = rows[number]
        texts[number] = _joined([texts[number], *SOURCES[hit.kind].words_of_parts(row)])
    return texts


def _hold(text: str, words: list[str]) -> bool:
    """Whether the words stand in a text: as it is for most, folded for the others."""
    missing = [word for word in words if word not in text]
    folded = fold(text) if missing else ""
    return all(word in folded for word in missing)


def _joined(words: list[str]) -> str:
    return " · ".join(filter(None, words))


def _rows(found: Sequence[Found], eyes: Eyes) -> list[tuple[Found, Any]]:
    """Return hits with their rows, in their order."""
    rows = {}
    for kind in {hit.kind for hit in found}:
        numbers = [hit.object_id for hit in found if hit.kind == kind]
        shown = SOURCES[kind].shown(numbers, None if eyes.is_staff else eyes.user)
        rows |= {(kind, row.pk): row for row in shown}
    return [(hit, rows[hit.key]) for hit in found if hit.key in rows]
