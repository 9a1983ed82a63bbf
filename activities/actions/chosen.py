"""What staff do with several people of a list at once: take them off it, or give them seats past the others."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from activities.actions.sign_ups import cancel, promote
from activities.errors import NotPossible, Why
from activities.models import Activity, SeatPool, SignUp
from members import audit

WAITING = SignUp.State.WAITING


@transaction.atomic
def promote_chosen(
    activity: Activity, rows: Sequence[SignUp], *, actor, reason: str, adds_seats: bool = False, request=None
) -> list[SignUp]:
    """Give seats to chosen people of the waiting list, in the order of the queue, all of them or none.

    With `adds_seats` a seat is added for each who finds none; the queue does not get it, the chosen do. Raises
    NotPossible.
    """
    pools, rows = _locked(activity, rows)
    promoted, added = [], 0
    for row in sorted(rows, key=lambda row: (row.pool_id, row.position or 0)):
        if row.state != WAITING:
            raise NotPossible(Why.NOT_WAITING)
        pool = pools[row.pool_id]
        if adds_seats and pool.seats is not None and pool.taken >= pool.seats:
            pool.seats += 1
            pool.save(update_fields=["seats"])
            added += 1
        promoted.append(promote(row, actor=actor, reason=reason, request=request))
        pool.taken += 1
    if added:
        Activity.objects.filter(pk=activity.pk, seats__isnull=False).update(seats=F("seats") + added)
        audit.record(
            actor=actor,
            action="activity.seats",
            obj=activity.leaf,
            fields=["seats"],
            note=reason[:200],
            request=request,
        )
    return promoted


@transaction.atomic
def cancel_chosen(activity: Activity, rows: Sequence[SignUp], *, actor, reason: str, request=None) -> list[SignUp]:
    """Take people off the list with a reason. Who waits goes first, so that nobody is moved up to be taken off."""
    if not reason.strip():
        raise NotPossible(Why.NEEDS_REASON)
    _pools, rows = _locked(activity, rows)
    ordered = sorted(rows, key=lambda row: row.state != WAITING)
    return [cancel(row, actor=actor, reason=reason.strip(), by_staff=True, request=request) for row in ordered]


def _locked(activity: Activity, rows: Sequence[SignUp]) -> tuple[dict[int, SeatPool], list[SignUp]]:
    """Lock the pools in their order, and read the rows as they are then."""
    pools = {pool.pk: pool for pool in SeatPool.objects.select_for_update().filter(activity=activity.pk).order_by("pk")}
    return pools, list(SignUp.objects.filter(activity=activity.pk, pk__in=[row.pk for row in rows]))
