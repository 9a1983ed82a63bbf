"""The pages of signing up and leaving, and the fragment: without JavaScript, for one person only."""

import datetime

import pytest
from django.utils import timezone

from activities.kinds import Basis
from activities.models import Participant, SignUp
from members.models import PrivateDetails
from publishing import actions as publishing
from tests.activities.joining import join, open_session
from tests.factories import MemberFactory, VolunteerEventFactory

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def _at(activity, page="sign-up") -> str:
    return f"/activities/{activity.pk}/{page}/"


def _child(**changes) -> dict:
    return {"child_name": "王小一", "child_born_on": "2018-06-01", "is_guardian": "on"} | changes


@pytest.fixture
def charlie(client, people):
    client.force_login(people.charlie)
    return people.charlie


def _page(client, address, **posted) -> str:
    response = client.post(address, posted, follow=True) if posted else client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def test_one_button_signs_up(client, charlie, town):
    session = open_session(town, seats=1)
    assert 'type="text"' not in _page(client, _at(session))
    assert client.post(_at(session)).status_code == 302
    assert session.sign_ups.get().participant.member == charlie
    assert "名额为您保留" in _page(client, _at(session))


def test_who_waits_sees_the_place(client, charlie, town):
    session = open_session(town, seats=1)
    for _number in range(3):
        join(session)
    client.post(_at(session))
    for page in ("sign-up", "state"):
        assert "您排在第3位" in _page(client, _at(session, page))
    assert "您排在第3位" in _page(client, "/me/activities/")


def test_stranger_signs_in_first_and_comes_back(client, town):
    session = open_session(town)
    for page in ("sign-up", "cancel"):
        assert client.get(_at(session, page))["Location"] == f"/accounts/login/?next={_at(session, page)}"
    assert client.post(_at(session))["Location"].startswith("/accounts/login/")
    assert not session.sign_ups.exists()


def test_fragment_is_for_members_only_and_holds_the_button(client, people, town):
    session = open_session(town)
    assert client.get(_at(session, "state")).status_code == 204
    client.force_login(people.charlie)
    text = _page(client, _at(session, "state"))
    assert "<html" not in text
    assert "csrfmiddlewaretoken" in text
    assert f'action="{_at(session)}"' in text


def test_looking_changes_nothing(client, charlie, town):
    session = open_session(town)
    for page in ("sign-up", "cancel", "state"):
        client.get(_at(session, page))
    assert not Participant.objects.exists()
    assert not session.sign_ups.exists()


def test_question_is_asked_and_what_was_typed_stays(client, charlie, town):
    session = open_session(town, question="马甲尺码")
    page = _page(client, _at(session))
    assert "马甲尺码" in page
    assert _at(session) in _page(client, _at(session, "state"))  # a link to the form, no button that would fail
    assert not session.sign_ups.exists()
    assert client.post(_at(session), {"answer": ""}).status_code == 200
    client.post(_at(session), {"answer": "XL"})
    assert session.sign_ups.get().answer == "XL"


def test_firm_that_is_in_already_is_said_beside_the_field(client, charlie, town):
    session = open_session(town, seats=9, basis=Basis.FIRM)
    join(session, firm="天元机电有限公司")
    page = _page(client, _at(session), firm="天元机电")
    assert "贵单位已有人报名" in page
    assert 'value="天元机电"' in page
    assert session.sign_ups.count() == 1


def test_guardian_signs_up_children_and_takes_one_off(client, charlie, town):
    session = open_session(town, seats=9, basis=Basis.CHILD)
    for name in ("王小一", "王小二"):
        assert client.post(_at(session), _child(child_name=name)).status_code == 302
    page = _page(client, _at(session))
    assert "王小一" in page and "王小二" in page
    second = session.sign_ups.order_by("pk")[1]
    assert "王小二" in _page(client, _at(session, "cancel") + f"?sign_up={second.pk}")
    client.post(_at(session, "cancel"), {"sign_up": second.pk})
    assert list(session.sign_ups.order_by("pk").values_list("state", flat=True)) == ["confirmed", "cancelled"]
    assert {row.made_by for row in session.sign_ups.all()} == {charlie}


@pytest.mark.parametrize(
    "changes",
    [
        {"child_born_on": "1950-01-01"},
        {"child_born_on": "0000-01-01"},
        {"child_born_on": "2018-13-40"},
        {"child_name": ""},
        {"child_name": "王" * 31},
        {"child_name": "王\0"},
        {"is_guardian": ""},
    ],
)
def test_odd_child_is_refused_beside_the_field(client, charlie, town, changes):
    session = open_session(town, basis=Basis.CHILD)
    response = client.post(_at(session), _child(**changes))
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == changes.keys()
    assert "is-invalid" in response.content.decode()
    assert not session.sign_ups.exists()


def test_cancelling_asks_first_and_gives_the_seat_on(client, charlie, town):
    session = open_session(town, seats=1)
    client.post(_at(session))
    waiting = join(session)
    assert '<form method="post"' in _page(client, _at(session, "cancel"))
    assert session.sign_ups.confirmed().get().participant.member == charlie
    client.post(_at(session, "cancel"))
    assert session.sign_ups.confirmed().get() == waiting
    assert "您没有报名这项活动" in _page(client, _at(session, "cancel"))


def test_after_the_deadline_the_page_says_whom_to_ring(client, charlie, town):
    session = open_session(town, contact_name="镇党建办", contact_phone="0731-28880000")
    client.post(_at(session))
    type(session).objects.filter(pk=session.pk).update(cancel_until=timezone.now() - HOUR)
    page = _page(client, _at(session, "cancel"))
    assert "0731-28880000" in page
    assert 'name="sign_up"' not in page
    client.post(_at(session, "cancel"))
    assert session.sign_ups.get().state == "confirmed"


def test_nobody_takes_somebody_else_off(client, charlie, town):
    session = open_session(town)
    other = join(session)
    client.post(_at(session, "cancel"), {"sign_up": other.pk})
    other.refresh_from_db()
    assert other.state == "confirmed"


@pytest.mark.parametrize("number", ["9" * 30, "-1", "x", "٣", ""])
def test_odd_number_of_a_sign_up_breaks_nothing(client, charlie, town, number):
    session = open_session(town)
    assert client.get(_at(session, "cancel"), {"sign_up": number}).status_code == 200
    assert client.post(_at(session, "cancel"), {"sign_up": number}).status_code == 302


def test_age_that_is_not_known_leads_to_ones_details(client, charlie, town):
    session = open_session(town, age_min=18)
    assert "/me/details/" in _page(client, _at(session))
    PrivateDetails.objects.create(member=charlie, born_on="1980-01-01")
    client.post(_at(session))
    assert session.sign_ups.get().state == "confirmed"


def test_risk_is_read_before_signing_up(client, charlie, town):
    event = VolunteerEventFactory(
        organisation=town, published=True, takes_sign_ups=True, risk_notice="淤泥很滑，请穿雨靴。"
    )
    assert "淤泥很滑" in _page(client, _at(event))
    client.post(_at(event))
    assert event.sign_ups.get().state == "confirmed"


def test_withdrawn_meanwhile_says_so_on_every_page(client, charlie, people, town):
    session = open_session(town)
    join(session, charlie)
    publishing.withdraw(session, actor=people.dave, reason="台风红色预警")
    client.post(_at(session))
    assert session.sign_ups.count() == 1  # it stays, as it was
    assert "台风红色预警" in _page(client, "/me/activities/")
    client.force_login(MemberFactory(organisation=town))
    assert "活动已撤回" in client.post(_at(session)).content.decode()
    assert SignUp.objects.count() == 1


def test_internal_activity_of_others_is_not_there(client, charlie, harbour):
    session = open_session(harbour, audience="organisation", title="内部学习会")
    for page in ("sign-up", "cancel", "state"):
        assert client.get(_at(session, page)).status_code == 404
    assert client.post(_at(session)).status_code == 404


def test_who_moves_to_another_unit_can_still_leave(client, charlie, town, harbour):
    session = open_session(town, audience="organisation")
    join(session, charlie)
    charlie.organisation = harbour
    charlie.save()
    assert client.get(_at(session)).status_code == 200
    client.post(_at(session, "cancel"))
    assert session.sign_ups.get().state == "cancelled"


def test_public_page_holds_nothing_of_who_looks(client, charlie, town):
    session = open_session(town)
    before = client.get(session.get_absolute_url()).content
    join(session, charlie)
    client.logout()
    stranger = client.get(session.get_absolute_url()).content
    client.force_login(charlie)
    assert client.get(session.get_absolute_url()).content == stranger
    assert b"csrfmiddlewaretoken" not in before + stranger
    assert f'data-fragment="{_at(session, "state")}"'.encode() in stranger
    assert f'href="{_at(session)}"'.encode() in stranger


def test_state_costs_few_queries(client, charlie, town, django_assert_max_num_queries):
    session = open_session(town, quotas={})
    client.get(_at(session, "state"))
    with django_assert_max_num_queries(10):
        client.get(_at(session, "state"))
