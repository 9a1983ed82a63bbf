"""How many seats there are, and for whom: the pools that sign-ups compete for.

Lock order everywhere: pools by number, then sign-ups, then the audit log.
"""

from collections.abc import Mapping

from django.db import transaction

from activities.actions.queue import fill_free_seats
from activities.errors import SeatsTaken
from activities.models import Activity, SeatPool
from members import audit
from members.models import Organisation


@transaction.atomic
def set_seats(activity: Activity, *, seats: int | None, quotas: Mapping[int, int], actor, request=None) -> None:
    """Set the seats of an activity and the quotas of units (organisation number to seats) within them.

    `seats` None is as many as come; then quotas are kept for their units on top of that. What is not a quota's is
    open to all others. Free seats go to those who wait. Raises SeatsTaken where people are in already: nobody is
    ever dropped.
    """
    pools = {pool.organisation_id: pool for pool in SeatPool.objects.select_for_update().filter(activity=activity.pk)}
    wanted: dict[int | None, int | None] = {None: None if seats is None else max(seats - sum(quotas.values()), 0)}
    wanted |= dict(quotas)
    changed = _resize(activity, pools, wanted) | _drop(pools, wanted)
    if changed:
        Activity.objects.filter(pk=activity.pk).update(seats=seats)
        for pool in SeatPool.objects.filter(activity=activity.pk).order_by("pk"):
            fill_free_seats(pool)
        audit.record(actor=actor, action="activity.seats", obj=activity.leaf, fields=["seats"], request=request)


def pool_for(activity: Activity, organisation) -> SeatPool:
    """Return the pool that somebody of this organisation takes a seat of: the nearest quota above, else the open one.

    The organisation may be given as its number. An activity whose seats were never set gets its open pool now.
    """
    found = find_pool(activity, organisation)
    if found is None:
        found, _is_new = SeatPool.objects.get_or_create(
            activity_id=activity.pk, organisation=None, defaults={"seats": activity.seats}
        )
    return found


def find_pool(activity: Activity, organisation) -> SeatPool | None:
    """Return the same without making anything; None when seats were never set."""
    pools = {pool.organisation_id: pool for pool in SeatPool.objects.filter(activity=activity.pk)}
    if organisation is not None and pools.keys() - {None}:
        unit = Organisation.objects.with_tree_fields().get(pk=getattr(organisation, "pk", organisation))
        for above in reversed(Organisation.objects.ancestors(unit, include_self=True)):
            if above.pk in pools:
                return pools[above.pk]
    return pools.get(None)


def _resize(activity: Activity, pools: dict, wanted: dict) -> bool:
    changed = False
    for organisation_id, seats in wanted.items():
        pool = pools.get(organisation_id)
        if pool is None:
            SeatPool.objects.create(activity_id=activity.pk, organisation_id=organisation_id, seats=seats)
        elif pool.seats == seats:
            continue
        elif seats is not None and seats < pool.taken:
            raise SeatsTaken(pool)
        else:
            pool.seats = seats
            pool.save(update_fields=["seats"])
        changed = True
    return changed


def _drop(pools: dict, wanted: dict) -> bool:
    """Take away quotas that are no more; their history goes to the open pool."""
    gone = [pool for organisation_id, pool in pools.items() if organisation_id not in wanted]
    for pool in gone:
        if pool.sign_ups.active().exists():
            raise SeatsTaken(pool)
        pool.sign_ups.update(pool=SeatPool.objects.get(activity=pool.activity_id, organisation=None))
        pool.delete()
    return bool(gone)
