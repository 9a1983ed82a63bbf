"""What both databases do alike: one table of folded texts, walked from the newest down.

The database's own index only proposes rows; whether a row holds the words is decided by comparing its text. So
nothing is found wrongly or missed, and long texts need no special care.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from operator import attrgetter
from random import randrange
from typing import NamedTuple

from django.db import connection, transaction

from portal.models import SearchRow
from portal.search.engine.base import Ask, Document, Found, Key
from portal.search.grams import grams_of_word
from portal.search.query import Term

AT_ONCE = 50  # documents in one statement
UNDATED = 1 << 32  # numbers from here on have no moment
COLUMNS = [field.column for field in SearchRow._meta.concrete_fields]
SEEN = "s.id, s.kind, s.object_id, s.moment, s.organisation_id, s.marks"
WIDTHS = [8**n for n in range(8)]  # how far from its minute a row may stand when others stand there

Groups = list[list[list[str]]]  # all of: any of: all grams
Condition = tuple[str, list]  # SQL, and its parameters
Numbered = Iterator[tuple[int, Found]]


class Kept(NamedTuple):
    """What one must know of a row before writing it anew."""

    id: int
    digest: str
    moment: int | None


class TableEngine:
    contains: str  # the database's function: where a text stands in another, 0 for nowhere
    writers = 1
    pause = 0.0

    # --- writing ---
    def refresh(self, keys: Collection[Key], read: Callable[[Collection[Key]], Mapping[Key, Document]]) -> set[Key]:
        changed, waiting = set(), set(keys)
        while waiting:  # once, unless somebody else adds the same key at the same moment
            with transaction.atomic(savepoint=False):
                kept = self._kept(waiting)
                documents = read(waiting)
                stale = {
                    key for key in waiting if _digest(documents.get(key)) != (kept[key].digest if key in kept else "")
                }
                changed |= stale
                waiting = self._write({key: documents.get(key) for key in sorted(stale)}, kept)
        return changed

    def _kept(self, keys: Collection[Key]) -> dict[Key, Kept]:
        """Return what is kept, and lock it: who refreshes the same keys waits here, and reads afterwards."""
        return _rows_of(keys, lock=connection.features.has_select_for_update)

    def _write(self, documents: Mapping[Key, Document | None], kept: Mapping[Key, Kept]) -> set[Key]:
        """Write what is new, remove what is none any more; return what somebody else added or removed meanwhile."""
        added, others = [], set()
        for key, document in documents.items():
            row = kept.get(key)
            if row and document and row.moment == document.moment:
                if not _update(row.id, document):
                    others.add(key)
                continue
            if row:
                _done("DELETE FROM portal_searchrow WHERE id = %s", [row.id])
            if document:
                added.append(document)
        for at in range(0, len(added), AT_ONCE):
            others |= self._insert(added[at : at + AT_ONCE])
        return others

    def _insert(self, documents: list[Document]) -> set[Key]:
        """Add documents, each where there is room; return what somebody else added meanwhile."""
        others: set[Key] = set()
        for width in WIDTHS:
            inserted = self._inserted({number_for(each) + randrange(width): each for each in documents})
            documents = [each for each in documents if each.key not in inserted]
            others |= _rows_of([each.key for each in documents]).keys()
            documents = [each for each in documents if each.key not in others]
            if not documents:
                return others
        raise RuntimeError("No free number: too many things of one minute.")

    def _inserted(self, documents: Mapping[int, Document]) -> set[Key]:
        """Add by number what neither its number nor somebody else's row keeps out; return their keys."""
        rows = [
            {"id": number, "kind": each.kind, "object_id": each.object_id} | _values(each)
            for number, each in documents.items()
        ]
        signs = f"({', '.join(['%s'] * len(COLUMNS))})"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO portal_searchrow ({', '.join(COLUMNS)}) VALUES {', '.join([signs] * len(rows))} "
                "ON CONFLICT DO NOTHING RETURNING kind, object_id",
                [row[column] for row in rows for column in COLUMNS],
            )
            return set(cursor.fetchall())

    # --- looking ---
    def newest(self, ask: Ask, limit: int, *, title: bool = False) -> list[Found]:
        return _newest(self._walk(ask, limit, title), limit)

    def best(self, ask: Ask, limit: int) -> list[Found]:
        titles, everything = self._walks(ask, limit)
        found = _newest(titles, limit)
        if len(found) < limit:
            known = {hit.key for hit in found}
            found += [hit for hit in _newest(everything, limit) if hit.key not in known]
        return found

    def some(self, ask: Ask, limit: int, *, title: bool = False) -> list[Found]:
        return self.newest(ask, limit, title=title)[:limit]

    def _walk(self, ask: Ask, limit: int, title: bool) -> Numbered:
        """Yield what is found with its number, the highest first; stops where nobody goes on."""
        raise NotImplementedError  # abstract

    def _walks(self, ask: Ask, limit: int) -> tuple[Numbered, Numbered]:
        """Return two such walks, for what has the words in its title and for all that has them."""
        return self._walk(ask, limit, True), self._walk(ask, limit, False)

    def conditions(self, ask: Ask, title: bool) -> Condition:
        """Return what decides about a row `s`."""
        parts = [self.words(ask, title), _scope(ask)]
        parts += [
            (f"{self.contains}(s.title, %s) = 0 AND {self.contains}(s.body, %s) = 0", [word] * 2)
            for word in ask.without
        ]
        for group in ask.marks:
            one = " OR ".join([f"{self.contains}(s.marks, %s) > 0"] * len(group))
            parts.append((f"({one})", [_in_row(number) for number in sorted(group)]))
        return _together(parts)

    def words(self, ask: Ask, title: bool) -> Condition:
        """Return that every word stands in a row `s`, or in its title."""
        return _together(self._holds(term, title) for term in ask.terms)

    def _holds(self, term: Term, title: bool) -> Condition:
        places = [("title", term.text)]
        if not title:
            places.append(("body", term.text))
        if term.is_sound:
            places.append(("keys", f" {term.text}"))
        if term.mark is not None and not title:
            places.append(("marks", _in_row(term.mark)))
        sql = " OR ".join(f"{self.contains}(s.{column}, %s) > 0" for column, _text in places)
        return f"({sql})", [text for _column, text in places]

    def filling(self) -> AbstractContextManager:
        raise NotImplementedError  # abstract

    def is_ready(self) -> bool:
        return True

    def tidy(self) -> None:
        pass

    def digests(self, keys: Collection[Key]) -> dict[Key, str]:
        return {key: row.digest for key, row in _rows_of(keys).items()}

    def numbers(self, kind: str, first: int, last: int) -> list[int]:
        return list(
            SearchRow.objects.filter(kind=kind, object_id__range=(first, last)).values_list("object_id", flat=True)
        )


def _newest(walk: Numbered, limit: int) -> list[Found]:
    found = []
    for number, row in walk:
        found.append(row)
        if len(found) >= limit and _newer(found, number) >= limit:
            break
    return sorted(found, key=attrgetter("order"))


def _newer(found: list[Found], number: int) -> int:
    """Return how many are certainly newer than all below a number: a row may stand above its minute, never below."""
    return sum(row.moment is None or minute(row.moment) >= number for row in found)


def groups_of(ask: Ask, title: bool) -> Groups:
    """Return what the database's index is asked: everything that each row which qualifies has in it."""
    groups = []
    for term in ask.terms:
        alternatives = [grams_of_word(term.text, in_title=title)]
        if term.mark is not None and not title:
            alternatives.append([str(term.mark)])
        groups.append(alternatives)
    return groups + [[[str(number)] for number in sorted(group)] for group in ask.marks]


def number_for(document: Document) -> int:
    """Return the number that a document should have: its minute, or a place of its own above all minutes."""
    if document.moment is None:
        kind = sum(map(ord, document.kind)) % 16
        return UNDATED + document.object_id * 16 + kind
    return minute(document.moment)


def minute(moment: int) -> int:
    return moment // 60


def found_in(row) -> Found:
    return Found._make(row[1:])


def _rows_of(keys: Collection[Key], *, lock: bool = False) -> dict[Key, Kept]:
    """Return rows by key, locked in the same order whoever asks: one query for each kind."""
    kept = {}
    with connection.cursor() as cursor:
        for kind in sorted({kind for kind, _number in keys}):
            numbers = ", ".join(str(int(number)) for other, number in keys if other == kind)
            cursor.execute(
                f"SELECT object_id, id, digest, moment FROM portal_searchrow WHERE kind = %s AND object_id IN ({numbers}) "
                f"ORDER BY id{' FOR UPDATE' if lock else ''}",
                [kind],
            )
            kept |= {(kind, number): Kept(*row) for number, *row in cursor.fetchall()}
    return kept


def _update(number: int, document: Document) -> bool:
    values = _values(document)
    settings = ", ".join(f"{column} = %s" for column in values)
    return _done(f"UPDATE portal_searchrow SET {settings} WHERE id = %s", [*values.values(), number])


def _done(statement: str, values: list) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount > 0


def _digest(document: Document | None) -> str:
    return document.digest if document else ""


def _values(document: Document) -> dict:
    return {
        "title": document.title,
        "body": document.body,
        "keys": document.keys,
        "marks": _in_row(" ".join(map(str, sorted(document.marks)))),
        "moment": document.moment,
        "organisation_id": document.organisation_id,
        "audience": document.audience,
        "visible_from": document.visible_from,
        "digest": document.digest,
    }


def _in_row(marks: int | str) -> str:
    return f" {marks} "


def _together(conditions: Iterable[Condition]) -> Condition:
    parts = list(conditions)
    return " AND ".join(sql for sql, _values in parts) or "TRUE", [one for _sql, values in parts for one in values]


def _scope(ask: Ask) -> Condition:
    scope = ask.scope
    if scope.is_staff:
        if scope.organisations is None:
            return "TRUE", []
        numbers = ", ".join(map(str, sorted(scope.organisations))) or "NULL"
        return f"(s.organisation_id IS NULL OR s.organisation_id IN ({numbers}))", []
    if not scope.is_member:
        return "s.visible_from <= %s AND s.audience = 'everyone'", [scope.now]
    own = "(s.audience <> 'organisation' OR s.organisation_id = %s)"
    return f"s.visible_from <= %s AND {own}", [scope.now, scope.organisation_id]
