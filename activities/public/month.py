"""A month of activities as a calendar: what begins on which day, single shifts of what comes again included."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Activity, Shift
from activities.public.addresses import activity_url
from articles.public.months import Month, day_bounds

FIRST_YEAR, YEARS_AHEAD = 2000, 5
A_DAY = 10  # entries of a day; more are counted
MOST = 500  # of a month, of activities and of shifts; a day that may hold more leads to the list


@dataclass(slots=True)
class Day:
    date: date
    is_today: bool
    is_of_month: bool
    entries: list[tuple[datetime, SafeString]] = field(default_factory=list)
    is_cut: bool = False

    @property
    def items(self) -> SafeString:
        """What is on, as list items: too many for a template's loop."""
        shown = sorted(self.entries, key=lambda entry: entry[0])[:A_DAY]
        return mark_safe("".join(html for _moment, html in shown))  # each is escaped

    @property
    def more(self) -> int:
        return max(len(self.entries) - A_DAY, 0)

    @property
    def url(self) -> str:
        """Everything of the day, as a list."""
        return f"{reverse('activities:list')}?{urlencode({'from': self.date, 'to': self.date})}"


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
    bounds = day_bounds(first, last)
    _fill(days, _activities(*bounds, now))
    _fill(days, _shifts(*bounds, now))
    row = list(days.values())
    return [row[at : at + 7] for at in range(0, len(row), 7)]


def _fill(days: dict[date, Day], found: list[tuple[datetime, SafeString]]) -> None:
    for moment, html in found[:MOST]:
        days[moment.date()].entries.append((moment, html))
    if len(found) > MOST:
        last = found[MOST - 1][0].date()
        for day in days.values():
            day.is_cut = day.is_cut or day.date >= last


def _activities(start: datetime, end: datetime, now: datetime) -> list[tuple[datetime, SafeString]]:
    """What comes again stands there with its shifts."""
    rows = Activity.objects.public(now).between(start, end).exclude(volunteerevent__weekdays__gt="").soonest_first()
    return [_entry(*row) for row in rows.values_list("starts_at", "pk", "title", "kind")[: MOST + 1]]


def _shifts(start: datetime, end: datetime, now: datetime) -> list[tuple[datetime, SafeString]]:
    public = Activity.objects.public(now).filter(kind="service", is_long=True).values("pk")
    rows = Shift.objects.filter(starts_at__gte=start, starts_at__lt=end, event__in=public).order_by("starts_at", "pk")
    columns = ("starts_at", "event", "event__title", "event__kind", "state")
    return [
        _entry(*what, is_called_off=state == Shift.State.CANCELLED)
        for *what, state in rows.values_list(*columns)[: MOST + 1]
    ]


def _entry(starts_at: datetime, pk: int, title: str, kind: str, *, is_called_off: bool = False):
    local = localtime(starts_at)
    words = format_html(
        '<a href="{}"><span class="num">{}</span> <span{}>{}</span></a>',
        activity_url(pk), f"{local:%H:%M}", _lang(), title,
    )  # fmt: skip
    if is_called_off:
        words = format_html('<del>{}</del> <span class="quiet">{}</span>', words, _("called off"))
    return local, format_html('<li class="{}">{}</li>', kind, words)


def _lang() -> SafeString:
    return mark_safe("" if get_language() == settings.LANGUAGE_CODE else ' lang="zh-Hans"')
