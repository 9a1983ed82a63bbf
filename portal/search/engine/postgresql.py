"""PostgreSQL: a GIN index over numbers; what is frequent is found sooner by walking down from the newest."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from portal.models import SearchRow
from portal.search.engine.base import Ask, Found
from portal.search.engine.table import SEEN, UNDATED, Groups, TableEngine, found_in, groups_of
from portal.search.grams import numbers_of

PROBED = 100  # newest rows that are looked at first
FREQUENT = 0.2  # of the rows looked at: from here on walking is quicker than the index
LONGEST_STEP = 2000
INDEX = "portal_searchrow_grams"  # made by the migration
FEW = 1000  # rows kept: as good as none, a walk through them takes no time
WHILE_BUILDING = {"maintenance_work_mem": "128MB", "statement_timeout": "0", "lock_timeout": "0"}
GRAMS = "portal_grams(title, body, keys, marks)"


class PostgresEngine(TableEngine):
    contains = "strpos"

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Build the index at once after everything was written: sooner, and smaller than row by row.

        What stops in between leaves no index: searches walk, and the next call builds it.
        """
        if SearchRow.objects.order_by()[:FEW].count() < FEW:
            _execute(f"DROP INDEX IF EXISTS {INDEX}")
        yield
        if not self.is_ready():
            for name, value in WHILE_BUILDING.items():
                _execute(f"SET {name} = '{value}'")
            try:
                _execute(f"DROP INDEX IF EXISTS {INDEX}")  # one that could not be finished
                _execute(f"CREATE INDEX CONCURRENTLY {INDEX} ON portal_searchrow USING gin ({GRAMS})")
                _execute(f"ALTER INDEX {INDEX} ALTER COLUMN 1 SET STATISTICS 0")
            finally:
                for name in WHILE_BUILDING:
                    _execute(f"RESET {name}")

    def is_ready(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND indisvalid", [INDEX])
            return cursor.fetchone() is not None

    def _walk(self, ask: Ask, limit: int, title: bool) -> Iterator[tuple[int, Found]]:
        decide = self.conditions(ask, title)
        rows = self._rows(f"(SELECT * FROM portal_searchrow WHERE id >= {UNDATED})", decide)
        yield from ((row[0], found_in(row)) for row in rows)
        last, hits, walked, step = UNDATED, 0, 0, PROBED
        while walked == 0 or hits >= FREQUENT * walked or not self.is_ready():
            rows = self._rows(_below(last, step), decide)
            yield from ((row[0], found_in(row)) for row in rows)
            last = self._last(last, step)
            if last is None:
                return
            hits, walked = hits + len(rows), walked + step
            step = min(LONGEST_STEP, PROBED + max(0, limit - hits) * walked // max(1, hits))
        yield from self._by_index(groups_of(ask, title), decide, last, limit)

    def _by_index(self, groups: Groups, decide, last: int, limit: int) -> Iterator[tuple[int, Found]]:
        with connection.cursor() as cursor:
            where, values = expression(groups)
            cursor.execute(f"SELECT id FROM portal_searchrow WHERE {where} AND id < %s", [*values, last])
            numbers = sorted((number for (number,) in cursor.fetchall()), reverse=True)
        at_once = limit + PROBED // 2  # nearly all of them hold the words
        for at in range(0, len(numbers), at_once):
            chunk = ", ".join(map(str, numbers[at : at + at_once]))
            rows = self._rows(f"(SELECT * FROM portal_searchrow WHERE id IN ({chunk}))", decide)
            yield from ((row[0], found_in(row)) for row in rows)

    def _rows(self, source: str, decide: tuple[str, list]) -> list[tuple]:
        where, values = decide
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {SEEN} FROM {source} s WHERE {where} ORDER BY s.id DESC", values)
            return cursor.fetchall()

    def _last(self, below: int, step: int) -> int | None:
        """Return the number of the last row of a step; None when nothing follows it."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM portal_searchrow WHERE id < {below} ORDER BY id DESC LIMIT 1 OFFSET {step - 1}"
            )
            row = cursor.fetchone()
        return row and row[0]


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _below(number: int, rows: int) -> str:
    return f"(SELECT * FROM portal_searchrow WHERE id < {number} ORDER BY id DESC LIMIT {rows})"


def expression(groups: Groups) -> tuple[str, list]:
    """Return groups of grams as a condition on the index, and its parameters."""
    parts = [_all_of([gram for group in groups if len(group) == 1 for gram in group[0]])]
    for group in groups:
        if len(group) > 1:
            one_of = _any_of([gram for (gram,) in group]) if all(len(grams) == 1 for grams in group) else _either(group)
            parts.append(one_of)
    return " AND ".join(sql for sql, _values in parts), [value for _sql, values in parts for value in values]


def _all_of(grams: list[str]) -> tuple[str, list]:
    numbers = [numbers_of(gram) for gram in grams]
    certain = [each.start for each in numbers if len(each) == 1]
    several = [list(each) for each in numbers if len(each) > 1]
    conditions = [f"{GRAMS} @> %s::int[]"] * bool(certain) + [f"{GRAMS} && %s::int[]"] * len(several)
    return " AND ".join(conditions) or "TRUE", [certain] * bool(certain) + several


def _any_of(grams: list[str]) -> tuple[str, list]:
    return f"{GRAMS} && %s::int[]", [[number for gram in grams for number in numbers_of(gram)]]


def _either(group: list[list[str]]) -> tuple[str, list]:
    conditions = [_all_of(grams) for grams in group]
    sql = " OR ".join(f"({sql})" for sql, _values in conditions)
    return f"({sql})", [value for _sql, values in conditions for value in values]
