"""A week of a patrol in numbers and words, without any name: for the street's weekly report."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.models import Closing, PatrolEntry, Shift

OPEN_SHOWN = 100


@dataclass
class Week:
    """`kinds` are label and number of those that occur; `handed` the week's, `older` what is still open from before."""

    first: date
    planned: int
    called_off: list[Shift]
    people: int  # as counted at the closing of its evenings
    kinds: list[tuple[str, int]]
    entries: list[PatrolEntry]
    handed: list[PatrolEntry]
    older: list[PatrolEntry]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def open_number(self) -> int:
        return sum(entry.settled_at is None for entry in self.handed) + len(self.older)


def week_of(event, first: date) -> Week:
    """Return the seven days from `first`: five queries."""
    start, end = (_midnight(day) for day in (first, first + timedelta(days=7)))
    shifts = list(
        Shift.objects.filter(event=event.pk, starts_at__gte=start, starts_at__lt=end, starts_at__lte=timezone.now())
    )
    called_off = list(
        Shift.objects.filter(event=event.pk, starts_at__gte=start, starts_at__lt=end, state=Shift.State.CANCELLED)
    )
    entries = list(PatrolEntry.objects.filter(event=event.pk, at__gte=start, at__lt=end).order_by("at", "pk"))
    before = PatrolEntry.objects.filter(event=event.pk, at__lt=start, settled_at=None).exclude(handed_to="")
    heads = Closing.objects.filter(shift__in=shifts).values_list("headcount", flat=True)
    numbers = Counter(entry.kind for entry in entries)
    return Week(
        first=first,
        planned=sum(shift.state == Shift.State.PLANNED for shift in shifts),
        called_off=called_off,
        people=sum(filter(None, heads)),
        kinds=[(str(kind.label), numbers[kind]) for kind in PatrolEntry.Kind if numbers[kind]],
        entries=entries,
        handed=[entry for entry in entries if entry.handed_to],
        older=list(before.order_by("at")[:OPEN_SHOWN]),
    )


def as_text(event, week: Week) -> str:
    """Return the week as plain text, to be pasted into a report."""
    days = f"{week.first:%Y-%m-%d}—{week.last:%m-%d}"
    lines = [f"{event.title}（{days}）", _evenings(week)]
    lines += [f"{label}：{number}" for label, number in week.kinds]
    lines += [_("Handed on:")] if week.handed else []
    lines += [f"· {_line(entry)}" for entry in week.handed]
    lines += [_("Open from before:")] if week.older else []
    lines += [f"· {_line(entry)}" for entry in week.older]
    return "\n".join(lines)


def _evenings(week: Week) -> str:
    parts = [ngettext("%(n)s evening", "%(n)s evenings", week.planned) % {"n": week.planned}]
    if week.people:
        parts.append(ngettext("%(n)s turn of duty", "%(n)s turns of duty", week.people) % {"n": week.people})
    if week.called_off:
        number = len(week.called_off)
        parts.append(ngettext("%(n)s called off", "%(n)s called off", number) % {"n": number})
    number = len(week.entries)
    parts.append(ngettext("%(n)s entry", "%(n)s entries", number) % {"n": number})
    return "，".join(parts)


def _line(entry: PatrolEntry) -> str:
    state = _("settled") if entry.settled_at else _("open")
    words = (f"{timezone.localtime(entry.at):%m-%d %H:%M}", entry.where, entry.done, entry.handed_to)
    return f"{' '.join(filter(None, words))}（{state}）"


def _midnight(day: date):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day))
