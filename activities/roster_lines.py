"""The lines of a roster as its screen and its papers show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from activities.actions.closing import unit_of
from activities.actions.roster import lines_of
from activities.initials import has_initials, is_initials, letters_of
from activities.models import Attendance
from activities.people import last_four

PER_PAGE = 500
OPEN = ""  # the state of a line that nobody has marked


@dataclass(frozen=True)
class Line:
    code: int
    name: str
    unit: str
    group: str
    group_order: tuple
    four: str
    state: str
    hours: str
    is_delegate: bool
    note: str
    has_left: bool

    @property
    def letters(self) -> str:
        """The letters that each sign may begin with, for searching on the screen: 曾小川 is `cz x c`."""
        return " ".join("".join(sorted(letters_of(sign))) for sign in self.name if sign.isalnum())

    @property
    def details(self) -> str:
        return " · ".join(filter(None, (self.unit, self.group, self.four and f"…{self.four}")))


def line_of(row: Attendance) -> Line:
    group = row.sign_up.group if row.sign_up else None
    return Line(
        row.row_code, row.participant.full_name, unit_of(row, brief=True), group.name if group else "",
        (group is None, group.position if group else 0, group.pk if group else 0), last_four(row.participant), row.state,
        "" if row.hours is None else f"{row.hours.normalize():f}", row.is_delegate, row.note,
        bool(row.sign_up and row.sign_up.state == row.sign_up.State.CANCELLED),
    )  # fmt: skip


@dataclass(frozen=True)
class RosterPage:
    """Some lines of a roster; `number` from 1."""

    lines: list[Line]
    number: int
    pages: int
    total: int
    counts: dict[str, int]

    @property
    def seen(self) -> str:
        """What somebody saw who sends the form back: only what they changed counts."""
        return " ".join(f"{line.code}:{line.state}" for line in self.lines)


def roster_page(activity, shift, *, number: int = 1, words: str = "") -> RosterPage:
    """Return a page of the roster; with `words` the lines of that number, name, initials or unit, at most a page."""
    rows = lines_of(activity, shift)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    total = sum(counts.values())
    if words:
        found = [line for line in map(line_of, rows) if _fits(line, words)][:PER_PAGE]
        return RosterPage(found, 1, 1, total, counts)
    pages = max(-(-total // PER_PAGE), 1)
    number = min(max(number, 1), pages)
    part = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    return RosterPage([line_of(row) for row in part], number, pages, total, counts)


def _fits(line: Line, words: str) -> bool:
    if words.isdecimal():
        return str(line.code) == words or (len(words) == 4 and line.four == words)
    if is_initials(words) and has_initials(line.name, words):
        return True
    return words.casefold() in f"{line.name} {line.unit}".casefold()


def in_parts(lines: Iterable[Line], by: str) -> list[tuple[str, list[Line]]]:
    """Return the lines in parts with their headings: `unit`, `group`; anything else: one part in the order of codes."""
    keys = {"unit": lambda line: (not line.unit, line.unit), "group": lambda line: line.group_order}
    if by not in keys:
        return [("", list(lines))]
    ordered = sorted(lines, key=lambda line: (keys[by](line), line.code))
    parts = [list(part) for _key, part in groupby(ordered, key=keys[by])]
    return [(getattr(part[0], by), part) for part in parts]
