"""The waiting list: it moves by itself, in the transaction that frees a seat, in the order of its positions."""

from django.utils import timezone

from activities.actions.notices import tell
from activities.models import SeatPool, SignUp


def fill_free_seats(pool: SeatPool) -> list[SignUp]:
    """Give free seats to those who wait longest; return whom. The caller holds the lock of the pool's row.

    Nobody is moved in once the activity is over or was withdrawn.
    """
    pool.refresh_from_db()
    activity, now = pool.activity, timezone.now()
    if activity.state == activity.State.WITHDRAWN or activity.ends_at <= now:
        return []
    free = None if pool.seats is None else pool.seats - pool.taken
    if free == 0:
        return []
    promoted = list(pool.sign_ups.waiting().order_by("position")[:free])
    for sign_up in promoted:
        seat(sign_up)
    if promoted:
        pool.taken += len(promoted)
        pool.save(update_fields=["taken"])
    return promoted


def seat(sign_up: SignUp, reason: str = "") -> None:
    """Turn a waiting sign-up into a confirmed one, and tell the person. The caller counts the seat."""
    sign_up.state = SignUp.State.CONFIRMED
    sign_up.confirmed_at = timezone.now()
    sign_up.reason = reason
    sign_up.save(update_fields=["state", "confirmed_at", "reason"])
    tell("promoted", sign_up)


def place_in_queue(sign_up: SignUp) -> int:
    """Return the place of somebody who waits, from 1."""
    return sign_up.pool.sign_ups.waiting().filter(position__lte=sign_up.position).count()
