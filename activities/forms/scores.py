"""The table in which scores are entered: read cell by cell, shown again with what was typed."""

import json
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from activities.actions.contest_scores import Cell, Mark, Refusal
from activities.contest_tables import StageTable

POINTS = re.compile(r"\d{1,3}(\.\d{0,2})?|\.\d{1,2}")
KEYS = ("scores", "absent", "away")


@dataclass
class Box:
    """One cell on the page."""

    name: str
    label: str
    value: str
    error: str = ""


@dataclass
class Line:
    entry: object
    absent: str  # name of the box "did not take part"
    is_absent: bool
    boxes: list[Box]
    error: str = ""


@dataclass
class Column:
    judge: object
    away: str
    is_away: bool
    error: str = ""


@dataclass
class ScoreGrid:
    """What was typed into a table of scores; valid cells are taken, the others come back with their errors."""

    table: StageTable
    data: object = None  # of the request; None for a page that is only shown
    errors: dict[str, str] = field(default_factory=dict)

    # --- reading ---
    def read(self) -> tuple[list[Cell], list[Mark]]:
        """Return cells and marks as they were sent, but for what is no score: that is in `errors` then."""
        was = self._was()
        entries = [row.entry.pk for row in self.table.rows]
        judges = [judge.pk for judge in self.table.judges]
        cells = [cell for entry in entries for judge in judges if (cell := self._cell(entry, judge, was["scores"]))]
        marks = [Mark(f"{pk}" in was["absent"], f"absent-{pk}" in self.data, entry=pk) for pk in entries]
        marks += [Mark(f"{pk}" in was["away"], f"away-{pk}" in self.data, judge=pk) for pk in judges]
        return cells, marks

    def _cell(self, entry: int, judge: int, was: dict) -> Cell | None:
        name = box_name(entry, judge)
        typed = self.data.get(name)
        if typed is None:
            return None
        try:
            points = points_of(typed)
        except ValueError:
            self.errors[name] = _("A number from 0 to 100, with at most two decimals.")
            return None
        return Cell(entry, judge, _known(was.get(name)), points)

    def _was(self) -> dict[str, dict | list]:
        """How the table stood on the page; whatever is not readable counts as empty, so that it clashes if at all."""
        try:
            was = json.loads(self.data.get("was", ""))
        except (ValueError, RecursionError):
            was = {}
        was = was if isinstance(was, dict) else {}
        scores, absent, away = (was.get(key) for key in KEYS)
        return {
            "scores": scores if isinstance(scores, dict) else {},
            "absent": [str(pk) for pk in absent] if isinstance(absent, list) else [],
            "away": [str(pk) for pk in away] if isinstance(away, list) else [],
        }

    def refuse(self, refusals: list[Refusal]) -> None:
        for refusal in refusals:
            self.errors[_name_of(refusal)] = str(refusal)

    # --- showing ---
    @property
    def was(self) -> str:
        """How the table stands now, for the page to send back."""
        scores = {
            box_name(row.entry.pk, score.judge_id): str(score.points)
            for row in self.table.rows
            for score in row.entry.scores.all()
        }
        absent = [row.entry.pk for row in self.table.rows if not row.entry.is_present]
        return json.dumps({"scores": scores, "absent": absent, "away": sorted(self.table.away)})

    @property
    def columns(self) -> list[Column]:
        return [
            Column(judge, name, self._is_on(name, judge.pk in self.table.away), self.errors.get(name, ""))
            for judge in self.table.judges
            for name in [f"away-{judge.pk}"]
        ]

    @property
    def lines(self) -> list[Line]:
        return [self._line(row.entry) for row in self.table.rows]

    def _line(self, entry) -> Line:
        given = {score.judge_id: str(score.points) for score in entry.scores.all()}
        boxes = [self._box(entry, judge, given.get(judge.pk, "")) for judge in self.table.judges]
        name = f"absent-{entry.pk}"
        return Line(entry, name, self._is_on(name, not entry.is_present), boxes, self.errors.get(name, ""))

    def _box(self, entry, judge, value: str) -> Box:
        name = box_name(entry.pk, judge.pk)
        error = self.errors.get(name, "")
        label = f"{entry.order} {entry.entrant.name}，{judge.name}"
        return Box(name, label, self.data.get(name, "")[:20] if error else value, error)

    def _is_on(self, name: str, is_on: bool) -> bool:
        """A box whose change was refused shows what was ticked, the others how it is."""
        return name in self.data if name in self.errors else is_on


def points_of(typed: str) -> Decimal | None:
    """Return the score that somebody typed, None for an empty cell. Raises ValueError.

    Full-width digits and points count as what they mean.
    """
    text = unicodedata.normalize("NFKC", typed).strip().replace("。", ".")
    if not text:
        return None
    if not text.isascii() or POINTS.fullmatch(text) is None or Decimal(text) > 100:
        raise ValueError
    return Decimal(text).quantize(Decimal("0.01"))


def _known(text) -> Decimal | None:
    try:
        return points_of(text) if isinstance(text, str) else None
    except ValueError:
        return None


def box_name(entry: int, judge: int) -> str:
    return f"score-{entry}-{judge}"


def _name_of(refusal: Refusal) -> str:
    if refusal.judge is None:
        return f"absent-{refusal.entry}"
    return f"away-{refusal.judge}" if refusal.entry is None else box_name(refusal.entry, refusal.judge)
