"""Taking a filled-in roster file in: first all errors at once, then all of it or nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.actions.participants import key_without_account, participants_by_key, plain_name
from activities.actions.roster import Source, State, free_codes, lines_of, lock_roster, longest_hours
from activities.models import Activity, Attendance, Participant, Shift
from activities.roster_row import Row
from activities.units import units_by_name
from members import audit

AT_ONCE = 500  # keys in one statement


class ImportRefused(Exception):
    """Raised when some row is wrong; nothing was written. `rows` say which."""

    def __init__(self, rows: list[Row]):
        super().__init__()
        self.rows = rows


@dataclass(frozen=True)
class Values:
    """What a file sets on a line."""

    state: str
    hours: Decimal | None
    is_delegate: bool
    note: str

    @classmethod
    def of(cls, line: Attendance) -> "Values":
        return cls(line.state, line.hours, line.is_delegate, line.note)


@dataclass(frozen=True)
class Change:
    """A line that a file changes."""

    line: Attendance
    before: Values
    after: Values

    @property
    def states(self) -> tuple[str, str]:
        """The state before and after, in words; twice the same where something else changes."""
        return tuple(str(dict(State.choices).get(values.state, "—")) for values in (self.before, self.after))


@dataclass
class Plan:
    """What a file would do: lines that change, guests that come, and how many rows say what stands there already."""

    changes: list[Change] = field(default_factory=list)
    guests: list[tuple[Row, Participant]] = field(default_factory=list)
    unchanged: int = 0


def check(activity: Activity, shift: Shift | None, rows: list[Row]) -> Plan:
    """Compare the rows with the roster; what is wrong is added to their errors. Nothing is written."""
    lines = {line.row_code: line for line in lines_of(activity, shift)}
    longest, plan = longest_hours(activity, shift), Plan()
    for row in rows:
        if row.hours is not None and row.hours > longest:
            row.wrong("时数", _("It lasted %(n)s hours only.") % {"n": longest})
        if row.code is None:
            continue
        if (line := lines.get(row.code)) is None:
            row.wrong("行号", _("The roster has no line of this number; leave it empty for a guest."))
        elif row.name and plain_name(row.name) != plain_name(line.participant.full_name):
            row.wrong("姓名", _("Line %(n)s is somebody else's: take the numbers as they were.") % {"n": row.code})
        else:
            _compare(plan, line, row)
    _check_guests(activity, [row for row in rows if row.is_guest], lines.values(), plan)
    return plan


@transaction.atomic
def import_roster(activity: Activity, shift: Shift | None, rows: list[Row], *, actor, request=None) -> Plan:
    """Write the states, hours and guests of a file: a few queries, however many rows. Raises ImportRefused."""
    lock_roster(activity)
    plan = check(activity, shift, rows)
    if any(row.errors for row in rows):
        raise ImportRefused(rows)
    marked = {"source": Source.IMPORT, "marked_at": timezone.now(), "marked_by": actor}
    _write_changes(plan.changes, marked)
    _write_guests(activity, shift, plan.guests, marked)
    if plan.changes or plan.guests:
        note = f"×{len(plan.changes)} +{len(plan.guests)}"
        audit.record(actor=actor, action="roster.import", obj=activity.leaf, note=note, request=request)
    return plan


def _compare(plan: Plan, line: Attendance, row: Row) -> None:
    """An empty state leaves what somebody has marked meanwhile."""
    before, after = Values.of(line), Values(row.state or line.state, row.hours, row.is_delegate, row.note)
    if before == after:
        plan.unchanged += 1
    else:
        plan.changes.append(Change(line, before, after))


def _check_guests(activity: Activity, rows: list[Row], lines, plan: Plan) -> None:
    """A guest who stands on the roster, or twice in the file, would be counted twice."""
    units = units_by_name()
    there = {line.participant.key: line.row_code for line in lines}
    first: dict[str, int] = {}
    for row in rows:
        guest = _guest(row, units, activity)
        if (code := there.get(guest.key)) is not None:
            row.wrong("姓名", _("This person is on the roster: fill in line %(n)s.") % {"n": code})
        elif first.setdefault(guest.key, row.number) != row.number:
            text = _("Row %(n)s has a guest of this name and unit: write something that tells them apart, as 张伟甲.")
            row.wrong("姓名", text % {"n": first[guest.key]})
        else:
            plan.guests.append((row, guest))


def _guest(row: Row, units: Mapping, activity: Activity) -> Participant:
    unit = units.get(row.unit) or activity.organisation
    return Participant(key=key_without_account(row.name, "", unit), name=plain_name(row.name), organisation=unit)


def _write_changes(changes: list[Change], marked: dict) -> None:
    """One statement for each way in which lines change: there are few, unless every line has remarks of its own."""
    ways = defaultdict(list)
    for change in changes:
        ways[change.after, change.before.state == change.after.state].append(change.line.pk)
    for (after, keeps_state), numbers in ways.items():
        values = vars(after) | ({} if keeps_state else marked)
        for at in range(0, len(numbers), AT_ONCE):
            Attendance.objects.filter(pk__in=numbers[at : at + AT_ONCE]).update(**values)


def _write_guests(activity: Activity, shift: Shift | None, guests: list[tuple[Row, Participant]], marked: dict) -> None:
    found = participants_by_key(guest for _row, guest in guests)
    codes, units = free_codes(activity, shift, len(guests), for_guests=True), units_by_name()
    Attendance.objects.bulk_create(
        [
            Attendance(
                activity_id=activity.pk, shift=shift, participant=found[guest.key], row_code=code,
                state=row.state or State.PRESENT, hours=row.hours, is_delegate=row.is_delegate, note=row.note,
                unit_name="" if row.unit in units else row.unit, **marked,
            )
            for code, (row, guest) in zip(codes, guests, strict=True)
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
