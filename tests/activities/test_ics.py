"""Activities for calendars: one, and what a list shows."""

import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from activities.kinds import Form
from activities.models import Activity, Shift
from publishing import actions as publishing
from publishing.states import Audience
from tests.activities.joining import open_session
from tests.factories import OrganisationFactory, StudySessionFactory, VolunteerEventFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
HALF_PAST_SEVEN, NINE = datetime.time(19, 30), datetime.time(21)
ALL = "/activities/calendar.ics"


def _text(client, path, **query):
    response = client.get(path, query)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return response.content.decode()


def _events(client, path, **query):
    return Calendar.from_ical(_text(client, path, **query)).walk("VEVENT")


def _one(activity) -> str:
    return f"/activities/{activity.pk}.ics"


def _at(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


@pytest.fixture
def patrol(town):
    """Every Tuesday and Thursday; the event itself begins on a Monday."""
    monday = datetime.date(2026, 3, 2)
    return VolunteerEventFactory(
        organisation=town, published=True, form=Form.PATROL, title="夜间巡逻", starts_at=_at(monday, HALF_PAST_SEVEN),
        ends_at=_at(monday + 60 * DAY, NINE), weekdays="24", shift_from=HALF_PAST_SEVEN, shift_until=NINE,
        repeats_until=monday + 30 * DAY,
    )  # fmt: skip


def _shift(patrol, day, start=HALF_PAST_SEVEN, end=NINE, state=Shift.State.PLANNED):
    return Shift.objects.create(event=patrol, date=day, starts_at=_at(day, start), ends_at=_at(day, end), state=state)


def test_entry_says_what_when_and_where(client, town):
    session = open_session(
        town, title="学习, 讨论; 座谈\\朗读", venue="礼堂", directions="乘12路", contact_phone="0731-28880000"
    )
    (event,) = _events(client, _one(session))
    assert (str(event["summary"]), str(event["location"])) == (session.title, "礼堂")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (session.starts_at, session.ends_at)
    assert event.decoded("dtstart").tzinfo.key == "Asia/Shanghai"
    assert "乘12路" in event["description"]
    assert event["status"] == "CONFIRMED"


def test_lines_are_folded_and_end_as_the_standard_asks(client, town):
    session = StudySessionFactory(published=True, organisation=town, summary="长" * 150)
    raw = client.get(_one(session)).content
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_entry_keeps_its_name_and_its_bytes_until_the_text_changes(client, town, people):
    yesterday = timezone.now() - DAY
    session = StudySessionFactory(organisation=town, author=people.alice, published=True, published_at=yesterday)
    Activity.objects.update(created_at=yesterday - DAY)
    first = client.get(_one(session)).content
    assert client.get(_one(session)).content == first
    before = Calendar.from_ical(first).walk("VEVENT")[0]
    publishing.correct(session, actor=people.dave, note="时间有误。")
    (after,) = _events(client, _one(session))
    assert after["uid"] == before["uid"] == f"activity-{session.pk}@testserver"
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstamp") > before.decoded("dtstamp")


def test_withdrawn_one_is_cancelled(client, town, people):
    session = open_session(town)
    publishing.withdraw(session, actor=people.dave, reason="台风红色预警")
    (event,) = _events(client, _one(session))
    assert event["status"] == "CANCELLED"


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False},
        {"published": True, "published_at": datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)},
        {"published": True, "audience": Audience.MEMBERS},
        {"published": False, "withdrawn": True, "audience": Audience.MEMBERS},
    ],
    ids=["draft", "scheduled", "members", "withdrawn from members"],
)
def test_what_strangers_do_not_see_has_no_entry(client, town, fields):
    session = StudySessionFactory(organisation=town, title="内部", **fields)
    assert client.get(_one(session)).status_code == 404
    assert "内部" not in _text(client, ALL)


def test_rota_is_a_rule_that_begins_on_its_first_day(client, patrol):
    (event,) = _events(client, _one(patrol))
    tuesday = datetime.date(2026, 3, 3)
    assert event.decoded("dtstart") == _at(tuesday, HALF_PAST_SEVEN)
    assert event.decoded("dtend") == _at(tuesday, NINE)
    rule = event["rrule"].to_ical().decode()
    assert rule == "FREQ=WEEKLY;UNTIL=20260401T155959Z;BYDAY=TU,TH"


def test_evening_called_off_is_taken_out_of_the_rule(client, patrol):
    thursday = datetime.date(2026, 3, 5)
    _shift(patrol, thursday, state=Shift.State.CANCELLED)
    _shift(patrol, thursday + 5 * DAY)
    (event,) = _events(client, _one(patrol))
    assert [moment.dt for moment in event["exdate"].dts] == [_at(thursday, HALF_PAST_SEVEN)]


def test_evening_moved_stands_apart_from_the_rule(client, patrol):
    thursday = datetime.date(2026, 3, 5)
    _shift(patrol, thursday, datetime.time(20), datetime.time(22))
    rule, moved = _events(client, _one(patrol))
    assert moved["uid"] == rule["uid"]
    assert moved.decoded("recurrence-id") == _at(thursday, HALF_PAST_SEVEN)
    assert moved.decoded("dtstart") == _at(thursday, datetime.time(20))
    assert "rrule" not in moved


def test_shift_past_midnight_ends_on_the_next_day(client, patrol):
    type(patrol).objects.update(shift_from=datetime.time(22), shift_until=datetime.time(1))
    (event,) = _events(client, _one(patrol))
    assert event.decoded("dtend") - event.decoded("dtstart") == datetime.timedelta(hours=3)


def test_calendar_follows_the_filters_of_the_list(client, town):
    village = OrganisationFactory(parent=town)
    VolunteerEventFactory(published=True, title="清理沿江路", organisation=village)
    StudySessionFactory(published=True, title="列车上的课")
    for query in ({"kind": "service"}, {"organisation": town.pk}):
        assert [str(event["summary"]) for event in _events(client, ALL, **query)] == ["清理沿江路"]


def test_calendar_holds_what_is_under_way(client, patrol, town):
    VolunteerEventFactory(
        organisation=town, published=True, title="正在进行", starts_at=timezone.now() - 9 * DAY, ends_at=timezone.now() + 9 * DAY
    )  # fmt: skip
    assert [str(event["summary"]) for event in _events(client, ALL)] == ["正在进行"]


def test_calendar_has_an_end(client, town, monkeypatch):
    monkeypatch.setattr("activities.views.details.MOST", 3)
    StudySessionFactory.create_batch(5, published=True, organisation=town)
    assert len(_events(client, ALL)) == 3


def test_caches_may_keep_a_calendar_and_ask_whether_it_changed(client, town):
    StudySessionFactory(published=True, organisation=town)
    answer = client.get(ALL)
    assert answer["Cache-Control"] == "public, no-cache"
    assert client.get(ALL, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", [{"kind": "x"}, {"organisation": "x"}, {"from": "2026-02-31"}, {"to": "0001-01-01"}])
def test_odd_filters_of_a_calendar_are_left_out(client, query):
    assert client.get(ALL, query).status_code == 200
