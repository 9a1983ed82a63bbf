"""Keeps the index right: what a row changed in is said of it in the same transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.contrib.auth.models import AnonymousUser
from django.db import models

from members.indexing import Ref
from portal.search.engine import Document, engine
from portal.search.engine.base import Key
from portal.search.limits import MOST_IN_ADMIN
from portal.search.looking import Eyes, ask_for
from portal.search.marks import Mark, mark
from portal.search.query import parse
from portal.search.sources import KINDS, SOURCES, source_of

BATCH = 1000
LAST = 2**62  # no row has a higher number


class SearchIndex:
    """What members.indexing asks for."""

    def refresh(self, refs: Collection[Ref]) -> None:
        """Make the index say what the rows say; then what has words or visibility from those that changed.

        One step is enough: what a caption changes in its article shows nowhere else.
        """
        keys = _keys(refs)
        refresh(drifted(_keys(_dependents(refresh(keys))) - keys))  # few differ, and only those are locked

    def around(self, refs: Collection[Ref]) -> list[Ref]:
        return [*refs, *_dependents(_keys(refs))]

    def found(self, model: type[models.Model], text: str, user, *, public_too: bool = False) -> list[int] | None:
        source, asked = source_of(model), parse(text)
        if source is None:
            return None
        if asked.is_empty:
            return []
        kind = frozenset({mark(Mark.KIND, KINDS.index(source.kind) + 1)})
        eyes = [Eyes(user, is_staff=True), *([Eyes(AnonymousUser())] if public_too else [])]
        asks = [ask_for(asked, each.scope, (kind,)) for each in eyes]
        return [hit.object_id for ask in asks for hit in engine().newest(ask, MOST_IN_ADMIN)[:MOST_IN_ADMIN]]


def refresh(keys: Collection[Key]) -> set[Key]:
    """Make the index say of `keys` what the rows say; return those of which it said something else."""
    return engine().refresh(keys, documents_of) if keys else set()


def documents_of(keys: Collection[Key]) -> Mapping[Key, Document]:
    return {
        document.key: document
        for kind, numbers in _by_kind(keys).items()
        for document in SOURCES[kind].documents(numbers).values()
    }


def batches(kind: str) -> Iterator[set[Key]]:
    """Yield everything of a kind, some at a time: what there is, and what the index still says of what is gone."""
    rows = SOURCES[kind].model._default_manager.order_by("pk").values_list("pk", flat=True)
    first = 0
    while numbers := list(rows.filter(pk__gte=first)[:BATCH]):
        yield {(kind, number) for number in (*numbers, *engine().numbers(kind, first, numbers[-1]))}
        first = numbers[-1] + 1
    yield {(kind, number) for number in engine().numbers(kind, first, LAST)}


def drifted(keys: Collection[Key]) -> set[Key]:
    """Return of which the index says something else than the rows do."""
    documents, kept = documents_of(keys), engine().digests(keys)
    return {key for key in keys if kept.get(key) != (documents[key].digest if key in documents else None)}


def _keys(refs: Iterable[Ref]) -> set[Key]:
    return {(source.kind, number) for model, number in refs if (source := source_of(model))}


def _dependents(keys: Collection[Key]) -> list[Ref]:
    return [ref for kind, numbers in _by_kind(keys).items() for ref in SOURCES[kind].dependents(numbers)]


def _by_kind(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for kind, number in sorted(keys):
        found.setdefault(kind, []).append(number)
    return found
