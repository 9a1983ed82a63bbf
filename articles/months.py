"""Months of the archive. Pure."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

FIRST_YEAR = 1949


class Month(NamedTuple):
    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        local = timezone.localtime(moment)
        return cls(local.year, local.month)

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def days(self) -> list[date]:
        start, end = self.first_day, self.next().first_day
        return [start + timedelta(days=at) for at in range((end - start).days)]

    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)


def is_possible(year: int, number: int, today: date) -> bool:
    """Whether anything can have been published in such a month: not before the republic, not ahead."""
    return 1 <= number <= 12 and year >= FIRST_YEAR and (year, number) <= (today.year, today.month)


def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments at which `first` begins and `last` ends, on the site's clock."""
    return _midnight(first), _midnight(last + timedelta(days=1))


def years_between(first: Month, last: Month) -> list[tuple[int, list[int]]]:
    """Return the years from the last to the first, each with its twelve months: 0 where the archive does not reach."""
    return [
        (year, [number if first <= (year, number) <= last else 0 for number in range(1, 13)])
        for year in range(last.year, first.year - 1, -1)
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
