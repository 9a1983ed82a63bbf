"""A year's plan: what an organisation will do, has done and is still writing, by months and by days."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from activities.content import weekdays_in_words
from activities.kinds import Kind
from activities.models import Activity, Shift
from activities.recurrence import rule_of

MONDAY_FIRST = calendar.Calendar(firstweekday=0)


@dataclass(frozen=True)
class Entry:
    """A line of the plan: an activity, or one evening of one that comes again."""

    activity: Activity
    starts_at: datetime
    ends_at: datetime
    is_called_off: bool = False

    @property
    def rota(self) -> str:
        """On which days it comes again; empty for what happens once."""
        event = self.activity.volunteerevent if self.activity.kind == Kind.SERVICE else None
        if event is None or not event.is_recurring:
            return ""
        hours = f"{event.shift_from:%H:%M}—{event.shift_until:%H:%M}" if event.shift_from and event.shift_until else ""
        until = _("until %(date)s") % {"date": event.repeats_until.isoformat()} if event.repeats_until else ""
        return " ".join(filter(None, (weekdays_in_words(event.weekdays), hours, until)))

    @property
    def seats(self) -> str:
        """Taken and all of them; a dash where nobody signs up."""
        if not self.activity.takes_sign_ups:
            return "—"
        return f"{self.activity.taken}/{'∞' if self.activity.seats is None else self.activity.seats}"


@dataclass
class Day:
    date: date
    is_in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


def planned(organisation_ids: Iterable[int]):
    """Return the activities of those organisations, all states but withdrawn ones, ready for the plan."""
    found = Activity.objects.of_organisations(organisation_ids).exclude(state=Activity.State.WITHDRAWN)
    found = found.select_related("organisation", "place", "volunteerevent").with_taken().soonest_first()
    return found.defer("head_html", "page_html", "card_html", "details")


def of_year(activities, year: int) -> list[tuple[date, list[Entry]]]:
    """Return the entries that begin in the year, by months: all twelve of them. One query."""
    months = defaultdict(list)
    for activity in activities.between(_midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))):
        months[timezone.localtime(activity.starts_at).month].append(_once(activity))
    return [(date(year, month, 1), months[month]) for month in range(1, 13)]


def of_month(activities, year: int, month: int) -> list[list[Day]]:
    """Return the weeks of a month from Monday; what lasts for days stands on each of them. Two queries."""
    today = timezone.localdate()
    weeks = [
        [Day(day, day.month == month, day == today) for day in week]
        for week in MONDAY_FIRST.monthdatescalendar(year, month)
    ]
    days = {day.date: day for week in weeks for day in week if day.is_in_month}
    first, last = min(days), max(days)
    for entry in _entries(activities, _midnight(first), _midnight(last + timedelta(days=1))):
        for day in _days_of(entry, first, last):
            days[day].entries.append(entry)
    for day in days.values():
        day.entries.sort(key=lambda entry: (entry.starts_at, entry.activity.pk))
    return weeks


def _entries(activities, start: datetime, end: datetime) -> list[Entry]:
    """Whatever takes place between two moments; a rota gives its evenings in its place."""
    found = list(activities.filter(starts_at__lt=end, ends_at__gt=start))
    rotas = {activity.pk: activity for activity in found if _is_recurring(activity)}
    shifts = Shift.objects.filter(event__in=rotas, starts_at__lt=end, ends_at__gt=start)
    entries = [
        Entry(rotas[shift.event_id], shift.starts_at, shift.ends_at, shift.state == Shift.State.CANCELLED)
        for shift in shifts
    ]
    for pk in rotas.keys() - {entry.activity.pk for entry in entries}:  # its shifts are still to be made
        entries += _by_rule(rotas[pk], start, end)
    return entries + [_once(activity) for activity in found if activity.pk not in rotas]


def _by_rule(activity, start: datetime, end: datetime) -> list[Entry]:
    rule = rule_of(activity.volunteerevent, timezone.get_default_timezone())
    if rule is None:
        return []
    days = rule.days(timezone.localdate(start), timezone.localdate(end) - timedelta(days=1))
    return [Entry(activity, *rule.times(day)) for day in days]


def _is_recurring(activity) -> bool:
    return activity.kind == Kind.SERVICE and activity.volunteerevent.is_recurring


def _once(activity) -> Entry:
    return Entry(activity, activity.starts_at, activity.ends_at)


def _days_of(entry: Entry, first: date, last: date) -> list[date]:
    """The days on which it takes place; what ends within the small hours belongs to the evening before."""
    begins = timezone.localdate(entry.starts_at)
    ends = max(timezone.localdate(entry.ends_at - timedelta(hours=6)), begins)
    begins, ends = max(begins, first), min(ends, last)
    return [begins + timedelta(days=number) for number in range((ends - begins).days + 1)]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


# --- as a table ---
def heading() -> list[str]:
    return [
        _("day"), _("weekday"), _("begins"), _("ends"), _("title"), _("form"), _("organisation"), _("place"),
        _("again and again"), _("seats"), _("taken"), _("state"),
    ]  # fmt: skip


def rows(months: list[tuple[date, list[Entry]]]) -> Iterable[list]:
    for _month, entries in months:
        for entry in entries:
            activity = entry.activity
            start, end = timezone.localtime(entry.starts_at), timezone.localtime(entry.ends_at)
            is_open = activity.takes_sign_ups
            yield [
                start.date().isoformat(),
                str(WEEKDAYS[start.weekday()]),
                f"{start:%H:%M}",
                f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}",
                activity.title,
                activity.get_form_display(),
                activity.organisation.name,
                " ".join(filter(None, (str(activity.place or ""), activity.venue))),
                entry.rota,
                activity.seats if is_open and activity.seats is not None else "",
                activity.taken if is_open else "",
                activity.state_label,
            ]
