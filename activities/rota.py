"""Who goes out when: why something is not possible, and taking turns. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Snag(models.TextChoices):
    """Why something about a rota is not possible, and what to do next."""

    NO_RULE = "no_rule", _("This event takes place once: choose weekdays and hours in its form first.")
    NEEDS_REASON = "needs_reason", _("Give a reason: those who come read it.")
    OVER = "over", _("That is over: record who was there in the roster.")
    HAS_ROSTER = "has_roster", _("This evening has a roster already: it stays as it was.")
    ENDS_FIRST = "ends_first", _("The end must lie after the beginning.")
    TOO_LONG = "too_long", _("Longer than 24 hours: correct the end.")
    TAKEN_TIME = "taken_time", _("Another evening of this rota lies at that time: choose another one.")
    CALLED_OFF = "called_off", _("This evening is called off.")
    NOT_IN_TEAM = "not_in_team", _("Only people who are signed up for this event go out: sign them up first.")
    TWICE = "twice", _("This person goes out on that evening already.")
    ELSEWHERE = "elsewhere", _("This person is on duty elsewhere at that time: choose somebody else.")
    NOT_ON_DUTY = "not_on_duty", _("This person is not on duty on that evening any more: look at the rota again.")
    NO_COVER = "no_cover", _("Nobody needs to be stood in for any more: somebody was quicker, or it was taken back.")
    SAME = "same", _("Choose two different evenings and two different people.")
    NO_FREE_PLACE = "no_free_place", _("Enough people go out on that evening already.")
    NO_TEAM = "no_team", _("Nobody is signed up for this event yet: sign the team up first.")
    NO_NUMBER = "no_number", _("The event does not say how many people go out: enter the fewest people in its form.")


class RotaRefused(Exception):
    """Raised by the actions of a rota; `snag` is the reason, `who` the participant it is about, if any."""

    def __init__(self, snag: Snag, who=None):
        super().__init__(snag.label)
        self.snag, self.who = snag, who


@dataclass
class Evening:
    """One evening to be filled: who is on duty (`on`), who cannot (`busy`), and how many are wanted."""

    number: int
    day: date
    wanted: int
    on: set[int]
    busy: set[int]

    @property
    def missing(self) -> int:
        return max(self.wanted - len(self.on), 0)


FAR = 10_000  # days: who never went out comes first


def by_turns(
    team: Sequence[int], evenings: Iterable[Evening], days_of: Mapping[int, Iterable[date]]
) -> list[tuple[int, int]]:
    """Return who is added to which evening, as (evening, person): whoever's nearest evening is farthest away.

    `days_of` are the days on which each goes or went out already; what is set stays. Ties go to who goes out less,
    then by the order of the team. An evening for which nobody is left stays short.
    """
    days = {person: set(days_of.get(person, ())) for person in team}
    added = []
    for evening in sorted(evenings, key=lambda evening: (evening.day, evening.number)):
        free = [person for person in team if person not in evening.on and person not in evening.busy]
        free.sort(key=lambda person: (-_distance(evening.day, days[person]), len(days[person])))
        for person in free[: evening.missing]:
            days[person].add(evening.day)
            added.append((evening.number, person))
    return added


def next_leader(on: Iterable[int], led: Counter) -> int | None:
    """Return who leads of those on duty: of those who have led before, whoever led least."""
    known = [person for person in on if led[person]]
    return min(known, key=lambda person: (led[person], person)) if known else None


def _distance(day: date, days: Iterable[date]) -> int:
    return min((abs((day - other).days) for other in days), default=FAR)
