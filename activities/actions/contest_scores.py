"""Entering scores: cell by cell, so that two people at one table never overwrite each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from activities.actions.contest import locked
from activities.contest_errors import ContestRefused, Hitch
from activities.contest_tables import StageTable, tables_of
from activities.models import Contest, Score, Stage
from members import audit


@dataclass(frozen=True)
class Cell:
    """What somebody made of one cell: `was` as it stood on their page, `points` as it shall stand."""

    entry: int
    judge: int
    was: Decimal | None
    points: Decimal | None

    @property
    def key(self) -> tuple[int, int]:
        return self.entry, self.judge


@dataclass(frozen=True)
class Mark:
    """Whether an entrant was absent (`entry`) or a judge away (`judge`): as on the page, and as it shall be."""

    was: bool
    now: bool
    entry: int | None = None
    judge: int | None = None


class Clash(models.TextChoices):
    """Why a change of the table was not taken."""

    OTHER = "other", _("Somebody else entered %(points)s meanwhile. Save again to replace it.")
    EMPTIED = "emptied", _("Somebody else emptied this meanwhile. Save again to replace it.")
    NOT_THERE = "not_there", _("Marked as not there: no score.")
    HAS_SCORES = "has_scores", _("There are scores: empty them first.")


@dataclass(frozen=True)
class Refusal:
    """A change that was not taken: of a cell, of an entrant's mark (judge None) or a judge's (entry None).

    `points` is what the cell holds now.
    """

    why: Clash
    entry: int | None = None
    judge: int | None = None
    points: Decimal | None = None

    def __str__(self):
        return str(self.why.label) % {"points": self.points}


@transaction.atomic
def enter_scores(
    stage: Stage, *, cells: Iterable[Cell], marks: Iterable[Mark] = (), actor, request=None
) -> list[Refusal]:
    """Take over what changed in a table, and return what could not be taken: nothing of another's is lost unseen.

    Points are checked before (0 to 100, two places); cells of other stages and contests are passed over. Raises
    ContestRefused.
    """
    contest = locked(stage.contest)
    table = _open_table(contest, stage)
    grid = _Grid(table)
    wanted = [mark for mark in marks if mark.was != mark.now]
    refusals = grid.fill(cells, missing=grid.missing_after(wanted))
    taken, refused = grid.allowed(wanted)
    refusals += refused
    _write(table, grid.changed, taken, actor)
    if grid.changed or taken:
        name, note = f"stage {stage.position}", str(len(grid.changed))
        audit.record(actor=actor, action="contest.score", obj=contest, fields=[name], note=note, request=request)
    return refusals


class _Grid:
    """The scores of a table as they are, and then as they shall be."""

    def __init__(self, table: StageTable):
        self.entries = {row.entry.pk: row.entry for row in table.rows}
        self.judges = {judge.pk for judge in table.judges}
        self.away = set(table.away)
        scores = [score for entry in self.entries.values() for score in entry.scores.all()]
        self.values = {(score.entry_id, score.judge_id): score.points for score in scores}
        self.changed: list[Cell] = []

    def missing_after(self, marks: Iterable[Mark]) -> tuple[set, set]:
        """Return which entrants and judges are not there once the marks are made."""
        absent = {pk for pk, entry in self.entries.items() if not entry.is_present}
        away = set(self.away)
        for mark in marks:
            group, key = (absent, mark.entry) if mark.judge is None else (away, mark.judge)
            (group.add if mark.now else group.discard)(key)
        return absent, away

    def fill(self, cells: Iterable[Cell], *, missing: tuple[set, set]) -> list[Refusal]:
        refusals = []
        for cell in cells:
            now = self.values.get(cell.key)
            if cell.entry not in self.entries or cell.judge not in self.judges or cell.points in (cell.was, now):
                continue
            why = _why_not(cell, now, missing)
            if why:
                refusals.append(Refusal(why, cell.entry, cell.judge, now))
                continue
            self.changed.append(cell)
            self.values[cell.key] = cell.points
        return refusals

    def allowed(self, marks: Iterable[Mark]) -> tuple[list[Mark], list[Refusal]]:
        """Return the marks that can be made, and a refusal for those whose scores stand in the way."""
        taken, refused = [], []
        scored = {key for key, points in self.values.items() if points is not None}
        for mark in marks:
            if mark.entry not in self.entries and mark.judge not in self.judges:
                continue
            if mark.now and any(mark.entry == entry or mark.judge == judge for entry, judge in scored):
                refused.append(Refusal(Clash.HAS_SCORES, mark.entry, mark.judge))
            else:
                taken.append(mark)
        return taken, refused


def _why_not(cell: Cell, now: Decimal | None, missing: tuple[set, set]) -> Clash | None:
    if cell.was != now:
        return Clash.EMPTIED if now is None else Clash.OTHER
    absent, away = missing
    is_nobodys = cell.entry in absent or cell.judge in away
    return Clash.NOT_THERE if is_nobodys and cell.points is not None else None


def _open_table(contest: Contest, stage: Stage) -> StageTable:
    table = tables_of(contest, position=stage.position)[0]
    if not table.stage.seed:
        raise ContestRefused(Hitch.NOT_DRAWN)
    if not table.judges:
        raise ContestRefused(Hitch.NO_JUDGES)
    if contest.stages.filter(position=stage.position + 1, entries__isnull=False).exists():
        raise ContestRefused(Hitch.NEXT_FILLED)
    return table


def _write(table: StageTable, cells: Iterable[Cell], marks: Iterable[Mark], actor) -> None:
    for cell in cells:
        place = {"entry_id": cell.entry, "judge_id": cell.judge}
        if cell.points is None:
            Score.objects.filter(**place).delete()
        else:
            Score.objects.update_or_create(**place, defaults={"points": cell.points, "entered_by": actor})
    for mark in marks:
        if mark.judge is None:
            table.stage.entries.filter(pk=mark.entry).update(is_present=not mark.now)
        else:
            (table.stage.away.add if mark.now else table.stage.away.remove)(mark.judge)
