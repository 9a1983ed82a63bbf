"""A month of activities as a calendar: what begins on which day, single shifts of what comes again included."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.kinds import Kind
from activities.models import Activity, Shift
from articles.public.addresses import around
from articles.public.months import Month, day_bounds
from publishing.prepared import Prepared

FIRST_YEAR, YEARS_AHEAD = 2000, 5
A_DAY = 4  # entries of a day; more are counted
MOST = 500  # of a month, of activities and of shifts; a day that may hold more leads to the list


class Entry(NamedTuple):
    starts_at: datetime  # local
    pk: int
    title: str
    kind: str
    state: str  # of a shift

    @property
    def is_called_off(self) -> bool:
        return self.state == Shift.State.CANCELLED


@dataclass(slots=True)
class Day:
    date: date
    name: str  # of the weekday
    is_today: bool
    is_of_month: bool
    entries: list[Entry] = field(default_factory=list)
    is_cut: bool = False


def is_shown(month: Month, today: date) -> bool:
    """Whether there can be a page for the month."""
    return 1 <= month.number <= 12 and FIRST_YEAR <= month.year <= today.year + YEARS_AHEAD


def weeks_of(month: Month, now: datetime) -> list[list[Day]]:
    """Return the weeks of a month, from Monday on, with what strangers see: two queries."""
    today = timezone.localdate(now)
    first = month.first_day - timedelta(days=month.first_day.weekday())
    last = month.days()[-1]
    last += timedelta(days=6 - last.weekday())
    dates = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    names = [date_format(day, "l") for day in dates[:7]]
    row = [Day(day, names[day.weekday()], day == today, (day.year, day.month) == month) for day in dates]
    start, end = day_bounds(first, last)
    for query in (ACTIVITIES, SHIFTS):
        _fill(row, first, query.rows(start=start, end=end, now=now))
    return [row[at : at + 7] for at in range(0, len(row), 7)]


def _fill(row: list[Day], first: date, found: list[tuple]) -> None:
    zone = timezone.get_current_timezone()
    for starts_at, *what in found[:MOST]:
        local = starts_at.astimezone(zone)
        row[(local.date() - first).days].entries.append(Entry(local, *what))
    if len(found) > MOST:
        for day in row[(found[MOST - 1][0].astimezone(zone).date() - first).days :]:
            day.is_cut = True


def _activities(start: datetime, end: datetime, now: datetime) -> QuerySet:
    """What comes again stands there with its shifts."""
    rows = Activity.objects.public(now).between(start, end).exclude(volunteerevent__weekdays__gt="").soonest_first()
    return rows.annotate(none=Value("")).values_list("starts_at", "pk", "title", "kind", "none")[: MOST + 1]


def _shifts(start: datetime, end: datetime, now: datetime) -> QuerySet:
    public = Exists(Activity.objects.public(now).filter(pk=OuterRef("event")))  # asked for each of the few shifts
    rows = Shift.objects.filter(public, starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "pk")
    return rows.values_list("starts_at", "event", "event__title", "event__kind", "state")[: MOST + 1]


ACTIVITIES, SHIFTS = (
    Prepared(query, start=DateTimeField, end=DateTimeField, now=DateTimeField) for query in (_activities, _shifts)
)


class Cells:
    """Days as cells of a table: hundreds of entries, more than a template should loop over. All words are escaped."""

    def __init__(self):
        self.lang = "" if get_language() == settings.LANGUAGE_CODE else ' lang="zh-Hans"'
        self.called_off = escape(_("called off"))
        self.more, self.all = _("%(n)s more"), _("All of this day")
        self.list_url = reverse("activities:list")
        self.before, self.after = around("activities:activity")

    def row(self, week: list[Day]) -> SafeString:
        return mark_safe("".join(map(self.cell, week)))

    def cell(self, day: Day) -> str:
        looks = {"other": not day.is_of_month, "free": not day.entries, "today": day.is_today}
        today = ' aria-current="date"' if day.is_today else ""
        items = "".join(map(self.item, sorted(day.entries)[:A_DAY])) + self.rest(day)
        return (
            f'<td class="{" ".join(look for look, has in looks.items() if has)}">'
            f'<time datetime="{day.date}"{today}><b>{day.date.day}</b><span class="narrow"> {day.name}</span></time>'
            f"{f'<ul>{items}</ul>' if items else ''}</td>\n"
        )

    def item(self, entry: Entry) -> str:
        kind = ' class="service"' if entry.kind == Kind.SERVICE else ""
        at = entry.starts_at
        words = f"<b>{at.hour:02}:{at.minute:02}</b> {escape(entry.title)}"
        words = f'<a href="{self.before}{entry.pk}{self.after}"{self.lang}>{words}</a>'
        if entry.is_called_off:
            words = f'<del>{words}</del> <span class="quiet">{self.called_off}</span>'
        return f"<li{kind}>{words}</li>"

    def rest(self, day: Day) -> str:
        """The way to everything of a day that holds, or may hold, more than it shows."""
        more = len(day.entries) - A_DAY
        if more <= 0 and not day.is_cut:
            return ""
        words = self.all if day.is_cut else self.more % {"n": more}
        url = f"{self.list_url}?from={day.date}&amp;to={day.date}"
        return f'<li class="more"><a href="{url}">{escape(words)}</a></li>'
