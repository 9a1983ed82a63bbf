"""The next one like the last one: what goes along, what never does, and when it takes place."""

import datetime

import pytest
from django.utils import timezone

from activities.actions.copying import copy_activity, in_chinese, last_similar, moved
from activities.actions.seats import set_seats
from activities.kinds import Form
from activities.models import (
    Closing,
    Group,
    Leg,
    Material,
    SignUp,
    Speaker,
    StudySession,
    VolunteerEvent,
)
from members.models import AuditEntry
from tests.factories import OrganisationFactory, ParticipantFactory, StudySessionFactory, VolunteerEventFactory
from tests.publishing.desk import signed_in, url

pytestmark = pytest.mark.django_db
STUDY = "activities_studysession"


def _local(*parts) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(*parts))


def _weeks(number: int, hour: int = 9) -> datetime.datetime:
    """A Tuesday so many weeks before this one or after it, at that hour."""
    today = timezone.localdate()
    day = today - datetime.timedelta(days=today.weekday() - 1) + datetime.timedelta(weeks=number)
    return _local(day.year, day.month, day.day, hour)


@pytest.fixture
def session(people):
    made = StudySessionFactory(
        title="第二次专题学习：车厢课堂", form=Form.TRAIN_CLASS, ordinal=2, organisation=people.alice.organisation,
        author=people.dana, published=True, takes_sign_ups=True, seats=461, shows_people=True,
        starts_at=_weeks(-3), ends_at=_weeks(-3, 17), sign_up_closes_at=_weeks(-3) - datetime.timedelta(hours=15),
    )  # fmt: skip
    Leg.objects.create(activity=made, transport="train", line="醴茶铁路", what="车厢课堂")
    Group.objects.create(activity=made, name="3号车厢", seats=118, leader="张老师")
    Speaker.objects.create(session=made, name="王老师")
    Material.objects.create(session=made, title="论中国共产党历史", source="中央文献出版社")
    set_seats(made, seats=461, quotas={OrganisationFactory(name="湘社区").pk: 300}, actor=people.dana)
    return made


def test_copy_reads_like_the_original_but_for_its_times(session, people):
    before, after = session.content(), copy_activity(session, actor=people.alice).content()
    differing = {name for name in before if before[name] != after[name]}
    assert differing == {"title", "ordinal", "shows_people", "starts_at", "ends_at", "sign_up_closes_at"}


def test_copy_is_a_draft_of_the_person_who_made_it(session, people):
    copy = copy_activity(session, actor=people.alice)
    assert (copy.state, copy.author, copy.published_at, copy.approved_hash) == ("draft", people.alice, None, "")
    assert StudySession.objects.get(pk=session.pk).state == "published"


def test_sign_ups_closing_and_places_in_groups_stay_where_they_are(session, people):
    pool, group = session.pools.get(organisation=None), session.groups.get()
    person = ParticipantFactory(organisation=people.alice.organisation)
    SignUp.objects.create(activity=session, pool=pool, participant=person, state="confirmed", group=group)
    pool.taken = 1
    pool.save()
    Closing.objects.create(activity=session, headcount=300, closed_by=people.dana)
    copy = copy_activity(session, actor=people.alice)
    assert not copy.sign_ups.exists()
    assert sum(pool.taken for pool in copy.pools.all()) == 0
    assert not Closing.objects.filter(activity=copy).exists()
    assert (session.sign_ups.count(), group.sign_ups.count()) == (1, 1)


def test_rows_of_the_original_stay_with_it(session, people):
    copy_activity(session, actor=people.alice)
    assert [rows.count() for rows in (session.legs, session.groups, session.speakers, session.materials)] == [1] * 4


def test_quotas_go_along(session, people):
    copy = copy_activity(session, actor=people.alice)
    assert sorted(pool.seats for pool in copy.pools.all()) == [161, 300]


def test_it_takes_place_on_the_same_weekday_and_hour_of_the_next_week(session, people):
    copy = copy_activity(session, actor=people.alice)
    assert timezone.localtime(copy.starts_at).weekday() == 1
    assert timezone.localtime(copy.starts_at).hour == 9
    assert datetime.timedelta(0) < copy.starts_at - timezone.now() < datetime.timedelta(days=8)
    assert copy.ends_at - copy.starts_at == session.ends_at - session.starts_at
    assert copy.starts_at - copy.sign_up_closes_at == session.starts_at - session.sign_up_closes_at


def test_week_that_is_taken_is_passed_over(session, people):
    first = copy_activity(session, actor=people.alice)
    assert copy_activity(session, actor=people.alice).starts_at == first.starts_at + datetime.timedelta(weeks=1)


def test_rota_of_every_evening_takes_no_week(session, people):
    VolunteerEventFactory(
        organisation=session.organisation, weekdays="1234567", starts_at=_weeks(-1), ends_at=_weeks(50)
    )
    copy = copy_activity(session, actor=people.alice)
    assert copy.starts_at - timezone.now() < datetime.timedelta(days=8)


def test_what_lies_ahead_is_followed_a_week_later(session, people):
    ahead = copy_activity(session, actor=people.alice, starts_on=_weeks(10).date())
    assert copy_activity(ahead, actor=people.alice).starts_at == _weeks(11)


def test_day_that_is_given_counts(session, people):
    copy = copy_activity(session, actor=people.alice, starts_on=datetime.date(2027, 12, 31))
    assert timezone.localtime(copy.starts_at).isoformat() == "2027-12-31T09:00:00+08:00"


def test_numbers_go_on_in_figures_and_in_words(session, people):
    copy = copy_activity(session, actor=people.alice)
    same_year = timezone.localtime(copy.starts_at).year == timezone.localtime(session.starts_at).year
    assert (copy.ordinal, copy.title) == (
        (3, "第三次专题学习：车厢课堂") if same_year else (1, "第一次专题学习：车厢课堂")
    )


def test_numbers_begin_anew_with_the_year(session, people):
    copy = copy_activity(session, actor=people.alice, starts_on=datetime.date(2039, 3, 1))
    assert (copy.ordinal, copy.title) == (1, "第一次专题学习：车厢课堂")


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (31, "三十一"), (100, "100")]
)
def test_numbers_are_counted_in_chinese(number, words):
    assert in_chinese(number) == words


def test_rota_goes_on_where_it_ended_and_its_insurance_is_asked_anew(people):
    event = VolunteerEventFactory(
        form=Form.PATROL, weekdays="1234567", shift_from=datetime.time(19, 30), shift_until=datetime.time(21),
        starts_at=_weeks(-2, 19), ends_at=_weeks(4, 21), repeats_until=_weeks(4).date(), is_hazardous=True,
        insurance_number="PZ20271", hours_cap=2, organisation=people.alice.organisation,
    )  # fmt: skip
    copy = copy_activity(event, actor=people.alice)
    assert timezone.localdate(copy.starts_at) == _weeks(4).date() + datetime.timedelta(days=1)
    assert copy.repeats_until - timezone.localdate(copy.starts_at) == datetime.timedelta(weeks=6)
    assert (copy.insurance_number, copy.is_hazardous, copy.hours_cap, copy.weekdays) == ("", True, 2, "1234567")


def test_hour_of_the_clock_stays_when_the_clocks_were_set():
    before = _local(1991, 4, 13, 9)  # daylight saving began on the next day
    assert timezone.localtime(moved(before, 7)).hour == 9
    passed = moved(before, 7).astimezone(datetime.UTC) - before.astimezone(datetime.UTC)
    assert passed == datetime.timedelta(days=7) - datetime.timedelta(hours=1)


def test_last_similar_one_is_of_the_same_form_and_units(session, people):
    StudySessionFactory(form=Form.TRAIN_CLASS, starts_at=_weeks(5))
    StudySessionFactory(form=Form.LECTURE, organisation=session.organisation)
    assert last_similar(Form.TRAIN_CLASS, [session.organisation_id]).pk == session.pk
    assert last_similar(Form.MEMORIAL, [session.organisation_id]) is None


def test_audit_says_what_it_was_made_like(session, people):
    copy = copy_activity(session, actor=people.alice)
    entry = AuditEntry.objects.get(action="activity.copy")
    assert (entry.object_id, entry.note) == (str(copy.pk), str(session.pk))


# --- in the admin ---
def test_one_press_makes_the_next_one(client, session, people):
    alice = signed_in(client, people.alice)
    (choice,) = [last for form, last in alice.get(url("add", kind=STUDY)).context["choices"] if form == session.form]
    assert choice == session
    response = alice.post(url("copy", session, STUDY), {"starts": "2027-12-03"})
    copy = StudySession.objects.exclude(pk=session.pk).get()
    assert response.headers["Location"] == url("change", copy, STUDY)
    assert timezone.localdate(copy.starts_at) == datetime.date(2027, 12, 3)
    assert alice.get(url("change", copy, STUDY)).status_code == 200


@pytest.mark.parametrize("day", ["", "x", "0001-01-01", "9999-12-31", "2027-02-30"])
def test_odd_day_is_the_next_free_week(client, session, people, day):
    signed_in(client, people.alice).post(url("copy", session, STUDY), {"starts": day})
    copy = StudySession.objects.exclude(pk=session.pk).get()
    assert copy.starts_at - timezone.now() < datetime.timedelta(days=8)


def test_looking_at_the_address_makes_nothing(client, session, people):
    assert signed_in(client, people.alice).get(url("copy", session, STUDY)).status_code == 405
    assert StudySession.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("olga", 403), ("eve", 404), ("mallory", 404), ("charlie", 302)])
def test_others_make_none(client, session, people, who, status):
    assert signed_in(client, getattr(people, who)).post(url("copy", session, STUDY)).status_code == status
    assert StudySession.objects.count() == 1


def test_several_are_copied_from_the_list(client, session, people):
    alice = signed_in(client, people.alice)
    alice.post(url("changelist", kind=STUDY), {"action": "copy_selected", "_selected_action": [session.pk]})
    assert StudySession.objects.count() == 2


def test_event_is_copied_as_an_event(client, people):
    event = VolunteerEventFactory(organisation=people.alice.organisation, author=people.alice)
    signed_in(client, people.alice).post(url("copy", event, "activities_volunteerevent"))
    assert VolunteerEvent.objects.filter(title=event.title).count() == 2
