"""A stage of a contest as a table: judges across, entrants down; and a contest's result as it is kept."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from activities.contest import Standing, going_on, standings
from activities.models import Contest, Judge, Score, Stage, StageEntry


@dataclass(frozen=True)
class Row:
    """An entrant of a stage; `scores` stand in the order of the table's judges, None where one is missing."""

    entry: StageEntry
    scores: list[Score | None]

    @property
    def points(self) -> list:
        return [score.points for score in self.scores if score is not None]

    @property
    def is_complete(self) -> bool:
        return None not in self.scores


@dataclass(frozen=True)
class StageTable:
    stage: Stage
    judges: list[Judge]  # of the contest, those who did not score this stage included
    away: frozenset[int]
    rows: list[Row]
    drops: bool

    @property
    def scoring(self) -> list[Judge]:
        return [judge for judge in self.judges if judge.pk not in self.away]

    @property
    def missing(self) -> list[tuple[StageEntry, Judge]]:
        """Whose scores are missing, by whom: those who did not take part need none."""
        return [
            (row.entry, judge)
            for row in self.rows
            if row.entry.is_present
            for judge, score in zip(self.scoring, row.scores, strict=True)
            if score is None
        ]

    @property
    def is_complete(self) -> bool:
        """Whether the stage can be counted: somebody took part, somebody scored, and no score is missing."""
        return bool(self.scoring and self.standings and self.standings[0].place and not self.missing)

    @property
    def has_scores(self) -> bool:
        return any(row.points for row in self.rows)

    @cached_property
    def standings(self) -> list[Standing]:
        """Best first; only meaningful once the table is complete."""
        given = {row.entry.pk: row.points if row.entry.is_present else [] for row in self.rows}
        return standings(given, drops=self.drops)

    @property
    def ranked(self) -> list[tuple[Row, Standing]]:
        rows = {row.entry.pk: row for row in self.rows}
        return [(rows[standing.key], standing) for standing in self.standings]

    @property
    def going_on(self) -> list[int]:
        """The entries that go on to the next stage; empty in the last."""
        return going_on(self.standings, self.stage.advance) if self.stage.advance else []


def tables_of(contest: Contest, *, position: int | None = None) -> list[StageTable]:
    """Return the stages of a contest as tables, or the one at a position: four queries, whatever their size."""
    stages = contest.stages.prefetch_related("away")
    stages = list(stages if position is None else stages.filter(position=position))
    judges = list(contest.judges.all())
    entries = StageEntry.objects.filter(stage__in=stages).select_related("entrant").prefetch_related("scores")
    by_stage: dict[int, list[StageEntry]] = {}
    for entry in entries:
        by_stage.setdefault(entry.stage_id, []).append(entry)
    return [_table(contest, stage, judges, by_stage.get(stage.pk, [])) for stage in stages]


def _table(contest: Contest, stage: Stage, judges: list[Judge], entries: list[StageEntry]) -> StageTable:
    away = frozenset(judge.pk for judge in stage.away.all())
    scoring = [judge for judge in judges if judge.pk not in away]
    rows = []
    for entry in entries:
        given = {score.judge_id: score for score in entry.scores.all()}
        rows.append(Row(entry, [given.get(judge.pk) for judge in scoring]))
    return StageTable(stage, judges, away, rows, contest.drops_extremes)


# --- the result ---
def result_of(contest: Contest) -> dict:
    """Return the result as plain JSON values: what is submitted, approved, published and kept."""
    tables = tables_of(contest)
    return {
        "drops": contest.drops_extremes,
        "judges": [{"name": judge.name, "unit": judge.unit} for judge in contest.judges.all()],
        "stages": [_stage_result(table) for table in tables],
    }


def _stage_result(table: StageTable) -> dict:
    stage = table.stage
    return {
        "name": stage.name,
        "advance": stage.advance,
        "seed": stage.seed,
        "judges": len(table.scoring),
        "rows": [_row_result(row, standing, table) for row, standing in table.ranked],
    }


def _row_result(row: Row, standing: Standing, table: StageTable) -> dict:
    entrant = row.entry.entrant
    return {
        "order": row.entry.order,
        "name": entrant.name,
        "unit": entrant.unit,
        "subject": entrant.subject,
        "place": standing.place,
        "is_shared": standing.is_shared,
        "final": None if standing.final is None else str(standing.final),
        "goes_on": row.entry.pk in table.going_on,
        "scores": _scores_of(row, standing, table),
    }


def _scores_of(row: Row, standing: Standing, table: StageTable) -> list[dict]:
    """Return the scores that were given, and whether each counts."""
    given = [(judge, score) for judge, score in zip(table.scoring, row.scores, strict=True) if score is not None]
    return [
        {"judge": judge.name, "points": str(score.points), "counts": place not in standing.left_out}
        for place, (judge, score) in enumerate(given)
    ]


def digest_of_result(result: dict) -> str:
    """Return what tells whether somebody decides on the result that they saw."""
    text = json.dumps(result, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
