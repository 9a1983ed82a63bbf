"""Members check in by themselves, with the digits on the organiser's screen. Staff's word on the roster stands."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from activities.actions.roster import line_for
from activities.check_in import EARLY, are_right, why_not_now
from activities.errors import NotPossible, Why
from activities.models import Activity, Attendance, Closing, Duty, Participant, Shift, SignUp
from members import audit

State, Source = Attendance.State, Attendance.Source


@transaction.atomic
def begin_check_in(activity: Activity, *, actor, request=None) -> None:
    """Make the key that the digits come from, if there is none yet."""
    rows = Activity.objects.filter(pk=activity.pk, check_in_key="")
    if rows.update(check_in_key=secrets.token_hex(32)):
        audit.record(actor=actor, action="checkin.begin", obj=activity.leaf, request=request)


@transaction.atomic
def check_in(activity: Activity, member, *, typed: str, now: datetime | None = None) -> list[Attendance]:
    """Mark the member, and the children they signed up, as present; return their lines. Twice is as good as once.

    Raises NotPossible: outside the window, without a seat, with wrong digits, or when staff marked them otherwise.
    """
    now = now or timezone.now()
    shift = shift_at(activity, now)
    if reason := why_not_check_in(activity, shift, now):
        raise NotPossible(reason)
    people = people_of(activity, member, shift)
    if not people:
        raise NotPossible(Why.NO_SEAT)
    if not are_right(activity.check_in_key, typed, now):
        raise NotPossible(Why.WRONG_DIGITS)
    lines = [line_for(activity, person, shift=shift, sign_up=sign_up) for person, sign_up in people]
    unmarked = Attendance.objects.filter(pk__in=[line.pk for line in lines], state="")
    unmarked.update(state=State.PRESENT, source=Source.CHECK_IN, marked_at=now, marked_by=member)
    lines = list(lines_of_people(activity, shift, [person for person, _sign_up in people]))
    if any(line.state != State.PRESENT for line in lines):
        raise NotPossible(Why.MARKED)
    return lines


def why_not_check_in(activity: Activity, shift: Shift | None, now: datetime) -> Why | None:
    """Why nobody can check in now: not the time, withdrawn, or the roster is closed."""
    if activity.state == activity.State.WITHDRAWN:
        return Why.GONE
    if reason := why_not_now(shift or activity, now):
        return reason
    is_closed = Closing.objects.filter(activity=activity.pk, shift=shift).exists()
    return Why.CHECK_IN_OVER if is_closed else None


def shift_at(activity: Activity, now: datetime) -> Shift | None:
    """Return the shift that one checks in for now; None for what is held once, and between shifts."""
    shifts = Shift.objects.filter(event=activity.pk, state=Shift.State.PLANNED, ends_at__gt=now)
    return shifts.filter(starts_at__lte=now + EARLY).order_by("starts_at").first()


def people_of(activity: Activity, member, shift: Shift | None = None) -> list[tuple[Participant, SignUp | None]]:
    """Those whom the member checks in: themselves and their children, who have a seat or are on duty."""
    rows = SignUp.objects.confirmed().of_member(member).filter(activity=activity.pk)
    found = {row.participant_id: (row.participant, row) for row in rows.select_related("participant").order_by("pk")}
    if shift is not None:
        duties = Duty.objects.filter(shift=shift, participant__member=member).select_related("participant")
        for duty in duties:
            found.setdefault(duty.participant_id, (duty.participant, None))
    return list(found.values())


def expected_of(activity: Activity, shift: Shift | None) -> int:
    """How many are expected: those on duty, of what is held once those who have a seat."""
    if shift is not None:
        return Duty.objects.filter(shift=shift).count()
    return SignUp.objects.confirmed().filter(activity=activity.pk).count()


def lines_of_people(activity: Activity, shift: Shift | None, people: list[Participant]):
    lines = Attendance.objects.filter(activity=activity.pk, shift=shift, participant__in=people)
    return lines.select_related("participant__member").order_by("row_code")
