"""Checking in by digits: when they count, for whom, and that nobody has to."""

import datetime
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from activities.actions.check_in import begin_check_in, check_in
from activities.actions.participants import child_of, participant_of
from activities.actions.proxy import Person, sign_up_person
from activities.actions.roster import fill_roster, line_for
from activities.actions.sign_ups import cancel, sign_up
from activities.check_in import are_right, digits_at, seconds_left, why_not_now
from activities.errors import NotPossible, Why
from activities.models import Activity, Attendance, Closing, Duty, Shift
from members.models import AuditEntry
from tests.activities.joining import join, open_session
from tests.factories import MemberFactory, VolunteerEventFactory
from tests.publishing.desk import signed_in

MINUTE = datetime.timedelta(minutes=1)
NOW = datetime.datetime(2026, 11, 27, 9, 0, 30, tzinfo=datetime.UTC)
NAME, PHONE = "欧阳惜春", "13857315731"


# --- the digits
def test_digits_are_six_and_change_every_minute():
    digits = [digits_at("key", NOW + minutes * MINUTE) for minutes in range(50)]
    assert all(len(code) == 6 and code.isdecimal() for code in digits)
    assert len(set(digits)) == 50
    assert digits_at("key", NOW) == digits_at("key", NOW + MINUTE / 3)
    assert digits_at("key", NOW) != digits_at("other key", NOW)


@pytest.mark.parametrize(("minutes", "right"), [(-1, False), (0, True), (1, True), (2, False), (60, False)])
def test_digits_count_for_their_minute_and_the_next(minutes, right):
    assert are_right("key", digits_at("key", NOW), NOW + minutes * MINUTE) is right


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "1" * 400])
def test_other_words_are_never_right(typed):
    assert not are_right("key", typed, NOW)


def test_without_a_key_nothing_is_right():
    assert not are_right("", digits_at("", NOW), NOW)


def test_seconds_left():
    assert seconds_left(NOW) == 30


@pytest.mark.parametrize(
    ("minutes", "why"),
    [(-31, Why.CHECK_IN_EARLY), (-30, None), (0, None), (119, None), (120, Why.CHECK_IN_OVER)],
)
def test_window(minutes, why):
    activity = Activity(starts_at=NOW, ends_at=NOW + 120 * MINUTE)
    assert why_not_now(activity, NOW + minutes * MINUTE) == why


# --- checking in
pytestmark = pytest.mark.django_db


def _now_on(organisation, **fields):
    """A session that is going on, with a key."""
    start = timezone.now() - 10 * MINUTE
    session = open_session(
        organisation, seats=5, starts_at=start, ends_at=start + 120 * MINUTE, check_in=True,
        sign_up_closes_at=start + 120 * MINUTE, title="车厢课堂", **fields,
    )  # fmt: skip
    begin_check_in(session, actor=session.author)
    session.refresh_from_db()
    return session


@pytest.fixture
def session(town):
    return _now_on(town)


@pytest.fixture
def member(town, session):
    member = MemberFactory(username="lin", display_name="林晓", organisation=town)
    join(session, member)
    return member


def _digits(session) -> str:
    return digits_at(session.check_in_key, timezone.now())


def _refused(*args, **kwargs) -> Why:
    with pytest.raises(NotPossible) as refused:
        check_in(*args, **kwargs)
    return refused.value.why


def test_member_is_present_once_however_often(session, member):
    for _time in range(3):
        (line,) = check_in(session, member, typed=_digits(session))
    assert (line.state, line.source, line.marked_by, line.row_code) == ("present", "check_in", member, 1)
    assert line.sign_up.participant.member == member
    assert Attendance.objects.count() == 1


def test_line_that_the_roster_has_already_is_taken(session, member):
    fill_roster(session, actor=session.author)
    (line,) = check_in(session, member, typed=_digits(session))
    assert (Attendance.objects.count(), line.row_code) == (1, 1)


def test_staffs_word_stands(session, member):
    line = line_for(session, participant_of(member))
    Attendance.objects.filter(pk=line.pk).update(state=Attendance.State.ABSENT)
    assert _refused(session, member, typed=_digits(session)) == Why.MARKED
    line.refresh_from_db()
    assert line.state == "absent"


@pytest.mark.parametrize("digits", ["000000", "", "abc", "١٢٣٤٥٦"])
def test_wrong_digits_mark_nobody(session, member, digits):
    assert _refused(session, member, typed=digits) == Why.WRONG_DIGITS
    assert not Attendance.objects.exists()


def test_digits_of_another_activity_are_wrong(session, member, town):
    assert _refused(session, member, typed=_digits(_now_on(town))) == Why.WRONG_DIGITS


def test_only_those_with_a_seat_check_in(session, member, town):
    assert _refused(session, MemberFactory(organisation=town), typed=_digits(session)) == Why.NO_SEAT
    cancel(session.sign_ups.get(), actor=member, by_staff=True)
    assert _refused(session, member, typed=_digits(session)) == Why.NO_SEAT


def test_guardian_checks_in_their_children(session, member):
    sign_up(session, child_of(member, name="小宝"), made_by=member)
    assert len(check_in(session, member, typed=_digits(session))) == 2


def test_not_outside_its_time_nor_after_closing(session, member):
    for minutes, why in ((-45, Why.CHECK_IN_EARLY), (200, Why.CHECK_IN_OVER)):
        now = session.starts_at + minutes * MINUTE
        assert _refused(session, member, typed=digits_at(session.check_in_key, now), now=now) == why
    Closing.objects.create(activity=session, closed_by=session.author)
    assert _refused(session, member, typed=_digits(session)) == Why.CHECK_IN_OVER


def test_shift_of_tonight_has_its_own_line(town):
    start = timezone.now() + 10 * MINUTE
    event = VolunteerEventFactory(organisation=town, published=True, starts_at=start, check_in=True)
    begin_check_in(event, actor=event.author)
    event.refresh_from_db()
    shift = Shift.objects.create(event=event, date=start.date(), starts_at=start, ends_at=start + 90 * MINUTE)
    guard = MemberFactory(organisation=town)
    assert _refused(event, guard, typed=_digits(event)) == Why.NO_SEAT
    Duty.objects.create(shift=shift, participant=participant_of(guard))
    (line,) = check_in(event, guard, typed=_digits(event))
    assert (line.shift, line.state) == (shift, "present")


def test_key_is_made_once(session, people):
    begin_check_in(session, actor=people.dana)
    assert Activity.objects.get().check_in_key == session.check_in_key
    assert AuditEntry.objects.filter(action="checkin.begin").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_have_a_line_each(town):
    session = _now_on(town)
    members = [MemberFactory(organisation=town) for _number in range(5)]
    for one in members:
        join(session, one)
    digits, troubles = _digits(session), []

    def press(one):
        try:
            check_in(session, one, typed=digits)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[one]) for one in members * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    lines = Attendance.objects.order_by("row_code").values_list("row_code", "state")
    assert list(lines) == [(code, "present") for code in range(1, 6)]


# --- the member's page
def _page(session) -> str:
    return reverse("activities:check-in", args=[session.pk])


@pytest.fixture
def phone(client, member):
    return signed_in(client, member)


def test_code_fills_the_field_and_the_button_does_it(phone, session):
    digits = _digits(session)
    page = phone.get(_page(session), {"code": digits})
    assert f'value="{digits}"' in page.content.decode() and not Attendance.objects.exists()
    assert "no-store" in page.headers["Cache-Control"]
    done = phone.post(_page(session), {"code": f" {digits[:3]} {digits[3:]} "}, follow=True)
    assert [message.level_tag for message in done.context["messages"]] == ["success"]
    assert Attendance.objects.get().state == "present"
    assert '<form method="post" action="' + _page(session) not in done.content.decode()


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1" * 300, "1\0" * 3, "<script>", "000000"])
def test_odd_digits_are_refused_beside_the_field(phone, session, code):
    answer = phone.post(_page(session), {"code": code})
    assert list(answer.context["form"].errors) == ["code"]
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("query", ["?code=<script>", "?code=" + "9" * 500, "?code=", "?code=12345"])
def test_odd_codes_in_the_address_fill_nothing(phone, session, query):
    answer = phone.get(_page(session) + query)
    assert answer.status_code == 200 and answer.context["form"]["code"].value() == ""


def test_guessing_ends_after_ten_tries(phone, session):
    answers = [phone.post(_page(session), {"code": f"{number:06}"}).status_code for number in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert phone.post(_page(session), {"code": _digits(session)}).status_code == 429
    assert not Attendance.objects.exists()


def test_who_has_no_seat_is_sent_to_the_organiser(client, session, people):
    page = signed_in(client, people.charlie).get(_page(session))
    assert str(Why.NO_SEAT.label) in page.content.decode()
    assert "csrfmiddlewaretoken" not in page.content.decode().split("<main")[1]


def test_stranger_signs_in_first_and_keeps_the_digits(client, session):
    answer = client.get(_page(session) + "?code=123456")
    assert answer.status_code == 302 and "code%3D123456" in answer.headers["Location"]
    assert client.post(_page(session), {"code": "123456"}).status_code == 302


def test_page_is_not_there_without_checking_in_or_for_hidden_activities(phone, session, harbour, town):
    assert phone.get(_page(open_session(town))).status_code == 404
    assert phone.get(_page(_now_on(harbour, audience="organisation"))).status_code == 404
    assert phone.get("/activities/999999/check-in/").status_code == 404
    assert phone.get("/activities/99999999999999999999/check-in/").status_code == 404


def test_page_shows_nobody_else(phone, session, people):
    sign_up_person(session, Person(NAME, PHONE), actor=people.dana)
    fill_roster(session, actor=people.dana)
    text = phone.get(_page(session)).content.decode()
    assert NAME not in text and PHONE not in text


# --- the organiser's screen
def _screen(session, page="check_in_screen") -> str:
    return reverse(f"admin:activities_studysession_{page}", args=[session.pk])


def test_screen_shows_digits_code_and_how_many_came(client, olive, session, member):
    signed_in(client, olive)
    check_in(session, member, typed=_digits(session))
    for page in ("check_in_screen", "check_in_now"):
        answer = client.get(_screen(session, page))
        text = answer.content.decode()
        assert answer.context["digits"] == _digits(session)
        assert "<svg" in text and "<strong>1</strong>" in text and 'style="' not in text
        assert "林晓" not in text


def test_key_is_made_by_the_button_and_not_by_looking(client, olive, town):
    session = _now_on(town)
    Activity.objects.update(check_in_key="")
    signed_in(client, olive)
    assert "digits" not in client.get(_screen(session)).context
    assert not Activity.objects.get().check_in_key
    assert client.post(_screen(session)).status_code == 302
    assert len(Activity.objects.get().check_in_key) == 64


def test_screen_of_an_activity_without_checking_in_makes_no_key(client, olive, town):
    session = open_session(town)
    signed_in(client, olive)
    assert client.get(_screen(session)).status_code == 200
    client.post(_screen(session))
    assert not Activity.objects.get().check_in_key


def test_no_digits_before_the_window(client, olive, town):
    session = _now_on(town)
    Activity.objects.update(starts_at=timezone.now() + 60 * MINUTE)
    answer = signed_in(client, olive).get(_screen(session))
    assert "digits" not in answer.context and answer.context["why_not"] == Why.CHECK_IN_EARLY


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 403), ("dave", 403), ("olga", 403), ("eve", 404), ("charlie", 302)]
)
def test_screen_is_for_those_with_the_right_to_people(client, people, session, who, status):
    signed_in(client, getattr(people, who))
    for page in ("check_in_screen", "check_in_now"):
        assert client.get(_screen(session, page)).status_code == status
    assert client.post(_screen(session)).status_code == status
    assert client.post(_screen(session, "check_in_now")).status_code == 405 or status == 302
