"""SQLite: an FTS5 table without texts, kept by triggers, read by number from the highest down."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection

from portal.search.engine.base import Ask, Found
from portal.search.engine.table import SEEN, Groups, TableEngine, found_in, groups_of
from portal.search.grams import grams_of

AT_ONCE = 100
MERGED = 500  # pages of the index at a time
USUAL = {"automerge": 4, "hashsize": 1 << 20}  # what FTS5 does by itself
FILLING = {"automerge": 16, "hashsize": 16 << 20}  # larger pieces, joined less often


class SqliteEngine(TableEngine):
    contains = "instr"
    pause = 0.12  # who waits for the one writer asks ten times a second

    @contextmanager
    def filling(self) -> Iterator[None]:
        """What many transactions wrote is joined afterwards, a little at a time: others may write in between."""
        _configure(FILLING)
        try:
            yield
        finally:
            _configure(USUAL)
        step = -MERGED  # the first call says that everything is to become one, the others go on
        with connection.cursor() as cursor:
            while _written(cursor, step) > 1:
                step = MERGED

    def _walk(self, ask: Ask, limit: int, title: bool) -> Iterator[tuple[int, Found]]:
        source, match = "portal_searchrow s", expression(groups_of(ask, title), filter(is_gram, ask.without))
        where, values = self.conditions(_unproved(ask) if match else ask, title)
        if match:
            source = "portal_searchgrams g CROSS JOIN portal_searchrow s ON s.id = g.rowid"
            where, values = f"g.portal_searchgrams MATCH %s AND {where}", [match, *values]
        order = "g.rowid" if match else "s.id"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {SEEN} FROM {source} WHERE {where} ORDER BY {order} DESC", values)
            while rows := cursor.fetchmany(AT_ONCE):
                yield from ((row[0], found_in(row)) for row in rows)


def _configure(options: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for option in options.items():
            cursor.execute("INSERT INTO portal_searchgrams(portal_searchgrams, rank) VALUES (%s, %s)", option)


def _written(cursor, pages: int) -> int:
    """Merge some pages of the index; return how many rows of its own table that changed, at most one when done."""
    cursor.execute("SELECT total_changes()")
    (before,) = cursor.fetchone()
    cursor.execute("INSERT INTO portal_searchgrams(portal_searchgrams, rank) VALUES ('merge', %s)", [pages])
    cursor.execute("SELECT total_changes()")
    return cursor.fetchone()[0] - before


def _unproved(ask: Ask) -> Ask:
    """Leave of it what the index alone does not tell: what is a gram itself, or a mark, need not be compared."""
    terms = tuple(term for term in ask.terms if not is_gram(term.text))
    return replace(ask, terms=terms, without=tuple(word for word in ask.without if not is_gram(word)), marks=())


def is_gram(word: str) -> bool:
    """Whether the word stands in a text exactly where the index has it; Latin also stands for how names sound."""
    return len(word) <= 2 and not any(map(str.isascii, word))


def expression(groups: Groups, without: Iterable[str] = ()) -> str:
    """Return groups of grams as FTS5 reads them, and what must not be there."""
    wanted = " AND ".join(f"({' OR '.join(_all(grams) for grams in group)})" for group in groups)
    unwanted = " OR ".join(f'"{gram}"' for gram in without)
    return f"({wanted}) NOT ({unwanted})" if wanted and unwanted else wanted


def add_functions(connection, **kwargs) -> None:
    """Give a new connection the function that the triggers call; other databases have their own."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("portal_grams", 4, _grams, deterministic=True)


def _grams(title: str, body: str, keys: str, marks: str) -> str:
    return " ".join(grams_of(title, body, keys, marks))


def _all(grams: list[str]) -> str:
    return "(" + " AND ".join(f'"{gram}"' for gram in grams) + ")"
