"""What of an activity changes by itself: the window, the seats, how it ended. The same for every visitor."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities import rules
from activities.errors import Why


@dataclass(frozen=True)
class Seats:
    """The seats of one pool; `name` of the unit, empty for what is open to all."""

    name: str
    seats: int | None
    taken: int

    @property
    def free(self) -> int | None:
        return None if self.seats is None else max(self.seats - self.taken, 0)

    @property
    def share(self) -> int:
        """How much is taken, in percent: the meter."""
        return round(100 * self.taken / self.seats) if self.seats else 0


@dataclass(frozen=True)
class Door:
    """Whether people can sign up now, in words, with the seats."""

    is_open: bool
    words: str
    until: datetime | None
    pools: list[Seats]
    has_begun: bool

    @property
    def total(self) -> Seats:
        seats = [pool.seats for pool in self.pools]
        known = None if None in seats else sum(seats)
        return Seats("", known, sum(pool.taken for pool in self.pools))


def door_of(activity, now: datetime, pools: list[Seats]) -> Door:
    """Return how sign-up stands."""
    reason = rules.why_not_sign_up(activity, now)
    if not pools and activity.takes_sign_ups:
        pools = [Seats("", activity.seats, 0)]
    until = localtime(rules.sign_up_ends(activity)) if activity.takes_sign_ups else None
    return Door(reason is None, _words(activity, reason, now, pools), until, pools, activity.starts_at <= now)


def _words(activity, reason: Why | None, now: datetime, pools: list[Seats]) -> str:
    if now >= activity.ends_at:
        return _("It is over.")
    if reason == Why.NO_SIGN_UP:
        return _("No sign-up: just come.")
    if reason == Why.NOT_OPEN:
        opens = localtime(activity.sign_up_opens_at)
        return _("Sign-up opens on %(when)s.") % {"when": f"{opens:%Y-%m-%d %H:%M}"}
    if reason is not None:
        return _("Sign-up is over.")
    return seats_in_words([(pool.seats, pool.taken) for pool in pools])


def seats_in_words(pools: list[tuple[int | None, int]]) -> str:
    """Return how many seats are left of pools given as (seats, taken), for somebody who looks for one."""
    if any(seats is None for seats, _taken in pools):
        return _("Open, as many as come.")
    left = sum(max(seats - taken, 0) for seats, taken in pools)
    if not left:
        return _("Full: the waiting list is open.")
    return ngettext("%(n)s seat left", "%(n)s seats left", left) % {"n": left}
