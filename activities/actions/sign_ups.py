"""Signing up and leaving: exactly as many people as seats, one active row for each, a queue without gaps.

Lock order everywhere: pools by number, then sign-ups, then the audit log.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from activities import rules
from activities.actions.notices import tell
from activities.actions.queue import fill_free_seats, seat
from activities.actions.seats import find_pool, pool_for
from activities.actions.taking import take_a_place
from activities.errors import NotPossible, Why
from activities.firms import firm_key
from activities.kinds import Basis, Kind
from activities.models import Activity, Participant, SeatPool, SignUp, VolunteerEvent
from members import audit
from members.models import PrivateDetails

CONFIRMED, WAITING, CANCELLED = SignUp.State.CONFIRMED, SignUp.State.WAITING, SignUp.State.CANCELLED


def sign_up(
    activity: Activity,
    participant: Participant,
    *,
    now: datetime | None = None,
    answer: str = "",
    firm: str = "",
    source: str = SignUp.Source.ONLINE,
    made_by=None,
    by_staff: bool = False,
) -> SignUp:
    """Give the person a seat, or the next place in the queue; return the sign-up with `is_new`.

    Who is in already, or waits, gets that row: pressing again changes nothing. Staff (`by_staff`) may sign people up
    outside the window until the activity ends, and beyond age limits; the audit row is the caller's. Raises
    NotPossible with the reason.
    """
    now = now or timezone.now()
    pool = pool_for(activity, participant.organisation_id)
    if reason := why_not(activity, participant, now, by_staff=by_staff, pool=pool):
        return _the_one_there_is(activity, participant, otherwise=reason)
    row = SignUp(
        activity=activity, participant=participant, answer=answer, source=source, made_by=made_by,
        firm=firm if activity.basis == Basis.FIRM else "",
        firm_key=firm_key(firm) if activity.basis == Basis.FIRM else "",
        pool=pool,
    )  # fmt: skip
    try:
        with transaction.atomic():
            take_a_place(row, now, by_staff=by_staff)
            tell("confirmed" if row.state == CONFIRMED else "waiting", row)
    except IntegrityError:  # somebody was quicker: the same person, pressing twice, or a colleague of the firm
        return _the_one_there_is(activity, participant, otherwise=Why.FIRM_IN if row.firm_key else Why.TRY_AGAIN)
    row.is_new = True
    return row


def active_sign_up(activity: Activity, participant: Participant) -> SignUp | None:
    found = SignUp.objects.active().filter(activity=activity.pk, participant=participant).select_related("pool").first()
    if found is not None:
        found.is_new = False
    return found


def why_not(
    activity: Activity,
    participant: Participant,
    now: datetime,
    *,
    by_staff: bool = False,
    pool: SeatPool | None = None,
) -> Why | None:
    """Why this person cannot sign up now, whatever the seats; None when nothing is in the way.

    `pool` is the one that they would take a seat of, when the caller knows it.
    """
    if by_staff:
        return Why.OVER if now >= activity.ends_at else rules.why_not_staff(activity)
    if reason := rules.why_not_sign_up(activity, now) or _why_not_safe(activity):
        return reason
    if not rules.is_meant_for(activity, participant.organisation_id):
        return Why.NOT_YOURS
    if _is_for_others(activity, pool or find_pool(activity, participant.organisation_id)):
        return Why.NOT_YOURS
    if activity.age_min is None and activity.age_max is None:
        return None
    born_on, day = born_on_of(participant), timezone.localdate(activity.starts_at)
    return rules.why_not_at_age(activity, rules.age_on(day, born_on) if born_on else None)


def born_on_of(participant: Participant) -> date | None:
    """Return the date of birth, from wherever it stands; None when unknown or unreadable."""
    text = participant.born_on
    if participant.member_id:
        details = PrivateDetails.objects.filter(pk=participant.member_id).first()
        text = details.born_on if details else ""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@transaction.atomic
def cancel(
    row: SignUp, *, actor, reason: str = "", by_staff: bool = False, now: datetime | None = None, request=None
) -> SignUp:
    """Give the seat, or the place in the queue, back; a freed seat goes to whoever waits longest, at once.

    Doing it twice changes nothing more. Raises NotPossible after the deadline, which does not bind staff.
    """
    pool, row = _lock(row)
    if row.state == CANCELLED:
        return row
    now = now or timezone.now()
    if not by_staff and (why := rules.why_not_cancel(row.activity, now)):
        raise NotPossible(why)
    _give_back(pool, row, now, actor=actor, reason=reason)
    if by_staff:
        tell("cancelled", row)
        audit.record(actor=actor, action="signup.cancel", obj=row, note=row.reason, request=request)
    return row


@transaction.atomic
def leave_for_good(row: SignUp) -> None:
    """Give back the seat of somebody who is erased, whatever the deadline; nothing is kept of who did it."""
    pool, row = _lock(row)
    if row.state != CANCELLED:
        _give_back(pool, row, timezone.now(), actor=None, reason="")


@transaction.atomic
def promote(row: SignUp, *, actor, reason: str, request=None) -> SignUp:
    """Give a free seat to somebody who waits, past those before them, with a reason that stays in the list.

    Raises NotPossible when no seat is free (raise the number of seats first) or nobody waits in this row.
    """
    pool, row = _lock(row)
    if row.state != WAITING:
        raise NotPossible(Why.NOT_WAITING)
    if not reason.strip():
        raise NotPossible(Why.NEEDS_REASON)
    if pool.seats is not None and pool.taken >= pool.seats:
        raise NotPossible(Why.FULL)
    pool.taken += 1
    pool.save(update_fields=["taken"])
    seat(row, reason.strip()[:200])
    audit.record(actor=actor, action="signup.promote", obj=row, note=row.reason, request=request)
    return row


def _is_for_others(activity: Activity, pool: SeatPool | None) -> bool:
    """Whether all seats are in the quotas of other units: there is nothing to wait for."""
    if pool is None or pool.organisation_id is not None or pool.seats != 0:
        return False
    return SeatPool.objects.filter(activity=activity.pk, organisation__isnull=False).exists()


def _lock(row: SignUp) -> tuple[SeatPool, SignUp]:
    """Lock the pool, then the row, and return both as they are now."""
    pool = SeatPool.objects.select_for_update().get(pk=SignUp.objects.filter(pk=row.pk).values("pool")[:1])
    rows = SignUp.objects.select_for_update(of=("self",)).select_related("activity", "pool", "participant__member")
    return pool, rows.get(pk=row.pk)


def _give_back(pool: SeatPool, row: SignUp, now: datetime, *, actor, reason: str) -> None:
    held_a_seat = row.state == CONFIRMED
    row.state, row.cancelled_at, row.cancelled_by, row.reason, row.group = CANCELLED, now, actor, reason[:200], None
    row.save(update_fields=["state", "cancelled_at", "cancelled_by", "reason", "group"])
    if held_a_seat:
        pool.taken -= 1
        pool.save(update_fields=["taken"])
        fill_free_seats(pool)


def _why_not_safe(activity: Activity) -> Why | None:
    """Volunteers sign up once they can read what may happen (志愿服务条例 art. 16, 17) and are insured against it."""
    if activity.kind != Kind.SERVICE:
        return None
    columns = VolunteerEvent.objects.filter(pk=activity.pk).values_list(
        "risk_notice", "is_hazardous", "insurance_number"
    )
    notice, is_hazardous, insurance = columns.get()
    return Why.NOT_READY if not notice.strip() or (is_hazardous and not insurance.strip()) else None


def _the_one_there_is(activity: Activity, participant: Participant, *, otherwise: Why) -> SignUp:
    """Return the person's row; raise NotPossible with `otherwise` when there is none."""
    if existing := active_sign_up(activity, participant):
        return existing
    raise NotPossible(otherwise)
