"""Keeps the index right: what a row changed in is said of it in the same transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import models

from members.access import scope_of
from members.indexing import Ref
from portal.search.engine import Document, engine
from portal.search.engine.base import Key
from portal.search.limits import MOST_IN_ADMIN
from portal.search.looking import ask_for, staff_scope
from portal.search.marks import Mark, mark
from portal.search.query import parse
from portal.search.sources import KINDS, SOURCES, source_of

BATCH = 200


class SearchIndex:
    """What members.indexing asks for."""

    def refresh(self, refs: Collection[Ref]) -> None:
        """Make the index say what the rows say; then what has words or visibility from those that changed."""
        waiting = _keys(refs)
        while waiting:
            waiting = _keys(_dependents(refresh(waiting))) - waiting

    def around(self, refs: Collection[Ref]) -> list[Ref]:
        return [*refs, *_dependents(_keys(refs))]

    def found(self, model: type[models.Model], text: str, user) -> list[int] | None:
        source, asked = source_of(model), parse(text)
        if source is None:
            return None
        if asked.is_empty:
            return []
        kind = frozenset({mark(Mark.KIND, KINDS.index(source.kind) + 1)})
        hits = engine().newest(ask_for(asked, staff_scope(scope_of(user)), (kind,)), MOST_IN_ADMIN)
        return [hit.object_id for hit in hits[:MOST_IN_ADMIN]]


def refresh(keys: Collection[Key]) -> set[Key]:
    """Make the index say of `keys` what the rows say; return those of which it said something else."""
    return engine().refresh(keys, documents_of) if keys else set()


def documents_of(keys: Collection[Key]) -> Mapping[Key, Document]:
    return {
        document.key: document
        for kind, numbers in _by_kind(keys).items()
        for document in SOURCES[kind].documents(numbers).values()
    }


def batches(kind: str) -> Iterator[tuple[int, int, list[int]]]:
    """Yield a kind's rows and what may be left of gone ones: first number, last, and the rows between them."""
    rows = SOURCES[kind].model._default_manager.order_by("pk").values_list("pk", flat=True)
    first = 0
    while numbers := list(rows.filter(pk__gte=first)[:BATCH]):
        yield first, numbers[-1], numbers
        first = numbers[-1] + 1
    yield first, 2**62, []


def drift(kind: str, first: int, last: int, numbers: Collection[int]) -> set[Key]:
    """Return of which rows between two numbers the index says something else than they do."""
    kept = engine().digests(kind, first, last)
    documents = SOURCES[kind].documents(numbers) if numbers else {}
    said = {number: document.digest for number, document in documents.items()}
    return {(kind, number) for number in kept.keys() | said.keys() if kept.get(number) != said.get(number)}


def _keys(refs: Iterable[Ref]) -> set[Key]:
    return {(source.kind, number) for model, number in refs if (source := source_of(model))}


def _dependents(keys: Collection[Key]) -> list[Ref]:
    return [ref for kind, numbers in _by_kind(keys).items() for ref in SOURCES[kind].dependents(numbers)]


def _by_kind(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for kind, number in sorted(keys):
        found.setdefault(kind, []).append(number)
    return found
