"""Who goes in which carriage: by quota, evenly, by hand; no group over its seats."""

import pytest

from activities.actions.groups import GroupFull, distribute, place
from activities.models import Group, Leg, SeatPool, SignUp
from members.models import AuditEntry, PrivateDetails
from tests.factories import (
    OrganisationFactory,
    ParticipantFactory,
    PostFactory,
    StudySessionFactory,
    VolunteerEventFactory,
)
from tests.publishing.desk import signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(people):
    return StudySessionFactory(organisation=people.alice.organisation, author=people.alice)


def _group(session, name, seats=None, organisation=None):
    return Group.objects.create(activity=session, name=name, seats=seats, organisation=organisation)


def _sign_up(session, number, organisation=None, quota=None, state="confirmed"):
    pool, _made = SeatPool.objects.get_or_create(activity=session, organisation=quota)
    made = []
    for n in range(number):
        person = ParticipantFactory(organisation=organisation or quota)
        position = n + 1 if state == "waiting" else None
        made.append(
            SignUp.objects.create(activity=session, pool=pool, participant=person, state=state, position=position)
        )
    return made


def _numbers(session) -> dict:
    return {group.name: group.sign_ups.confirmed().count() for group in session.groups.all()}


def test_units_are_put_into_their_own_group_first(session, people):
    town, harbour = people.alice.organisation, people.eve.organisation
    _group(session, "1号车", 10)
    _group(session, "2号车", 10, organisation=harbour)
    _sign_up(session, 4, quota=harbour)
    _sign_up(session, 5, organisation=town)
    assert distribute(session, actor=people.alice).placed == 9
    assert _numbers(session) == {"1号车": 5, "2号车": 4}


def test_group_of_a_unit_is_for_those_below_it(session, people):
    above, other = OrganisationFactory(), OrganisationFactory()
    below = OrganisationFactory(parent=OrganisationFactory(parent=above))
    _group(session, "甲", 9, organisation=other)
    _group(session, "乙", 9, organisation=above)
    _sign_up(session, 3, quota=below)
    distribute(session, actor=people.alice)
    assert _numbers(session) == {"甲": 0, "乙": 3}


def test_people_without_a_unit_of_their_own_are_spread_evenly(session, people):
    for n in range(4):
        _group(session, f"{n}号", 118)
    _sign_up(session, 10)
    distribute(session, actor=people.alice)
    assert sorted(_numbers(session).values()) == [2, 2, 3, 3] or sorted(_numbers(session).values()) == [1, 3, 3, 3]


def test_groups_without_a_number_of_seats_are_filled_evenly_too(session, people):
    _group(session, "甲")
    _group(session, "乙")
    _sign_up(session, 8)
    distribute(session, actor=people.alice)
    assert _numbers(session) == {"甲": 4, "乙": 4}


def test_small_units_stay_together(session, people):
    for name in "甲乙丙":
        _group(session, name, 10)
    units = [OrganisationFactory() for _n in range(3)]
    for unit in units:
        _sign_up(session, 4, organisation=unit)
    distribute(session, actor=people.alice)
    for unit in units:
        assert session.sign_ups.filter(participant__organisation=unit).values("group").distinct().count() == 1


def test_no_group_gets_more_than_its_seats(session, people):
    town = people.alice.organisation
    _group(session, "甲", 3, organisation=town)
    _group(session, "乙", 2)
    _sign_up(session, 9, organisation=town)
    outcome = distribute(session, actor=people.alice)
    assert (outcome.placed, outcome.left, _numbers(session)) == (5, 4, {"甲": 3, "乙": 2})


def test_seats_that_a_unit_leaves_are_for_others(session, people):
    _group(session, "甲", 5, organisation=people.eve.organisation)
    _group(session, "乙", 2)
    _sign_up(session, 6, organisation=people.alice.organisation)
    assert distribute(session, actor=people.alice).left == 0


def test_those_placed_by_hand_stay_and_waiting_ones_go_nowhere(session, people):
    first, second = _group(session, "甲", 1), _group(session, "乙", 5)
    by_hand, other = _sign_up(session, 2)
    _sign_up(session, 2, state="waiting")
    place(session, [by_hand.pk], second, actor=people.alice)
    distribute(session, actor=people.alice)
    by_hand.refresh_from_db()
    other.refresh_from_db()
    assert (by_hand.group, other.group_id is not None) == (second, True)
    assert session.sign_ups.waiting().exclude(group=None).count() == 0
    assert first.sign_ups.count() <= 1


def test_461_people_find_their_carriages(session, people):
    for n in range(4):
        _group(session, f"{n}号车厢", 118)
    units = [OrganisationFactory() for _n in range(5)]
    pools = [SeatPool.objects.create(activity=session, organisation=unit, seats=100) for unit in units]
    persons = ParticipantFactory.create_batch(461)
    SignUp.objects.bulk_create(
        SignUp(activity=session, pool=pools[n % 5], participant=person, state="confirmed")
        for n, person in enumerate(persons)
    )
    outcome = distribute(session, actor=people.alice)
    assert (outcome.placed, outcome.left) == (461, 0)
    assert all(113 <= number <= 118 for number in _numbers(session).values())


def test_anew_empties_the_groups_first(session, people):
    first, second = _group(session, "甲", 9), _group(session, "乙", 9)
    place(session, [sign_up.pk for sign_up in _sign_up(session, 6)], first, actor=people.alice)
    distribute(session, actor=people.alice, anew=True)
    assert _numbers(session) == {first.name: 3, second.name: 3}


def test_group_that_is_full_takes_nobody_and_nobody_moves(session, people):
    group = _group(session, "甲", 2)
    numbers = [sign_up.pk for sign_up in _sign_up(session, 3)]
    with pytest.raises(GroupFull) as refused:
        place(session, numbers, group, actor=people.alice)
    assert (refused.value.free, _numbers(session)) == (2, {"甲": 0})


def test_who_is_in_the_group_already_needs_no_second_seat(session, people):
    group = _group(session, "甲", 2)
    numbers = [sign_up.pk for sign_up in _sign_up(session, 2)]
    place(session, numbers, group, actor=people.alice)
    assert place(session, numbers, group, actor=people.alice) == 0


def test_people_of_another_activity_are_passed_over(session, people):
    group = _group(session, "甲")
    (foreign,) = _sign_up(StudySessionFactory(), 1)
    assert place(session, [foreign.pk], group, actor=people.alice) == 0


def test_audit_says_that_it_happened_and_names_nobody(session, people):
    _group(session, "甲")
    _sign_up(session, 2)
    distribute(session, actor=people.alice)
    entry = AuditEntry.objects.filter(action="group.assign").get()
    assert (entry.note, entry.object_id) == ("2", str(session.pk))


# --- the pages ---
STUDY = "activities_studysession"
PHONE = "13971912345"


@pytest.fixture
def secretary(client, people):
    PostFactory(member=people.alice, role="secretary")
    return signed_in(client, people.alice)


def test_everybody_is_put_into_groups_by_one_press(secretary, session):
    _group(session, "甲", 2)
    _sign_up(session, 3)
    response = secretary.post(url("groups", session, STUDY), {"act": "distribute"}, follow=True)
    assert [str(message.level_tag) for message in response.context["messages"]] == ["success", "warning"]
    assert _numbers(session) == {"甲": 2}


def test_ticked_people_move_together(secretary, session):
    group = _group(session, "甲", 5)
    numbers = [sign_up.pk for sign_up in _sign_up(session, 3)]
    secretary.post(url("groups", session, STUDY), {"act": "place", "group": group.pk, "sign_up": numbers[:2]})
    assert _numbers(session) == {"甲": 2}
    secretary.post(url("groups", session, STUDY), {"act": "place", "group": "none", "sign_up": numbers})
    assert _numbers(session) == {"甲": 0}


def test_group_that_is_full_is_said_and_the_ticks_stay(secretary, session):
    group = _group(session, "甲", 1)
    numbers = [sign_up.pk for sign_up in _sign_up(session, 2)]
    response = secretary.post(url("groups", session, STUDY), {"act": "place", "group": group.pk, "sign_up": numbers})
    assert [row.is_ticked for row in response.context["people"]] == [True, True]
    assert "甲" in str(next(iter(response.context["messages"])))
    assert _numbers(session) == {"甲": 0}


@pytest.mark.parametrize("group", ["", "x", "999999", "9" * 30])
def test_odd_group_moves_nobody(secretary, session, group):
    foreign = _group(StudySessionFactory(), "别处")
    (sign_up,) = _sign_up(session, 1)
    for chosen in (group, foreign.pk):
        data = {"act": "place", "group": chosen, "sign_up": [sign_up.pk, "x", "9" * 30]}
        assert secretary.post(url("groups", session, STUDY), data).status_code == 200
    sign_up.refresh_from_db()
    assert sign_up.group is None


def test_people_are_narrowed_by_unit_group_and_name(secretary, session, people):
    unit = OrganisationFactory(name="湘社区")
    group = _group(session, "甲")
    mine, other = _sign_up(session, 1, organisation=unit)[0], _sign_up(session, 1)[0]
    other.participant.name = "欧阳明"
    other.participant.save()
    place(session, [mine.pk], group, actor=people.alice)
    page = url("groups", session, STUDY)
    for query, shown in (
        (f"unit={unit.pk}", mine),
        (f"group={group.pk}", mine),
        ("group=none", other),
        ("q=欧阳", other),
    ):
        assert secretary.get(f"{page}?{query}").context["people"] == [shown], query


def test_group_lists_hold_names_and_last_four_digits_and_are_recorded(secretary, session, people):
    group = _group(session, "3号车厢", 5)
    (sign_up,) = _sign_up(session, 1)
    sign_up.participant.phone = PHONE
    sign_up.participant.save()
    place(session, [sign_up.pk], group, actor=people.alice)
    text = secretary.get(url("group_lists", session, STUDY)).content.decode()
    assert ("林晓" in text, "2345" in text, PHONE in text) == (True, True, False)
    entry = AuditEntry.objects.get(action="roster.print")
    assert (entry.object_id, entry.note) == (str(session.pk), "1")


def test_last_four_digits_of_a_member_come_from_their_details(secretary, session, people):
    PrivateDetails.objects.create(member=people.charlie, phone=PHONE)
    pool = SeatPool.objects.create(activity=session)
    person = ParticipantFactory(member=people.charlie)
    SignUp.objects.create(activity=session, pool=pool, participant=person, state="confirmed")
    text = secretary.get(url("group_lists", session, STUDY)).content.decode()
    assert ("Charlie" in text, "2345" in text, PHONE in text) == (True, True, False)


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("olga", 403), ("eve", 404), ("charlie", 302)])
@pytest.mark.parametrize("page", ["groups", "group_lists"])
def test_names_are_for_those_with_the_right_to_people(client, session, people, who, status, page):
    _sign_up(session, 1)
    response = signed_in(client, getattr(people, who)).get(url(page, session, STUDY))
    assert response.status_code == status
    assert "林晓" not in response.content.decode()


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("eve", 404)])
def test_others_put_nobody_into_groups(client, session, people, who, status):
    _group(session, "甲")
    _sign_up(session, 1)
    page = url("groups", session, STUDY)
    assert signed_in(client, getattr(people, who)).post(page, {"act": "distribute"}).status_code == status
    assert _numbers(session) == {"甲": 0}


def test_day_sheet_is_for_all_who_see_the_activity_and_names_nobody(client, session, people):
    _group(session, "3号车厢", 118)
    _sign_up(session, 1)
    Leg.objects.create(activity=session, day=1, transport="train", line="醴茶铁路", what="车厢课堂")
    Leg.objects.create(activity=session, day=2, what="参观")
    text = signed_in(client, people.olga).get(url("day_sheet", session, STUDY)).content.decode()
    assert ("醴茶铁路" in text, "3号车厢" in text, "0/118" in text, "林晓" in text) == (True, True, True, False)


def test_day_sheet_of_an_event_holds_its_risk_notice(client, people):
    event = VolunteerEventFactory(organisation=people.alice.organisation, author=people.alice, tasks="清淤\n运土")
    text = signed_in(client, people.alice).get(url("day_sheet", event, "activities_volunteerevent")).content.decode()
    assert ("路面湿滑" in text, "清淤" in text) == (True, True)


def test_tools_lead_to_the_pages_that_one_may_open(client, secretary, session, people):
    _group(session, "甲")
    links = [address for _label, address in secretary.get(url("change", session, STUDY)).context["tools"]]
    assert {url("groups", session, STUDY), url("day_sheet", session, STUDY)} <= set(links)
    page = signed_in(client, people.bob).get(url("change", session, STUDY))
    assert url("groups", session, STUDY) not in [address for _label, address in page.context["tools"]]
