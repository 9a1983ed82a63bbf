"""The evenings of a rota: made once, brought in line with a changed rule, called off, moved."""

from datetime import time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from activities.actions.shifts import call_off, move, plan_all, plan_shifts, restore
from activities.models import Attendance, Shift
from activities.rota import RotaRefused, Snag
from members.models import AuditEntry, OutboxMail
from publishing.states import State
from tests.activities.joining import with_email
from tests.activities.patrols import at, join_team, on_duty, patrol, planned, shift_now
from tests.factories import ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(people):
    return patrol(people.alice.organisation, since=timezone.localdate() + timedelta(days=1))


def _change(event, **fields):
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()


def _facts(event):
    return [
        (shift.date, timezone.localtime(shift.starts_at).time(), shift.state) for shift in event.shifts.order_by("date")
    ]


def test_sixty_days_are_made_and_done_again_nothing_changes(event, people):
    done = plan_shifts(event, actor=people.alice)
    before = list(event.shifts.values())
    again = plan_shifts(event, actor=people.alice)
    assert (done.made, again.total, list(event.shifts.values()) == before) == (60, 0, True)
    assert AuditEntry.objects.filter(action="shift.change").count() == 1


def test_last_day_ends_it(people):
    event = patrol(people.alice.organisation, since=timezone.localdate() + timedelta(days=1), days=6)
    plan_shifts(event)
    assert event.shifts.count() == 7


def test_next_day_adds_one_evening(event):
    plan_shifts(event)
    assert plan_shifts(event, now=timezone.now() + timedelta(days=1)).made == 1


def test_rota_entered_late_gets_the_evenings_that_were(people):
    event = patrol(people.alice.organisation, since=timezone.localdate() - timedelta(days=10), days=30)
    plan_shifts(event)
    assert event.shifts.filter(ends_at__lt=timezone.now()).count() >= 10


def test_later_rule_makes_no_evening_that_is_over(people):
    event = patrol(people.alice.organisation, since=timezone.localdate() - timedelta(days=10), days=30, weekdays="1")
    plan_shifts(event)
    before = event.shifts.filter(date__lt=timezone.localdate()).count()
    _change(event, weekdays="1234567")
    plan_shifts(event)
    assert event.shifts.filter(date__lt=timezone.localdate()).count() == before


def test_changed_hours_move_untouched_evenings_and_keep_those_with_people(event, people):
    first, second, *_others = planned(event)
    on_duty(first, ParticipantFactory())
    _change(event, shift_from=time(20), shift_until=time(22))
    done = plan_shifts(event)
    second.refresh_from_db()
    assert (done.kept, done.changed, done.removed) == ([first], 59, 0)
    assert timezone.localtime(second.starts_at).time() == time(20)


def test_changed_weekdays_remove_untouched_evenings_and_keep_those_with_people(event):
    first = planned(event)[0]
    on_duty(first, ParticipantFactory())
    weekdays = "1234567".replace(str(first.date.isoweekday()), "")
    _change(event, weekdays=weekdays)
    done = plan_shifts(event)
    assert done.kept == [first]
    assert {shift.date.isoweekday() for shift in event.shifts.exclude(pk=first.pk)} == set(map(int, weekdays))


def test_event_that_comes_no_more_loses_its_coming_evenings(event):
    planned(event)
    _change(event, weekdays="", shift_from=None, shift_until=None, repeats_until=None)
    plan_shifts(event)
    assert not event.shifts.exists()


def test_exceptions_survive_planning(event, people):
    first, second, *_others = planned(event)
    call_off(first, reason="暴雨", actor=people.alice)
    later = second.starts_at + timedelta(minutes=30)
    move(second, starts_at=later, ends_at=later + timedelta(hours=1), reason="会议冲突", actor=people.alice)
    _change(event, shift_from=time(20))
    plan_shifts(event)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.starts_at, second.date) == ("cancelled", later, first.date + timedelta(days=1))
    assert event.shifts.count() == 60


def test_withdrawn_event_is_left_alone(event):
    planned(event)
    _change(event, state=State.WITHDRAWN, withdrawal_reason="停办", withdrawn_at=timezone.now())
    assert plan_shifts(event, now=timezone.now() + timedelta(days=5)).total == 0
    assert event.shifts.count() == 60


def test_nightly_command_plans_what_is_published(event, people):
    draft = patrol(people.alice.organisation, published=False)
    call_command("plan_shifts")
    assert (event.shifts.count(), draft.shifts.count(), plan_all()) == (60, 0, 0)


def test_database_refuses_a_second_evening_of_a_day(event):
    shift = planned(event)[0]
    twin = Shift(event=event, date=shift.date, starts_at=shift.starts_at, ends_at=shift.ends_at)
    assert Shift.objects.bulk_create([twin], ignore_conflicts=True)
    assert event.shifts.filter(date=shift.date).count() == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_exception_needs_a_reason(event, people, reason):
    shift = planned(event)[0]
    with pytest.raises(RotaRefused) as refused:
        call_off(shift, reason=reason, actor=people.alice)
    assert refused.value.snag == Snag.NEEDS_REASON


def test_called_off_evening_is_told_once_and_comes_back(event, people):
    (person,) = join_team(event)
    with_email(person.member)
    shift = planned(event)[0]
    on_duty(shift, person)
    call_off(shift, reason="暴雨", actor=people.alice)
    call_off(shift, reason="暴雨", actor=people.alice)
    mail = OutboxMail.objects.get()
    assert ("暴雨" in mail.body, "取消" in mail.body) == (True, True)
    restored = restore(shift, actor=people.alice)
    assert (restored.state, restored.reason, OutboxMail.objects.count()) == ("planned", "", 2)


def test_restored_evening_has_the_hours_of_the_rule_again(event, people):
    shift = planned(event)[0]
    starts_at = shift.starts_at
    move(
        shift, starts_at=at(shift.date, time(23)), ends_at=at(shift.date, time(23, 30)), reason="会", actor=people.alice
    )
    assert restore(shift, actor=people.alice).starts_at == starts_at


@pytest.mark.parametrize(
    ("starts", "ends", "snag"),
    [
        (timedelta(hours=1), timedelta(hours=1), Snag.ENDS_FIRST),
        (timedelta(hours=2), timedelta(hours=1), Snag.ENDS_FIRST),
        (timedelta(hours=1), timedelta(hours=26), Snag.TOO_LONG),
        (timedelta(days=-5), timedelta(days=-5, hours=1), Snag.OVER),
        (timedelta(days=1), timedelta(days=1, hours=1), Snag.TAKEN_TIME),
    ],
)
def test_time_that_cannot_be_is_refused(event, people, starts, ends, snag):
    shift = planned(event)[0]
    with pytest.raises(RotaRefused) as refused:
        move(shift, starts_at=shift.starts_at + starts, ends_at=shift.starts_at + ends, reason="会", actor=people.alice)
    assert refused.value.snag == snag


def test_evening_with_a_roster_stays_as_it_was(event, people):
    shift = shift_now(event)
    Attendance.objects.create(activity=event, shift=shift, participant=ParticipantFactory(), row_code=1)
    with pytest.raises(RotaRefused) as refused:
        call_off(shift, reason="雨", actor=people.alice)
    assert refused.value.snag == Snag.HAS_ROSTER


def test_evening_that_is_over_cannot_be_called_off(event, people):
    over = timezone.now() - timedelta(hours=1)
    shift = shift_now(event, starts_at=over - timedelta(hours=1), ends_at=over)
    with pytest.raises(RotaRefused) as refused:
        call_off(shift, reason="雨", actor=people.alice)
    assert refused.value.snag == Snag.OVER


def test_draft_with_evenings_can_be_deleted(people):
    draft = patrol(people.alice.organisation, published=False)
    planned(draft)
    draft.delete()
    assert not Shift.objects.exists()
