"""Staff put people on the list: by telephone, from a pasted list, past the queue, off it again."""

import threading
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.actions.chosen import cancel_chosen, promote_chosen
from activities.actions.participants import participant_without_account
from activities.actions.proxy import ListRefused, Person, foresee, sign_up_list, sign_up_person
from activities.actions.reveal import reveal_phone
from activities.errors import NotPossible, Why
from activities.kinds import Basis
from activities.models import Participant, SeatPool, SignUp
from members.models import AuditEntry, OutboxMail
from tests.activities.joining import join, open_session, states, taken, with_email
from tests.factories import MemberFactory, OrganisationFactory, StudySessionFactory

pytestmark = pytest.mark.django_db

PHONE = "13812345678"


@pytest.fixture
def dana(people):
    return people.dana


def _people(number: int, **fields) -> list[Person]:
    return [Person(f"张{chr(0x4E00 + n)}", phone=f"138{n:08d}", **fields) for n in range(number)]


# --- one who rings
def test_caller_gets_a_seat_and_a_row_in_the_log(town, dana):
    session = open_session(town)
    row = sign_up_person(session, Person("张三", PHONE, town), actor=dana)
    assert (row.state, row.source, row.made_by, row.is_new) == ("confirmed", "staff", dana, True)
    entry = AuditEntry.objects.get(action="signup.add")
    assert entry.organisation == town
    assert not {"张三", PHONE} & {entry.note, entry.object_name, *entry.fields}


def test_caller_who_rings_again_stays_as_they_are(town, dana):
    session = open_session(town, seats=1)
    first, second = (sign_up_person(session, Person("张三", phone), actor=dana) for phone in (PHONE, "138 1234 5678"))
    assert (first.pk, second.is_new) == (second.pk, False)
    assert AuditEntry.objects.filter(action="signup.add").count() == 1


def test_caller_after_the_window_is_still_taken(town, dana):
    session = StudySessionFactory(organisation=town, published=True)  # takes no sign-ups online
    assert sign_up_person(session, Person("张三", PHONE), actor=dana).state == "confirmed"


def test_caller_for_what_was_withdrawn_is_refused(town, dana):
    session = StudySessionFactory(organisation=town, withdrawn=True)
    with pytest.raises(NotPossible):
        sign_up_person(session, Person("张三", PHONE), actor=dana)
    assert not Participant.objects.exists()


def test_unit_that_is_named_counts_for_the_quota(town, harbour, dana):
    session = open_session(town, seats=2, quotas={harbour.pk: 1})
    participant_without_account(name="张三", phone=PHONE, organisation=town)
    row = sign_up_person(session, Person("张三", PHONE, harbour), actor=dana)
    assert row.pool.organisation == harbour
    assert Participant.objects.get().organisation == harbour


def test_address_is_kept_where_none_was_and_never_replaced(town, dana):
    for address in ("a@example.cn", "b@example.cn"):
        sign_up_person(open_session(town), Person("张三", PHONE, email=address), actor=dana)
    assert Participant.objects.get().email == "a@example.cn"
    assert OutboxMail.objects.count() == 2


def test_account_is_signed_up_as_itself(town, dana):
    session, member = open_session(town), MemberFactory(organisation=town)
    row = sign_up_person(session, Person("王小明", PHONE, account=member), actor=dana)
    assert row.participant.member == member
    assert sign_up_person(session, Person("王小明", account=member), actor=dana).pk == row.pk


# --- a list
def test_list_takes_places_in_its_order(town, dana):
    session = open_session(town, seats=2)
    sign_up_list(session, _people(4), actor=dana)
    assert states(session) == [("confirmed", None)] * 2 + [("waiting", 1), ("waiting", 2)]
    assert taken(session) == 2
    assert AuditEntry.objects.get(action="signup.add").note == "4"
    assert {row.made_by for row in session.sign_ups.all()} == {dana}


def test_list_twice_changes_nothing_more(town, dana):
    session = open_session(town, seats=9)
    sign_up_list(session, _people(3), actor=dana)
    outcomes = sign_up_list(session, _people(4), actor=dana)
    assert [outcome.is_new for outcome in outcomes] == [False, False, False, True]
    assert (taken(session), Participant.objects.count()) == (4, 4)


def test_list_and_people_online_share_the_queue(town, dana):
    session = open_session(town, seats=1)
    join(session)
    sign_up_list(session, _people(2), actor=dana)
    join(session)
    assert states(session) == [("confirmed", None), ("waiting", 1), ("waiting", 2), ("waiting", 3)]


def test_list_follows_quotas(town, harbour, dana):
    village = OrganisationFactory(parent=harbour)
    session = open_session(town, seats=2, quotas={harbour.pk: 1})
    people = [
        Person("甲", "13800000001", village),
        Person("乙", "13800000002", harbour),
        Person("丙", "13800000003", town),
    ]
    sign_up_list(session, people, actor=dana)
    assert [(row.state, row.pool.organisation) for row in session.sign_ups.all()] == [
        ("confirmed", harbour), ("waiting", harbour), ("confirmed", None),
    ]  # fmt: skip


def test_what_is_foreseen_is_what_happens_and_writes_nothing(town, dana):
    session = open_session(town, seats=2)
    join(session)
    foreseen = foresee(session, _people(3))
    assert (SignUp.objects.count(), Participant.objects.count(), taken(session)) == (1, 1, 1)
    done = sign_up_list(session, _people(3), actor=dana)
    assert [outcome.row.state for outcome in foreseen] == [outcome.row.state for outcome in done]


def test_list_with_a_firm_that_is_in_already_is_refused_as_a_whole(town, dana):
    session = open_session(town, seats=9, basis=Basis.FIRM)
    sign_up_person(session, Person("张三", PHONE, firm="株洲甲厂有限公司"), actor=dana)
    people = [Person("李四", "13800000001", firm="乙厂"), Person("王五", "13800000002", firm="甲厂")]
    with pytest.raises(ListRefused) as refused:
        sign_up_list(session, people, actor=dana)
    assert [outcome.why for outcome in refused.value.outcomes] == [None, Why.FIRM_IN]
    assert (SignUp.objects.count(), taken(session)) == (1, 1)


def test_firm_twice_in_one_list_is_refused(town):
    session = open_session(town, seats=9, basis=Basis.FIRM)
    people = [Person("李四", "13800000001", firm="乙厂"), Person("王五", "13800000002", firm="乙厂")]
    assert [outcome.why for outcome in foresee(session, people)] == [None, Why.FIRM_IN]


def test_list_tells_those_who_have_an_address(town, dana):
    session = open_session(town, seats=1)
    member = with_email(MemberFactory(organisation=town))
    sign_up_list(session, [*_people(1), Person("王小明", account=member)], actor=dana)
    assert OutboxMail.objects.get().key.startswith("waiting:")


def test_thousand_people_take_seconds_and_few_queries(town, dana):
    session = open_session(town, seats=600)
    start = perf_counter()
    with CaptureQueriesContext(connection) as caught:
        sign_up_list(session, _people(1000, unit=town), actor=dana)
    assert (taken(session), SignUp.objects.waiting().count()) == (600, 400)
    assert perf_counter() - start < 10
    assert len(caught) < 60


# --- past the queue, and off the list
def test_promotion_needs_a_seat_or_adds_one(town, dana):
    session = open_session(town, seats=1)
    _first, second, third = (join(session) for _number in range(3))
    with pytest.raises(NotPossible) as refused:
        promote_chosen(session, [third], actor=dana, reason="领队")
    assert refused.value.why == Why.FULL
    promote_chosen(session, [third], actor=dana, reason="领队", adds_seats=True)
    assert states(session) == [("confirmed", None), ("waiting", 1), ("confirmed", 2)]
    session.refresh_from_db()
    assert (session.seats, SeatPool.objects.get().seats, taken(session)) == (2, 2, 2)
    assert {"signup.promote", "activity.seats"} <= set(AuditEntry.objects.values_list("action", flat=True))
    assert AuditEntry.objects.get(action="signup.promote").organisation == town
    second.refresh_from_db()
    assert second.state == "waiting"


def test_promotion_is_all_or_nothing(town, dana):
    session = open_session(town, seats=1)
    rows = [join(session) for _number in range(3)]
    with pytest.raises(NotPossible):
        promote_chosen(session, rows, actor=dana, reason="领队", adds_seats=True)
    assert [state for state, _position in states(session)] == ["confirmed", "waiting", "waiting"]
    assert SeatPool.objects.get().seats == 1


def test_who_waits_is_taken_off_before_seats_are_freed(town, dana):
    session = open_session(town, seats=1)
    rows = [join(session, with_email(MemberFactory(organisation=town), f"m{n}@example.cn")) for n in range(3)]
    cancel_chosen(session, rows[:2], actor=dana, reason="改期")
    assert [state for state, _position in states(session)] == ["cancelled", "cancelled", "confirmed"]
    assert not OutboxMail.objects.filter(key=f"promoted:{rows[1].pk}").exists()
    assert set(session.sign_ups.filter(state="cancelled").values_list("reason", "cancelled_by")) == {("改期", dana.pk)}


def test_taking_off_needs_a_reason_and_reaches_its_own_activity_only(town, dana):
    session, other = open_session(town), open_session(town)
    row, foreign = join(session), join(other)
    with pytest.raises(NotPossible):
        cancel_chosen(session, [row], actor=dana, reason=" ")
    cancel_chosen(session, [foreign], actor=dana, reason="改期")
    assert not SignUp.objects.filter(state="cancelled").exists()


# --- numbers
def test_reading_a_number_leaves_a_row_without_it(town, dana):
    session = open_session(town)
    row = sign_up_person(session, Person("张三", PHONE), actor=dana)
    assert reveal_phone(row, actor=dana) == PHONE
    entry = AuditEntry.objects.get(action="participant.reveal")
    assert (entry.fields, entry.organisation) == (["phone"], town)
    assert PHONE not in f"{entry.note}{entry.object_name}" and "张三" not in f"{entry.note}{entry.object_name}"


# --- at the same moment
@pytest.mark.django_db(transaction=True)
def test_list_and_people_online_at_once_fill_the_seats_exactly(town, dana):
    session = open_session(town, seats=20)
    members, troubles = [MemberFactory(organisation=town) for _number in range(12)], []

    def run(act):
        try:
            act()
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    acts = [lambda one=one: join(session, one) for one in members]
    acts[4:4] = [lambda: sign_up_list(session, _people(30), actor=dana)] * 2
    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert (taken(session), SignUp.objects.count()) == (20, 42)
    places = SignUp.objects.waiting().order_by("position").values_list("position", flat=True)
    assert list(places) == list(range(1, 23))
