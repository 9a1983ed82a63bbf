"""One's own evenings: nothing of others, each press once, nothing that the page does not offer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.actions.erasing_duties import erase_duties, export_duties
from activities.actions.rota_notices import tell_duty
from activities.models import Duty, SignUp
from members.models import OutboxMail
from tests.activities.joining import with_email
from tests.activities.patrols import join_team, on_duty, patrol, planned

pytestmark = pytest.mark.django_db
PAGE = reverse("activities:my-rota")


@pytest.fixture
def event(people):
    return patrol(people.alice.organisation, min_people=2, since=timezone.localdate() + timedelta(days=1))


@pytest.fixture
def shifts(event):
    return planned(event)


@pytest.fixture
def team(event):
    return join_team(event, names=["赵小燕", "钱多多"])


@pytest.fixture
def me(team, client):
    client.force_login(team[0].member)
    return team[0]


def _press(client, act, row):
    response = client.post(PAGE, {act: row.pk}, follow=True)
    return [message.level_tag for message in response.context["messages"]]


def test_page_shows_what_comes_and_what_is_wanted(me, team, client, shifts):
    on_duty(shifts[0], me)
    on_duty(shifts[1], team[1], seeks_cover=True)
    context = client.get(PAGE).context
    assert [duty.shift for duty in context["mine"]] == [shifts[0]]
    assert [duty.shift for duty in context["wanted"]] == [shifts[1]]
    assert shifts[2] in context["short"]
    assert shifts[0] not in context["short"]


def test_who_cannot_come_asks_and_comes_after_all(me, client, shifts):
    duty = on_duty(shifts[0], me)
    assert _press(client, "cannot", duty) == ["success"]
    assert Duty.objects.get().seeks_cover
    assert _press(client, "can", duty) == ["success"]
    assert not Duty.objects.get().seeks_cover


def test_somebody_stands_in(me, team, client, shifts):
    duty = on_duty(shifts[0], team[1], seeks_cover=True)
    assert _press(client, "cover", duty) == ["success"]
    duty.refresh_from_db()
    assert (duty.participant, duty.planned) == (me, team[1])
    assert _press(client, "cover", duty) == ["error"]


def test_free_place_is_taken(me, client, shifts):
    assert _press(client, "offer", shifts[0]) == ["success"]
    assert Duty.objects.get().participant == me


def test_what_is_not_offered_is_refused(me, team, client, shifts, people):
    theirs = on_duty(shifts[0], team[1])
    foreign = planned(patrol(people.eve.organisation))[1]
    stranger = on_duty(foreign, join_team(foreign.event, 1)[0], seeks_cover=True)
    for act, row in (("cannot", theirs), ("cover", theirs), ("cover", stranger), ("offer", foreign)):
        assert _press(client, act, row) == ["error"], act
    assert not Duty.objects.filter(participant=me).exists()


def test_who_left_the_team_is_asked_no_more(me, team, client, shifts):
    on_duty(shifts[0], team[1], seeks_cover=True)
    SignUp.objects.filter(participant=me).update(state="cancelled")
    context = client.get(PAGE).context
    assert (list(context["wanted"]), list(context["short"])) == ([], [])


@pytest.mark.parametrize("data", [{}, {"cannot": "x"}, {"cover": "9" * 30}, {"offer": "-1\0"}, {"fly": "1"}])
def test_odd_press_does_nothing(me, client, data):
    assert client.post(PAGE, data).status_code == 302


def test_page_is_private_and_asks_the_same_number_of_queries(me, client, shifts, django_assert_max_num_queries):
    for shift in shifts[:10]:
        on_duty(shift, me)
    with django_assert_max_num_queries(14):
        response = client.get(PAGE)
    assert response.headers["Cache-Control"] == "private, no-store"


def test_copy_holds_my_evenings_and_erasure_takes_me_off_the_list(me, team, shifts):
    with_email(me.member)
    duty = on_duty(shifts[0], me)
    on_duty(shifts[1], team[1], planned=me)
    tell_duty("moved", shifts[0])
    assert [row["shift__event__title"] for row in export_duties(me.member)] == [duty.shift.event.title]
    erase_duties(me.member)
    assert list(Duty.objects.values_list("participant", "planned")) == [(team[1].pk, None)]
    assert not OutboxMail.objects.exists()


def test_stranger_signs_in_first(client):
    assert client.get(PAGE).url.startswith("/accounts/")


def test_evening_changes_nothing_by_being_looked_at(me, client, shifts):
    duty = on_duty(shifts[0], me)
    client.get(f"{PAGE}?cannot={duty.pk}")
    assert not Duty.objects.get().seeks_cover
