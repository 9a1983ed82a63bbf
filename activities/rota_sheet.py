"""A rota as staff see it: weeks in rows, who goes out on each evening, what is missing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from activities.actions.shifts import rule_of
from activities.content import weekdays_in_words
from activities.models import Duty, Participant, Shift
from activities.rota import Snag

WEEKS = 4


@dataclass
class Evening:
    """A shift with its people; `short` is how many are missing, those who seek cover counted as missing."""

    shift: Shift
    duties: list[Duty] = field(default_factory=list)
    wanted: int = 0
    is_over: bool = False
    is_against_rule: bool = False

    @property
    def short(self) -> int:
        if self.shift.state == Shift.State.CANCELLED or self.is_over:
            return 0
        return max(self.wanted - sum(not duty.seeks_cover for duty in self.duties), 0)

    @property
    def day(self) -> date:
        return timezone.localdate(self.shift.starts_at)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_of(event, first: date, team: Sequence[int], number: int = WEEKS) -> list[list[list[Evening]]]:
    """Return weeks of seven days from `first`, a Monday, each day with its evenings: two queries."""
    last = first + timedelta(days=7 * number)
    evenings = evenings_of(event, first, last, team)
    by_day: dict[date, list[Evening]] = {}
    for evening in evenings:
        by_day.setdefault(evening.day, []).append(evening)
    days = [first + timedelta(days=n) for n in range(7 * number)]
    return [[(day, by_day.get(day, [])) for day in days[start : start + 7]] for start in range(0, len(days), 7)]


def evenings_of(event, first: date, last: date, team: Sequence[int]) -> list[Evening]:
    """Return the evenings from `first` until before `last`. A duty of somebody who left the team has `has_left`."""
    rule, now, inside = rule_of(event), timezone.now(), set(team)
    shifts = Shift.objects.filter(event=event.pk, starts_at__gte=_midnight(first), starts_at__lt=_midnight(last))
    evenings = {
        shift.pk: Evening(
            shift,
            wanted=event.min_people or 0,
            is_over=shift.ends_at <= now,
            is_against_rule=_is_against(rule, shift) and shift.ends_at > now,
        )
        for shift in shifts
    }
    duties = Duty.objects.filter(shift__in=evenings).select_related("participant__member", "planned__member")
    for duty in duties.order_by("-is_leader", "pk"):
        duty.has_left = duty.participant_id not in inside
        evenings[duty.shift_id].duties.append(duty)
    return list(evenings.values())


def rule_words(event) -> str:
    """Return the rule as people say it: every day 19:30—21:00, until 2027-03-01. Empty for what takes place once."""
    if not (event.weekdays and event.shift_from and event.shift_until):
        return ""
    hours = f"{event.shift_from:%H:%M}—{event.shift_until:%H:%M}"
    words = f"{weekdays_in_words(event.weekdays)} {hours}"
    return _("%(rule)s, until %(day)s") % {"rule": words, "day": event.repeats_until} if event.repeats_until else words


def turns_of(event) -> Counter:
    """How often each went out, or will: by participant."""
    duties = Duty.objects.filter(shift__event=event.pk).exclude(shift__state=Shift.State.CANCELLED)
    return Counter(duties.values_list("participant", flat=True))


def swaps_for(event, shift: Shift) -> list[Duty]:
    """The coming evenings of others with which one of this evening can be swapped."""
    duties = Duty.objects.filter(shift__event=event.pk, shift__state=Shift.State.PLANNED)
    coming = duties.filter(shift__ends_at__gt=timezone.now()).exclude(shift=shift)
    return list(coming.select_related("shift", "participant__member").order_by("shift__starts_at", "pk")[:200])


def sentence_of(snag: Snag, who: Participant | None) -> str:
    """Return a refusal for those who may read names."""
    return f"{who.full_name}：{snag.label}" if who else str(snag.label)


def _is_against(rule, shift: Shift) -> bool:
    if rule is None or not rule.holds(shift.date):
        return True
    return not shift.reason and (shift.starts_at, shift.ends_at) != rule.times(shift.date)


def _midnight(day: date):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day))
