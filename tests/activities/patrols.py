"""A street's evening patrol: an event that comes again, and the people of its team."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from activities.actions.participants import participant_of
from activities.actions.shifts import plan_shifts
from activities.kinds import Form
from activities.models import Duty, SeatPool, Shift, SignUp
from tests.factories import MemberFactory, VolunteerEventFactory

STARTS, ENDS = time(19, 30), time(21)


def at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def patrol(organisation, *, since=None, days=90, weekdays="1234567", min_people=5, **fields):
    """A published patrol of every evening, which begins today."""
    since = since or timezone.localdate()
    hours = (fields.pop("shift_from", STARTS), fields.pop("shift_until", ENDS))
    return VolunteerEventFactory(
        organisation=organisation, form=Form.PATROL, weekdays=weekdays, min_people=min_people,
        shift_from=hours[0], shift_until=hours[1], repeats_until=since + timedelta(days=days),
        starts_at=at(since, hours[0]), ends_at=at(since + timedelta(days=days + 1), hours[1]),
        **{"published": True, "title": "夜间义务巡逻", **fields},
    )  # fmt: skip


def join_team(event, number=1, names=(), member=None):
    """Sign people up for the event: members of its unit; return them as participants."""
    pool, _made = SeatPool.objects.get_or_create(activity=event, organisation=None)
    members = [member] if member else [MemberFactory(organisation=event.organisation, display_name=name)
                                       for name in (names or [f"队员{n}" for n in range(number)])]  # fmt: skip
    people = [participant_of(member) for member in members]
    for person in people:
        SignUp.objects.create(activity=event, pool=pool, participant=person, state="confirmed")
    return people


def planned(event) -> list[Shift]:
    plan_shifts(event)
    return list(event.shifts.order_by("date"))


def shift_now(event, **times) -> Shift:
    """An evening of the event that is under way at this very moment."""
    now = timezone.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(minutes=30)} | times
    day = timezone.localdate(times["starts_at"])
    Shift.objects.filter(event=event, date=day).delete()
    return Shift.objects.create(event=event, date=day, **times)


def on_duty(shift, person, **fields) -> Duty:
    return Duty.objects.create(shift=shift, participant=person, **fields)
