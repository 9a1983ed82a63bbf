"""Signing up and leaving: seats, the queue, quotas, and every reason why not."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from activities.actions.participants import child_of, participant_of, participant_without_account
from activities.actions.queue import place_in_queue
from activities.actions.seats import set_seats
from activities.actions.sign_ups import cancel, promote, sign_up
from activities.errors import NotPossible, SeatsTaken, Why
from activities.firms import firm_key
from activities.kinds import Basis
from activities.models import SeatPool
from members.models import AuditEntry, PrivateDetails
from publishing import actions as publishing
from tests.activities.joining import join, open_session, states, taken
from tests.factories import MemberFactory, OrganisationFactory, StudySessionFactory, VolunteerEventFactory

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def test_seats_are_given_until_none_is_left_then_places_in_the_queue(town):
    session = open_session(town, seats=2)
    rows = [join(session) for _number in range(4)]
    assert states(session) == [("confirmed", None), ("confirmed", None), ("waiting", 1), ("waiting", 2)]
    assert taken(session) == 2
    assert [place_in_queue(row) for row in rows[2:]] == [1, 2]


def test_pressing_again_changes_nothing(town):
    session = open_session(town)
    member = MemberFactory(organisation=town)
    first = join(session, member)
    assert [join(session, member).pk for _press in range(20)] == [first.pk] * 20
    assert taken(session) == 1


def test_seat_of_who_leaves_goes_to_who_waits_longest(town):
    session = open_session(town, seats=1)
    first, _second, third = (join(session) for _number in range(3))
    cancel(first, actor=first.participant.member)
    assert states(session) == [("cancelled", None), ("confirmed", 1), ("waiting", 2)]
    assert taken(session) == 1
    third.refresh_from_db()
    assert place_in_queue(third) == 1


def test_who_leaves_the_queue_frees_no_seat(town):
    session = open_session(town, seats=1)
    _first, second, _third = (join(session) for _number in range(3))
    cancel(second, actor=second.participant.member)
    assert states(session) == [("confirmed", None), ("cancelled", 1), ("waiting", 2)]
    assert taken(session) == 1


def test_cancelling_twice_gives_one_seat_back(town):
    session = open_session(town, seats=1)
    first, _second, _third = (join(session) for _number in range(3))
    for _time in range(2):
        cancel(first, actor=first.participant.member)
    assert taken(session) == 1


def test_who_comes_back_stands_at_the_end(town):
    session = open_session(town, seats=1)
    first, second = join(session), join(session)
    cancel(first, actor=first.participant.member)
    again = join(session, first.participant.member)
    assert (again.state, again.position) == ("waiting", 2)
    assert second.pk != again.pk


def test_quota_is_for_the_unit_and_those_below_it(town, harbour):
    village = OrganisationFactory(parent=town)
    session = open_session(harbour, seats=3, quotas={town.pk: 1})
    of_village, of_town = (
        join(session, MemberFactory(organisation=village)),
        join(session, MemberFactory(organisation=town)),
    )
    others = [join(session, MemberFactory(organisation=harbour)) for _number in range(3)]
    assert [row.state for row in (of_village, of_town, *others)] == [
        "confirmed", "waiting", "confirmed", "confirmed", "waiting",
    ]  # fmt: skip
    cancel(others[0], actor=others[0].participant.member)
    of_town.refresh_from_db()
    assert of_town.state == "waiting"  # the seat was not the quota's


def test_who_changes_units_takes_a_seat_of_the_new_one(town, harbour):
    session = open_session(harbour, seats=2, quotas={town.pk: 1})
    member = MemberFactory(organisation=harbour)
    participant_of(member)
    member.organisation = town
    member.save()
    assert join(session, member).pool.organisation == town


def test_where_all_seats_are_quotas_others_are_told_at_once(town, harbour):
    session = open_session(harbour, seats=2, quotas={town.pk: 2})
    with pytest.raises(NotPossible) as refused:
        join(session, MemberFactory(organisation=harbour))
    assert refused.value.why == Why.NOT_YOURS
    assert join(session, MemberFactory(organisation=town)).state == "confirmed"


def test_internal_activity_takes_nobody_from_elsewhere(town, harbour):
    session = open_session(town, audience="organisation")
    with pytest.raises(NotPossible) as refused:
        join(session, MemberFactory(organisation=harbour))
    assert refused.value.why == Why.NOT_YOURS
    assert taken(session) == 0
    assert join(session, MemberFactory(organisation=town)).state == "confirmed"


def test_more_seats_move_the_queue(town):
    session = open_session(town, seats=1)
    for _number in range(4):
        join(session)
    set_seats(session, seats=3, quotas={}, actor=session.author)
    assert [state for state, _position in states(session)] == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert taken(session) == 3


def test_seats_are_never_cut_below_those_taken(town):
    session = open_session(town, seats=3)
    join(session), join(session)
    with pytest.raises(SeatsTaken):
        set_seats(session, seats=1, quotas={}, actor=session.author)
    assert taken(session) == 2
    assert SeatPool.objects.get(activity=session.pk).seats == 3


def test_quota_with_people_is_not_taken_away(town, harbour):
    session = open_session(harbour, seats=3, quotas={town.pk: 1})
    join(session, MemberFactory(organisation=town))
    with pytest.raises(SeatsTaken):
        set_seats(session, seats=3, quotas={}, actor=session.author)


def test_without_a_number_of_seats_everybody_gets_one(town):
    session = open_session(town, seats=None)
    assert {join(session).state for _number in range(5)} == {"confirmed"}


def test_session_whose_seats_were_never_set_gets_its_pool(town):
    session = StudySessionFactory(organisation=town, published=True, takes_sign_ups=True, seats=1)
    assert [join(session).state for _number in range(2)] == ["confirmed", "waiting"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"sign_up_opens_at": 1}, Why.NOT_OPEN),
        ({"sign_up_closes_at": -1}, Why.CLOSED),
        ({"starts_at": -1, "ends_at": 1}, Why.CLOSED),
        ({"takes_sign_ups": False}, Why.NO_SIGN_UP),
        ({"age_min": 18}, Why.AGE_UNKNOWN),
    ],
)
def test_refusal_says_why(town, fields, why):
    moved = {name: timezone.now() + value * HOUR if name.endswith("_at") else value for name, value in fields.items()}
    session = open_session(town, **moved)
    with pytest.raises(NotPossible) as refused:
        join(session)
    assert refused.value.why == why
    assert not session.sign_ups.exists()


@pytest.mark.parametrize(
    ("born", "why"), [("2015-01-01", Why.TOO_YOUNG), ("1930-01-01", Why.TOO_OLD), ("1980-05-01", None)]
)
def test_age_counts_on_the_day_of_the_activity(town, born, why):
    session = open_session(town, age_min=18, age_max=70)
    member = MemberFactory(organisation=town)
    PrivateDetails.objects.create(member=member, born_on=born)
    if why is None:
        assert join(session, member).state == "confirmed"
    else:
        with pytest.raises(NotPossible) as refused:
            join(session, member)
        assert refused.value.why == why


def test_age_counts_by_the_local_day(town):
    begins = datetime.datetime(2030, 6, 1, 6, 30, tzinfo=timezone.get_default_timezone())  # in UTC still 31 May
    session = open_session(town, age_min=18, starts_at=begins, ends_at=begins + HOUR)
    member = MemberFactory(organisation=town)
    PrivateDetails.objects.create(member=member, born_on="2012-06-01")
    assert join(session, member).state == "confirmed"


def test_mistaken_date_of_birth_of_a_child_is_corrected(town, people):
    session = open_session(town, basis=Basis.CHILD, age_min=6)
    year = timezone.localdate().year
    with pytest.raises(NotPossible):
        sign_up(session, child_of(people.charlie, name="王小一", born_on=f"{year - 1}-01-01"))
    child = child_of(people.charlie, name="王小一", born_on=f"{year - 9}-01-01")
    assert sign_up(session, child).state == "confirmed"


def test_withdrawn_meanwhile_takes_nobody(town, people):
    session = open_session(town)
    publishing.withdraw(session, actor=people.dave, reason="台风")
    with pytest.raises(NotPossible) as refused:  # the page was open before
        join(session)
    assert refused.value.why == Why.GONE


def test_volunteers_need_a_risk_notice_first(town):
    event = VolunteerEventFactory(organisation=town, published=True, takes_sign_ups=True, risk_notice="")
    with pytest.raises(NotPossible) as refused:
        join(event)
    assert refused.value.why == Why.NOT_READY


def test_after_the_deadline_nobody_leaves_by_themselves(town):
    session = open_session(town, cancel_until=timezone.now() - HOUR)
    row = join(session)
    with pytest.raises(NotPossible) as refused:
        cancel(row, actor=row.participant.member)
    assert refused.value.why == Why.TOO_LATE
    cancel(row, actor=session.author, by_staff=True, reason="来电取消")
    assert taken(session) == 0


def test_firm_has_one_seat_however_it_is_spelled(town):
    session = open_session(town, seats=9, basis=Basis.FIRM)
    join(session, firm="株洲天元机电有限公司")
    with pytest.raises(NotPossible) as refused:
        join(session, firm="天元机电 有限责任公司")
    assert refused.value.why == Why.FIRM_IN


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("天元机电有限公司", "天元机电", True),
        ("ＡＢＢ公司", "abb", True),
        ("天元机电", "天元机械", False),
        ("公司", "", False),
    ],
)
def test_firm_key(one, other, same):
    assert (firm_key(one) == firm_key(other)) is same


def test_guardian_signs_up_each_child_once(town, people):
    session = open_session(town, seats=9, basis=Basis.CHILD)
    names = ["王小一", "王小二", "王小一"]
    rows = [
        sign_up(session, child_of(people.charlie, name=name, born_on="2014-06-01"), made_by=people.charlie)
        for name in names
    ]
    assert len({row.pk for row in rows}) == 2
    assert "王小一" not in str(list(session.sign_ups.values()))


def test_elder_without_account_is_signed_up_by_staff_after_the_window(town, people):
    session = open_session(town, sign_up_closes_at=timezone.now() - HOUR)
    elder = participant_without_account(name="李大爷", phone="13857315731", organisation=town)
    assert sign_up(session, elder, made_by=people.alice, by_staff=True, source="staff").state == "confirmed"
    assert participant_without_account(name=" 李大爷 ", phone="138 5731 5731", organisation=town).pk == elder.pk


def test_staff_promote_past_the_queue_only_into_a_free_seat(town, people):
    session = open_session(town, seats=1)
    _first, _second, third = (join(session) for _number in range(3))
    with pytest.raises(NotPossible) as refused:
        promote(third, actor=people.dana, reason="讲解员")
    assert refused.value.why == Why.FULL
    SeatPool.objects.filter(activity=session.pk).update(seats=2)
    with pytest.raises(NotPossible):
        promote(third, actor=people.dana, reason=" ")
    assert promote(third, actor=people.dana, reason="讲解员").state == "confirmed"
    assert taken(session) == 2
    assert AuditEntry.objects.filter(action="signup.promote", note="讲解员").count() == 1


def test_participant_is_one_row_for_each_member(people):
    assert participant_of(people.charlie).pk == participant_of(people.charlie).pk


def test_names_and_numbers_are_not_in_the_tables(town):
    participant_without_account(name="李大爷", phone="13857315731", organisation=town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM activities_participant")
        raw = str(cursor.fetchall())
    assert "13857315731" not in raw
    assert "李大爷" not in raw
