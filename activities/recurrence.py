"""What comes again and again: on which days, from when until when. Pure: values in, days and moments out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class Rule:
    """On `weekdays` (digits from 1, Monday, to 7), from `since` to `until`, each time from `starts` until `ends`.

    An end that is not later than the beginning lies on the next day. Hours are those of the clock in `zone`.
    """

    weekdays: str
    since: date
    until: date | None
    starts: time
    ends: time
    zone: tzinfo

    def holds(self, day: date) -> bool:
        """Whether it takes place on that day."""
        return (
            str(day.isoweekday()) in self.weekdays and self.since <= day and (self.until is None or day <= self.until)
        )

    def days(self, first: date, last: date) -> list[date]:
        """Return the days from `first` to `last`, both included, on which it takes place."""
        first = max(first, self.since)
        last = min(last, self.until or last)
        number = (last - first).days + 1
        return [day for day in (first + timedelta(days=n) for n in range(number)) if self.holds(day)]

    def times(self, day: date) -> tuple[datetime, datetime]:
        """Return beginning and end on that day, in UTC."""
        return moments(day, self.starts, self.ends, self.zone)


def rule_of(event, zone: tzinfo) -> Rule | None:
    """Return the rule of a volunteer event; None when it takes place once, or its hours are missing."""
    if not event.weekdays or event.shift_from is None or event.shift_until is None:
        return None
    since = event.starts_at.astimezone(zone).date()
    return Rule(event.weekdays, since, event.repeats_until, event.shift_from, event.shift_until, zone)


def moments(day: date, starts: time, ends: time, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return two hours of the clock as moments in UTC; an end that is not later lies on the next day."""
    over = day + timedelta(days=ends <= starts)
    begin, end = datetime.combine(day, starts, zone), datetime.combine(over, ends, zone)
    return begin.astimezone(UTC), end.astimezone(UTC)
