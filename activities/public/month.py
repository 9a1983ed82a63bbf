"""A month of activities as a calendar: what begins on which day, single shifts of what comes again included."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.timezone import localtime

from activities.kinds import Form
from activities.models import Activity, Shift
from activities.public.addresses import activity_url
from articles.public.months import Month, day_bounds

FIRST_YEAR, YEARS_AHEAD = 2000, 5
A_DAY = 6  # entries of a day; more are counted
MOST = 1500  # of a month: more is nobody's month


@dataclass(frozen=True, slots=True)
class Entry:
    time: str
    title: str
    url: str
    form: str
    kind: str
    is_called_off: bool = False


@dataclass
class Day:
    date: date
    is_today: bool
    is_of_month: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:A_DAY]

    @property
    def more(self) -> int:
        return max(len(self.entries) - A_DAY, 0)


def is_shown(month: Month, today: date) -> bool:
    """Whether there can be a page for the month."""
    return 1 <= month.number <= 12 and FIRST_YEAR <= month.year <= today.year + YEARS_AHEAD


def weeks_of(month: Month, now: datetime) -> list[list[Day]]:
    """Return the weeks of a month, from Monday on, with what strangers see: two queries."""
    today = timezone.localdate(now)
    first = month.first_day - timedelta(days=month.first_day.weekday())
    last = month.days()[-1]
    last += timedelta(days=6 - last.weekday())
    days = {
        day: Day(day, day == today, (day.year, day.month) == month)
        for day in (first + timedelta(days=at) for at in range((last - first).days + 1))
    }
    for day, entry in sorted(_entries(*day_bounds(first, last), now), key=lambda pair: (pair[0], pair[1].time)):
        days[day].entries.append(entry)
    row = list(days.values())
    return [row[at : at + 7] for at in range(0, len(row), 7)]


def _entries(start: datetime, end: datetime, now: datetime):
    columns = ("pk", "title", "form", "kind", "starts_at", "volunteerevent__weekdays")
    public = Activity.objects.public(now)
    for pk, title, form, kind, starts_at, weekdays in public.between(start, end).values_list(*columns)[:MOST]:
        if not weekdays:  # what comes again stands there with its shifts
            yield _entry(starts_at, title, pk, form, kind)
    shifts = Shift.objects.filter(starts_at__gte=start, starts_at__lt=end, event__in=public.values("pk"))
    rows = shifts.values_list("starts_at", "event__title", "event", "event__form", "event__kind", "state")
    for *what, state in rows[:MOST]:
        yield _entry(*what, is_called_off=state == Shift.State.CANCELLED)


def _entry(starts_at, title, pk, form, kind, *, is_called_off: bool = False) -> tuple[date, Entry]:
    local = localtime(starts_at)
    return local.date(), Entry(f"{local:%H:%M}", title, activity_url(pk), str(Form(form).label), kind, is_called_off)
