"""Occasions with a roster: a session that is over, and a shift of a patrol."""

import datetime
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.utils import timezone

from activities.actions.participants import participant_without_account
from activities.actions.roster import fill_roster
from activities.actions.seats import set_seats
from activities.actions.sign_ups import sign_up
from activities.models import Attendance, Duty, Shift
from tests.factories import StudySessionFactory, VolunteerEventFactory

HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR


def session_with(organisation, *names: str, factory=StudySessionFactory, **fields):
    """A published activity of two hours that ended yesterday, with a confirmed sign-up for each name."""
    begins = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) - DAY
    fields = {"starts_at": begins, "ends_at": begins + 2 * HOUR, "takes_sign_ups": True} | fields
    activity = factory(organisation=organisation, published=True, **fields)
    set_seats(activity, seats=None, quotas={}, actor=activity.author)
    for name in names:
        sign_in(activity, name)
    return activity


def sign_in(activity, name: str, *, phone: str = "", **words):
    person = participant_without_account(name=name, phone=phone, organisation=activity.organisation)
    before = activity.starts_at - DAY
    return sign_up(activity, person, now=before, made_by=activity.author, by_staff=True, **words)


def filled(organisation, *names: str, **fields):
    """The same with its roster."""
    activity = session_with(organisation, *names, **fields)
    fill_roster(activity, actor=activity.author)
    return activity


def shift_with(organisation, *names: str):
    """A shift of an evening patrol that is over, with people on duty; the first leads."""
    begins = timezone.localtime().replace(hour=19, minute=30, second=0, microsecond=0) - DAY
    event = VolunteerEventFactory(
        organisation=organisation, published=True, starts_at=begins - DAY, ends_at=begins + 30 * DAY,
        weekdays="1234567", shift_from=datetime.time(19, 30), shift_until=datetime.time(21),
        repeats_until=(begins + 30 * DAY).date(),
    )  # fmt: skip
    shift = Shift.objects.create(event=event, date=begins.date(), starts_at=begins, ends_at=begins + 1.5 * HOUR)
    for name in names:
        person = participant_without_account(name=name, organisation=organisation)
        Duty.objects.create(shift=shift, participant=person, is_leader=name == names[0])
    return shift


def states_of(activity, shift=None) -> dict[int, str]:
    return dict(Attendance.objects.filter(activity=activity.pk, shift=shift).values_list("row_code", "state"))


def names_of(activity, shift=None) -> dict[int, str]:
    lines = Attendance.objects.filter(activity=activity.pk, shift=shift).order_by("row_code")
    return {line.row_code: line.participant.full_name for line in lines.select_related("participant__member")}


def at_once(work, numbers) -> list:
    """Do the work for each number at once, each in a connection of its own; raises what one of them raised."""

    def run(number):
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(numbers)) as threads:
        return list(threads.map(run, numbers))
