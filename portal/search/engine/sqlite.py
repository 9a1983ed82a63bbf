"""SQLite: an FTS5 table without texts, kept by triggers, read by number from the highest down."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from portal.search.engine.base import Ask, Found
from portal.search.engine.table import SEEN, Groups, TableEngine, found_in, groups_of
from portal.search.grams import grams_of

AT_ONCE = 100
MERGED = 500  # pages of the index at a time


class SqliteEngine(TableEngine):
    contains = "instr"

    @contextmanager
    def filling(self) -> Iterator[None]:
        """What many transactions wrote is joined afterwards, a little at a time: others may write in between."""
        yield
        step = -MERGED  # the first call says that everything is to become one, the others go on
        with connection.cursor() as cursor:
            while _written(cursor, step) > 1:
                step = MERGED

    def _walk(self, ask: Ask, limit: int, title: bool) -> Iterator[tuple[int, Found]]:
        where, values = self.conditions(ask, title)
        source, match = "portal_searchrow s", expression(groups_of(ask, title))
        if match:
            source = "portal_searchgrams g CROSS JOIN portal_searchrow s ON s.id = g.rowid"
            where, values = f"g.portal_searchgrams MATCH %s AND {where}", [match, *values]
        order = "g.rowid" if match else "s.id"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {SEEN} FROM {source} WHERE {where} ORDER BY {order} DESC", values)
            while rows := cursor.fetchmany(AT_ONCE):
                yield from ((row[0], found_in(row)) for row in rows)


def _written(cursor, pages: int) -> int:
    """Merge some pages of the index; return how many rows of its own table that changed, at most one when done."""
    cursor.execute("SELECT total_changes()")
    (before,) = cursor.fetchone()
    cursor.execute("INSERT INTO portal_searchgrams(portal_searchgrams, rank) VALUES ('merge', %s)", [pages])
    cursor.execute("SELECT total_changes()")
    return cursor.fetchone()[0] - before


def expression(groups: Groups) -> str:
    """Return groups of grams as FTS5 reads them."""
    return " AND ".join(f"({' OR '.join(_all(grams) for grams in group)})" for group in groups)


def add_functions(connection, **kwargs) -> None:
    """Give a new connection the function that the triggers call; other databases have their own."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("portal_grams", 4, _grams, deterministic=True)


def _grams(title: str, body: str, keys: str, marks: str) -> str:
    return " ".join(grams_of(title, body, keys, marks))


def _all(grams: list[str]) -> str:
    return "(" + " AND ".join(f'"{gram}"' for gram in grams) + ")"
