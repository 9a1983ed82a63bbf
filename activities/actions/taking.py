"""The core of signing up: one statement takes a seat, and only who finds none locks the pool to draw a position.

Its SQL is written by hand. Building these two statements anew for each sign-up cost more than all else together;
`tests/activities/test_taking.py` holds them against the querysets that say the same.
"""

from datetime import datetime

from django.db import connection

from activities import rules
from activities.errors import NotPossible, Why
from activities.models import Activity, SeatPool, SignUp

IS_OPEN = """
    SELECT 1 FROM activities_activity
    WHERE id = %(activity)s AND state = 'published' AND published_at <= %(now)s AND takes_sign_ups
    AND (sign_up_opens_at IS NULL OR sign_up_opens_at <= %(now)s)
    AND COALESCE(sign_up_closes_at, starts_at) > %(now)s
"""
IS_OPEN_TO_STAFF = "SELECT 1 FROM activities_activity WHERE id = %(activity)s AND state <> 'withdrawn'"
TAKE = """
    UPDATE activities_seatpool SET taken = taken + 1
    WHERE id = %(pool)s AND (seats IS NULL OR taken < seats) AND EXISTS ({is_open})
"""


def take_a_place(row: SignUp, now: datetime, *, by_staff: bool) -> None:
    """Save the row as confirmed with a seat, or as waiting with the next position. The caller's transaction.

    Raises NotPossible where the activity takes no sign-up at this moment, IntegrityError where the person, or the
    firm, is in already.
    """
    if take_seat(row, now, by_staff=by_staff):
        row.state, row.confirmed_at = SignUp.State.CONFIRMED, now
    else:
        _take_what_there_is(row, now)
    row.save(force_insert=True)
    # What the UPDATE saw of the activity may be over by now: this waits for whoever is withdrawing it just then.
    if not is_open(row.activity_id, now, by_staff=by_staff, and_stays_so=True):
        raise NotPossible(_why_shut(row.activity_id, now))


def take_seat(row: SignUp, now: datetime, *, by_staff: bool) -> bool:
    """Count one more seat of the pool as taken if there is one and the activity is open: a single statement."""
    statement = TAKE.format(is_open=IS_OPEN_TO_STAFF if by_staff else IS_OPEN)
    return _execute(statement, now, activity=row.activity_id, pool=row.pool_id).rowcount == 1


def is_open(activity_id: int, now: datetime, *, by_staff: bool = False, and_stays_so: bool = False) -> bool:
    """Whether the activity takes a sign-up; with `and_stays_so` it does until the transaction ends.

    Sign-ups share that lock. SQLite needs none: whoever writes is alone.
    """
    statement = IS_OPEN_TO_STAFF if by_staff else IS_OPEN
    if and_stays_so and connection.features.has_select_for_update:
        statement += " FOR KEY SHARE"
    return _execute(statement, now, activity=activity_id).fetchone() is not None


def _execute(statement: str, now: datetime, **values):
    cursor = connection.cursor()
    cursor.execute(statement, {"now": connection.ops.adapt_datetimefield_value(now), **values})
    return cursor


def _take_what_there_is(row: SignUp, now: datetime) -> None:
    pool = SeatPool.objects.select_for_update().get(pk=row.pool_id)
    if pool.seats is None or pool.taken < pool.seats:  # somebody left since
        pool.taken += 1
        row.state, row.confirmed_at = SignUp.State.CONFIRMED, now
    else:
        pool.last_position += 1
        row.state, row.position = SignUp.State.WAITING, pool.last_position
    pool.save(update_fields=["taken", "last_position"])


def _why_shut(pk: int, now: datetime) -> Why:
    activity = Activity.objects.get(pk=pk)
    if not activity.is_visible(now):
        return Why.GONE
    return rules.why_not_sign_up(activity, now) or Why.TRY_AGAIN
