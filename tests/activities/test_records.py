"""Service records: hours by the rules, proposals from the roster, decisions, corrections."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from activities.actions import records as actions
from activities.actions.participants import participant_of
from activities.errors import NotRecorded
from activities.hours import Trouble, most_hours, proposed_hours, why_not_hours
from activities.models import Attendance, RecordVersion, ServiceRecord, Shift
from members.models import AuditEntry
from members.roles import Role
from tests.factories import (
    MemberFactory,
    ParticipantFactory,
    PostFactory,
    ServiceRecordFactory,
    StudySessionFactory,
    VolunteerEventFactory,
)

State = ServiceRecord.State


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


# --- rules
@pytest.mark.parametrize(
    ("starts", "ends", "cap", "most"),
    [
        ("2021-05-18 09:00", "2021-05-18 11:00", None, "2"),
        ("2021-05-18 09:00", "2021-05-18 11:29", None, "2"),
        ("2021-05-18 09:00", "2021-05-18 11:59", None, "2.5"),
        ("2021-05-18 09:00", "2021-05-18 09:29", None, "0"),
        ("2021-05-18 22:30", "2021-05-19 01:00", None, "2.5"),  # across midnight
        ("2021-12-31 23:00", "2022-01-01 01:30", None, "2.5"),  # across the year
        ("2024-02-28 23:00", "2024-02-29 01:00", None, "2"),  # a leap day
        ("2021-05-18 09:00", "2021-05-18 17:00", "6", "6"),
        ("2021-05-18 09:00", "2021-05-18 11:00", "6", "2"),
        ("2021-05-18 00:00", "2021-05-19 00:00", None, "24"),
    ],
)
def test_most_hours(starts, ends, cap, most):
    assert most_hours(at(starts), at(ends), cap and Decimal(cap)) == Decimal(most)


@pytest.mark.parametrize(
    ("hours", "starts", "ends", "trouble"),
    [
        ("2", "09:00", "11:00", None),
        ("0.5", "09:00", "11:00", None),
        ("2.5", "09:00", "11:00", Trouble.TOO_MANY),
        ("25", "00:00", "23:59", Trouble.TOO_MANY),
        ("0.3", "09:00", "11:00", Trouble.NOT_HALF),
        ("0", "09:00", "11:00", Trouble.NOT_HALF),
        ("-1", "09:00", "11:00", Trouble.NOT_HALF),
        ("1", "11:00", "09:00", Trouble.ENDS_FIRST),
        ("1", "09:00", "09:00", Trouble.ENDS_FIRST),
        ("3", "09:00", "17:00", Trouble.TOO_MANY),  # the event's own cap below
    ],
)
def test_why_not_hours(hours, starts, ends, trouble):
    most = Decimal("2.5") if ends == "17:00" else Decimal(24)
    assert why_not_hours(Decimal(hours), at(f"2021-05-18 {starts}"), at(f"2021-05-18 {ends}"), most) == trouble


def test_daylight_saving_elsewhere_counts_the_hours_that_passed():
    berlin = ZoneInfo("Europe/Berlin")
    start, end = datetime(2021, 3, 28, 1, tzinfo=berlin), datetime(2021, 3, 28, 4, tzinfo=berlin)
    assert most_hours(start.astimezone(ZoneInfo("UTC")), end.astimezone(ZoneInfo("UTC"))) == 2


@pytest.mark.parametrize(
    ("given", "hours", "cap", "worth"),
    [(None, 2, None, "2"), ("1.5", 2, None, "1.5"), ("1.9", 2, None, "1.5"), ("9", 2, None, "2"), (None, 8, "6", "6"),
     ("7", 8, "6", "6"), (None, 56, None, "24"), ("30", 56, None, "30")],
)  # fmt: skip
def test_proposed_hours(given, hours, cap, worth):
    start = at("2021-05-18 09:00")
    found = proposed_hours(given and Decimal(given), start, start + timedelta(hours=hours), cap and Decimal(cap))
    assert found == Decimal(worth)


# --- people
@pytest.fixture
def olive(town):
    """An organiser of the town."""
    member = MemberFactory(username="olive", organisation=town)
    PostFactory(member=member, role=Role.ORGANISER)
    return member


@pytest.fixture
def event(town):
    start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=3)
    return VolunteerEventFactory(
        organisation=town, published=True, starts_at=start, ends_at=start + timedelta(hours=2, minutes=45),
        tasks="清理沟渠\n\n冲洗路面", meeting_point="日升社区门口", person_in_charge="余红梅",
    )  # fmt: skip


def _line(event, participant=None, *, state="present", shift=None, **kwargs):
    number = Attendance.objects.filter(activity=event, shift=shift).count() + 1
    return Attendance.objects.create(
        activity=event.activity_ptr if hasattr(event, "activity_ptr") else event, shift=shift,
        participant=participant or ParticipantFactory(), row_code=number, state=state, **kwargs,
    )  # fmt: skip


# --- proposing
def test_roster_becomes_pending_records(event, olive):
    line = _line(event, source="check_in")
    for state in ("absent", "leave", "observer", ""):
        _line(event, state=state)
    assert actions.propose_records(event, actor=olive) == 1
    record = ServiceRecord.objects.get()
    assert (record.participant_id, record.state, record.source) == (line.participant_id, State.PENDING, "check_in")
    assert (record.title, record.content, record.place) == (event.title, "清理沟渠；冲洗路面", "日升社区门口")
    assert (record.hours, record.person_in_charge) == (Decimal("2.5"), "余红梅")
    assert record.due_on > timezone.localdate()
    assert AuditEntry.objects.get(action="record.propose").note == "1"


def test_proposing_again_changes_nothing(event, olive):
    _line(event)
    actions.propose_records(event, actor=olive)
    assert actions.propose_records(event, actor=olive) == 0
    assert ServiceRecord.objects.count() == 1


def test_undecided_proposals_follow_the_roster(event, olive):
    stays, leaves = _line(event), _line(event)
    actions.propose_records(event, actor=olive)
    Attendance.objects.filter(pk=stays.pk).update(hours="1.5")
    Attendance.objects.filter(pk=leaves.pk).update(state="absent")
    _line(event)
    assert actions.propose_records(event, actor=olive) == 1
    assert sorted(ServiceRecord.objects.values_list("hours", flat=True)) == [Decimal("1.5"), Decimal("2.5")]


def test_decided_records_stay_when_the_roster_changes(event, olive):
    line = _line(event)
    actions.propose_records(event, actor=olive)
    actions.approve_records(ServiceRecord.objects.all(), actor=olive)
    Attendance.objects.filter(pk=line.pk).update(state="absent")
    actions.propose_records(event, actor=olive)
    assert ServiceRecord.objects.get().state == State.APPROVED


def test_study_sessions_have_no_records(town, olive):
    session = StudySessionFactory(organisation=town, published=True)
    _line(session)
    assert actions.propose_records(session, actor=olive) == 0


def test_recurring_event_has_records_of_its_shifts(event, olive):
    event.weekdays = "12345"
    event.save()
    shift = Shift.objects.create(
        event=event,
        date=event.starts_at.date(),
        starts_at=event.starts_at,
        ends_at=event.starts_at + timedelta(hours=1),
    )
    _line(event, shift=shift)
    assert actions.propose_records(event, actor=olive) == 0
    assert actions.propose_records(event, shift, actor=olive) == 1
    assert ServiceRecord.objects.get().hours == 1


def test_forty_records_cost_a_few_queries(event, olive, django_assert_max_num_queries):
    for _number in range(40):
        _line(event)
    with django_assert_max_num_queries(20):
        assert actions.propose_records(event, actor=olive) == 40


# --- deciding
def test_approval_is_recorded(olive, event):
    record = ServiceRecordFactory(activity=event)
    assert actions.approve_records([record], actor=olive) == ([record], [])
    record.refresh_from_db()
    assert (record.state, record.decided_by) == (State.APPROVED, olive)
    entry = AuditEntry.objects.get(action="record.approve")
    assert (entry.object_id, entry.organisation_id) == (str(record.pk), record.organisation_id)


def test_nobody_decides_on_their_own_hours(olive, event):
    own = ServiceRecordFactory(activity=event, participant=participant_of(olive))
    child = ServiceRecordFactory(activity=event, participant=ParticipantFactory(guardian=olive))
    done, refused = actions.approve_records([own, child], actor=olive)
    assert (done, [why for _record, why in refused]) == ([], [Trouble.OWN, Trouble.OWN])
    assert actions.decline_records([own], actor=olive, reason="不对")[1] == [(own, Trouble.OWN)]
    with pytest.raises(NotRecorded, match="本人"):
        actions.correct_record(own, changes={"hours": Decimal(1)}, note="改", actor=olive, seen_version=1)


def test_overlapping_times_of_one_person_are_refused_and_touching_ones_are_not(olive, event):
    person = ParticipantFactory()
    first = ServiceRecordFactory(activity=event, participant=person)
    same = VolunteerEventFactory(organisation=event.organisation, starts_at=event.starts_at + timedelta(hours=1))
    after = VolunteerEventFactory(organisation=event.organisation, starts_at=event.ends_at)
    second, third = (ServiceRecordFactory(activity=one, participant=person) for one in (same, after))
    done, refused = actions.approve_records([first, second, third], actor=olive)
    assert [record.pk for record in done] == [first.pk, third.pk]
    assert [(record.pk, why) for record, why in refused] == [(second.pk, Trouble.OVERLAP)]


def test_what_is_not_over_is_not_approved(olive, town):
    ahead = VolunteerEventFactory(organisation=town)
    assert actions.approve_records([ServiceRecordFactory(activity=ahead)], actor=olive)[1][0][1] == Trouble.NOT_OVER


def test_missing_person_in_charge_is_asked_for_once(olive, event):
    record = ServiceRecordFactory(activity=event, person_in_charge="")
    assert actions.approve_records([record], actor=olive)[1][0][1] == Trouble.NO_CHARGE
    actions.approve_records([record], actor=olive, person_in_charge="陈洪波")
    assert ServiceRecord.objects.get().person_in_charge == "陈洪波"


def test_approving_twice_is_one_approval(olive, event):
    record = ServiceRecordFactory(activity=event)
    actions.approve_records([record], actor=olive)
    assert actions.approve_records([record], actor=olive)[1][0][1] == Trouble.DECIDED
    assert AuditEntry.objects.filter(action="record.approve").count() == 1


def test_declining_needs_a_reason_and_keeps_it(olive, event):
    record = ServiceRecordFactory(activity=event)
    with pytest.raises(NotRecorded):
        actions.decline_records([record], actor=olive, reason="  ")
    actions.decline_records([record], actor=olive, reason="当日请假，未到场")
    record.refresh_from_db()
    assert (record.state, record.decision_note) == (State.DECLINED, "当日请假，未到场")


def test_declined_record_may_be_approved_after_all(olive, event):
    record = ServiceRecordFactory(activity=event)
    actions.decline_records([record], actor=olive, reason="当日请假")
    assert actions.approve_records([record], actor=olive)[0] == [record]
    assert ServiceRecord.objects.get().decision_note == ""


# --- by hand
def _by_hand(event, **kwargs):
    times = {"starts_at": event.starts_at, "ends_at": event.starts_at + timedelta(hours=2), "hours": Decimal(2)}
    return actions.add_record(event, kwargs.pop("participant", None) or ParticipantFactory(), **times | kwargs)


def test_record_by_hand_is_pending(event, olive):
    record = _by_hand(event, actor=olive, content="搬运沙袋")
    assert (record.state, record.source, record.content) == (State.PENDING, "manual", "搬运沙袋")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"hours": Decimal("2.5")}, Trouble.TOO_MANY),
        ({"hours": Decimal("1.2")}, Trouble.NOT_HALF),
        ({"ends_at": timedelta(hours=-1)}, Trouble.ENDS_FIRST),
        ({"ends_at": timedelta(hours=3), "hours": Decimal("2.5")}, Trouble.OUTSIDE),
        ({"starts_at": timedelta(hours=-1), "hours": Decimal(1)}, Trouble.OUTSIDE),
        ({"starts_at": timedelta(days=-2), "hours": Decimal(25)}, Trouble.TOO_MANY),
    ],
)
def test_impossible_times_by_hand_are_refused(event, olive, change, why):
    moved = {name: event.starts_at + value if isinstance(value, timedelta) else value for name, value in change.items()}
    with pytest.raises(NotRecorded) as refused:
        _by_hand(event, actor=olive, **moved)
    assert refused.value.why == why
    assert not ServiceRecord.objects.exists()


def test_second_record_of_one_occasion_is_refused(event, olive):
    record = _by_hand(event, actor=olive)
    with pytest.raises(NotRecorded) as refused:
        _by_hand(event, actor=olive, participant=record.participant)
    assert refused.value.why == Trouble.TWICE


def test_overlap_by_hand_names_the_record_in_the_way(event, olive, harbour):
    other = VolunteerEventFactory(organisation=harbour, starts_at=event.starts_at, published=True)
    theirs = ServiceRecordFactory(activity=other)
    with pytest.raises(NotRecorded) as refused:
        _by_hand(event, actor=olive, participant=theirs.participant)
    assert (refused.value.why, refused.value.other) == (Trouble.OVERLAP, theirs)


# --- correcting
def test_correction_keeps_the_old_version_and_is_approved_anew(olive, event):
    record = ServiceRecordFactory(activity=event, approved=True)
    actions.correct_record(record, changes={"hours": Decimal("1.5")}, note="提前离开", actor=olive, seen_version=1)
    record.refresh_from_db()
    assert (record.hours, record.state, record.version, record.decided_by) == (Decimal("1.5"), State.PENDING, 2, None)
    old = RecordVersion.objects.get()
    assert (old.version, old.facts["hours"], old.facts["state"], old.note) == (1, "2.0", "approved", "提前离开")
    assert record.due_on > timezone.localdate()
    assert AuditEntry.objects.get(action="record.correct").fields == ["hours"]


def test_correction_that_changes_nothing_or_says_nothing_is_refused(olive, event):
    record = ServiceRecordFactory(activity=event)
    for changes, note, why in (
        ({"hours": record.hours}, "改", Trouble.NOTHING),
        ({"hours": Decimal(1)}, " ", Trouble.NO_NOTE),
    ):
        with pytest.raises(NotRecorded) as refused:
            actions.correct_record(record, changes=changes, note=note, actor=olive, seen_version=1)
        assert refused.value.why == why


def test_two_corrections_at_once_are_one(olive, event):
    record = ServiceRecordFactory(activity=event)
    actions.correct_record(record, changes={"hours": Decimal(1)}, note="早退", actor=olive, seen_version=1)
    with pytest.raises(NotRecorded) as refused:
        actions.correct_record(record, changes={"hours": Decimal("1.5")}, note="早退", actor=olive, seen_version=1)
    assert refused.value.why == Trouble.DECIDED


def test_correction_stays_within_the_event_and_its_caps(olive, event):
    record = ServiceRecordFactory(activity=event)
    event.hours_cap = Decimal("1.5")
    event.save()
    for changes, why in (
        ({"hours": Decimal("2.5")}, Trouble.TOO_MANY),
        ({"hours": Decimal(1), "ends_at": event.ends_at + timedelta(minutes=1)}, Trouble.OUTSIDE),
    ):
        with pytest.raises(NotRecorded) as refused:
            actions.correct_record(record, changes=changes, note="改", actor=olive, seen_version=1)
        assert refused.value.why == why
    assert not RecordVersion.objects.exists()
