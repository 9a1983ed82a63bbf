"""Working days by the Chinese calendar. Pure: days and a calendar in, days out.

A year whose arrangement is not known counts from Monday to Friday, and the answer says which years those were.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

SATURDAY = 5
RECORDING_DAYS = 10  # for service records: 民政部令第67号, article 7


@dataclass(frozen=True)
class Calendar:
    """The years that are known, and their days that break the rule of Monday to Friday (放假、调休)."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    @classmethod
    def of(cls, years: Iterable[int], days: Iterable[tuple[date, bool]]) -> "Calendar":
        """Return the calendar of `years` with its special days: (day, whether it is worked)."""
        days = list(days)
        return cls(
            years=frozenset(years),
            off=frozenset(day for day, is_worked in days if not is_worked),
            worked=frozenset(day for day, is_worked in days if is_worked),
        )


class Reckoned(NamedTuple):
    day: date
    missing: tuple[int, ...]  # years on the way whose arrangement is not known


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def is_working_day(day: date, calendar: Calendar) -> bool:
    return day in calendar.worked or (not is_weekend(day) and day not in calendar.off)


def add_working_days(day: date, number: int, calendar: Calendar) -> date:
    """Return the last of `number` working days after `day`; that day itself does not count."""
    return reckon(day, number, calendar).day


def reckon(day: date, number: int, calendar: Calendar) -> Reckoned:
    """Like `add_working_days`, and say which years were counted without their arrangement.

    Raises ValueError for a negative number, OverflowError past the end of the calendar.
    """
    if number < 0:
        raise ValueError("working days are counted forwards only")
    passed = set()
    while number:
        day += timedelta(days=1)
        passed.add(day.year)
        number -= is_working_day(day, calendar)
    return Reckoned(day, tuple(sorted(passed - calendar.years)))
