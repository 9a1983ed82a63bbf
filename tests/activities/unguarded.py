"""The portal with its guard off, for the negative control: looks whether a seat is free, then takes it."""

from portal.wsgi import application  # noqa: I001  (first: it sets Django up)

from activities.actions import sign_ups
from activities.models import SeatPool, SignUp

__all__ = ["application"]


def _check_then_take(row: SignUp, now, *, by_staff: bool) -> None:
    pool = row.pool  # as it was when somebody looked
    if pool.taken < pool.seats:
        SeatPool.objects.filter(pk=pool.pk).update(taken=pool.taken + 1)
        row.state, row.confirmed_at = SignUp.State.CONFIRMED, now
    else:
        row.state, row.position = SignUp.State.WAITING, 1_000_000 + row.participant_id
    row.save()


sign_ups.take_a_place = _check_then_take
