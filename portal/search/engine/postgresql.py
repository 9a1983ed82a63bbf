"""PostgreSQL: a GIN index over numbers; what is frequent is found sooner by walking down from the newest."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from django.db import connection

from portal.models import SearchRow
from portal.search.engine.base import Ask, Found
from portal.search.engine.table import SEEN, UNDATED, Condition, Groups, Numbered, TableEngine, found_in, groups_of
from portal.search.grams import eras, numbers_of
from portal.search.marks import Mark, mark

PROBED = 300  # newest rows that are looked at first, fewer where few hits are wanted
GLANCE = 50  # newest rows that are looked at first where anything at all is wanted
FREQUENT = 0.15  # of the rows looked at: from here on walking is quicker than the index
LONGEST_STEP = 2000
FURTHER = 1.4  # times the hits that are wanted: as far down the index is asked at once
LEAST = 100  # hits that one question to the index should find: there is no second one for less
SPARE = 20  # rows more than are wanted, for some may stand above their minute
MOST_ERAS = 100  # that the index is told to look in; of more it looks everywhere
OLDEST = -1 << 31  # no row has such a number: it would be of before the year 1
INDEX = "portal_searchrow_grams"  # made by the migration
FEW = 1000  # rows kept: as good as none, a walk through them takes no time
WHILE_BUILDING = {"maintenance_work_mem": "128MB", "statement_timeout": "0", "lock_timeout": "0"}
REMEMBERED = 5  # seconds
INDEXED = f"""SELECT greatest(reltuples, 1) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE indexrelid = to_regclass('{INDEX}') AND indisvalid"""
GRAMS = "portal_grams(id, title, body, keys, marks)"


class Step(NamedTuple):
    """Some rows that were looked at one after the other, the newest first."""

    rows: list[tuple]  # what was found among them
    in_title: list[tuple]  # what of it has every word in its title, where that was asked
    looked_at: int
    top: int  # the highest number of them all
    below: int | None  # the lowest one; None: nothing follows


class PostgresEngine(TableEngine):
    """Behind `OFFSET 0` the planner uses the index whatever a limit around it says: to walk would ask `portal_grams`."""

    contains = "strpos"
    writers = 2

    def __init__(self):
        self._known: tuple[float, float | None] = (0, None)  # until when, and what

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
                _execute("ANALYZE portal_searchrow")  # how many rows there are decides how they are looked through
            finally:
                for name in WHILE_BUILDING:
                    _execute(f"RESET {name}")

    def is_ready(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(INDEXED)
            return cursor.fetchone() is not None

    def tidy(self) -> None:
        """Sort in what was written since: every search goes through it from one end to the other."""
        if self.is_ready():
            _execute(f"SELECT gin_clean_pending_list('{INDEX}')")

    def _indexed(self) -> float | None:
        """Return of how many rows there is an index, None where there is none: as it was a few seconds ago."""
        until, rows = self._known
        if until < time.monotonic():
            with connection.cursor() as cursor:
                cursor.execute(INDEXED)
                (rows,) = cursor.fetchone() or (None,)
            self._known = time.monotonic() + REMEMBERED, rows
        return rows

    def some(self, ask: Ask, limit: int, *, title: bool = False) -> list[Found]:
        """Ask the index for what is not among the newest rows: what is in many is found there sooner."""
        if self._indexed() is None:
            return super().some(ask, limit, title=title)
        ask = _narrowed(ask)
        (where, values), (proposed, grams) = self.conditions(ask, title), expression(groups_of(ask, title))
        newest = f"(SELECT * FROM portal_searchrow WHERE id < {UNDATED} ORDER BY id DESC LIMIT {GLANCE})"
        fenced = f"(SELECT * FROM portal_searchrow WHERE {proposed} OFFSET 0)"
        statement = f"""
            WITH seen AS MATERIALIZED (SELECT {SEEN} FROM {newest} AS s WHERE {where} LIMIT {limit})
            SELECT * FROM seen
            UNION ALL (SELECT {SEEN} FROM {fenced} AS s WHERE {where} AND NOT EXISTS (SELECT FROM seen) LIMIT {limit})"""
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, *grams, *values])
            return [found_in(row) for row in cursor.fetchall()]

    def _walk(self, ask: Ask, limit: int, title: bool) -> Numbered:
        ask = _narrowed(ask)
        decide = self.conditions(ask, title)
        return self._further(self._step(decide, UNDATED, _first_step(limit)), ask, decide, limit, title)

    def _walks(self, ask: Ask, limit: int) -> tuple[Numbered, Numbered]:
        """Look at the newest rows once for both."""
        ask = _narrowed(ask)
        decide, decide_title = self.conditions(ask, False), self.conditions(ask, True)
        step = self._step(decide, UNDATED, _first_step(limit), self.words(ask, True))
        return (
            self._further(step._replace(rows=step.in_title), ask, decide_title, limit, True),
            self._further(step, ask, decide, limit, False),
        )

    def _further(self, step: Step, ask: Ask, decide: Condition, limit: int, title: bool) -> Numbered:
        """Yield what a first step found, then walk on while much is found; from there on ask the index."""
        top, walked, hits, indexed = step.top, 0, 0, self._indexed()
        while True:
            yield from ((row[0], found_in(row)) for row in step.rows)
            if step.below is None:
                return
            walked, hits = walked + step.looked_at, hits + sum(row[0] < UNDATED for row in step.rows)
            if indexed is not None and hits < FREQUENT * walked:
                break
            length = min(LONGEST_STEP, PROBED + max(0, limit - hits) * walked // max(1, hits))
            step = self._step(decide, step.below, length)
        below, most, groups = step.below, limit + SPARE, groups_of(ask, title)
        while below > OLDEST:  # only as far down as what is wanted should lie
            length = max(int(FURTHER * (most - hits)), LEAST) * walked // max(1, hits)
            lower = max(OLDEST, below - length * (top - below) // walked) if hits and length < indexed else OLDEST
            rows = self._by_index(groups, decide, (lower, below), most)
            yield from ((row[0], found_in(row)) for row in rows)
            below = lower if len(rows) < most else rows[-1][0]
            walked, hits = walked + length, hits + len(rows)

    def _step(self, decide: Condition, below: int, length: int, title: Condition = ("FALSE", [])) -> Step:
        """Look at some rows below a number, the first time at what has no day, too."""
        where, values = decide
        in_title, words = title
        passed = f"portal_searchrow WHERE id < {below} ORDER BY id DESC LIMIT {length}"
        undated = f"SELECT * FROM portal_searchrow WHERE id >= {UNDATED} UNION ALL " if below == UNDATED else ""
        statement = f"""
            SELECT ends.top, ends.below, {in_title}, {SEEN}
            FROM (SELECT max(id), CASE count(*) WHEN {length} THEN min(id) END FROM (SELECT id FROM {passed}) AS step)
                AS ends(top, below)
            LEFT JOIN ({undated}(SELECT * FROM {passed})) AS s ON {where}
            ORDER BY s.id DESC"""
        with connection.cursor() as cursor:
            cursor.execute(statement, [*words, *values])
            rows = cursor.fetchall()
        top, below, *_row = rows[0]
        found = [row for row in rows if row[3] is not None]
        return Step([row[3:] for row in found], [row[3:] for row in found if row[2]], length, top, below)

    def _by_index(self, groups: Groups, decide: Condition, between: tuple[int, int], most: int) -> list[tuple]:
        (proposed, grams), (where, values) = _within(expression(groups), eras(*between)), decide
        fenced = f"SELECT * FROM portal_searchrow WHERE {proposed} AND id >= %s AND id < %s OFFSET 0"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {SEEN} FROM ({fenced}) AS s WHERE {where} ORDER BY s.id DESC LIMIT {most}",
                [*grams, *between, *values],
            )
            return cursor.fetchall()


def _first_step(limit: int) -> int:
    return min(PROBED, 100 + limit)


def _narrowed(ask: Ask) -> Ask:
    """Leave out of it that things are public: the scope says it too, and a list of nearly all rows is long."""
    public = frozenset({mark(Mark.PUBLIC, 1)})
    return replace(ask, marks=tuple(group for group in ask.marks if group != public)) if ask.terms else ask


def _within(proposed: Condition, some_eras: range) -> Condition:
    """Have the index look in those eras only: to pass over the others by their numbers takes longer."""
    if len(some_eras) > MOST_ERAS:
        return proposed
    sql, values = proposed
    return f"{sql} AND {GRAMS} && (SELECT %s::int[])", [*values, [*some_eras]]


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def expression(groups: Groups) -> Condition:
    """Return groups of grams as a condition on the index, and its parameters."""
    parts = [_all_of([gram for group in groups if len(group) == 1 for gram in group[0]])]
    for group in groups:
        if len(group) > 1:
            one_of = _any_of([gram for (gram,) in group]) if all(len(grams) == 1 for grams in group) else _either(group)
            parts.append(one_of)
    return " AND ".join(sql for sql, _values in parts), [value for _sql, values in parts for value in values]


def _all_of(grams: list[str]) -> Condition:
    numbers = [numbers_of(gram) for gram in grams]
    certain = [each.start for each in numbers if len(each) == 1]
    several = [list(each) for each in numbers if len(each) > 1]
    conditions = [f"{GRAMS} @> (SELECT %s::int[])"] * bool(certain) + [f"{GRAMS} && (SELECT %s::int[])"] * len(several)
    return " AND ".join(conditions) or "TRUE", [certain] * bool(certain) + several


def _any_of(grams: list[str]) -> Condition:
    return f"{GRAMS} && (SELECT %s::int[])", [[number for gram in grams for number in numbers_of(gram)]]


def _either(group: list[list[str]]) -> Condition:
    conditions = [_all_of(grams) for grams in group]
    sql = " OR ".join(f"({sql})" for sql, _values in conditions)
    return f"({sql})", [value for _sql, values in conditions for value in values]
