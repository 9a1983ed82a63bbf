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


def months_between(first: Month, last: Month) -> list[Month]:
    """Return the months from `first` to `last`, both included."""
    months = [first]
    while months[-1] < last:
        months.append(months[-1].next())
    return months


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
