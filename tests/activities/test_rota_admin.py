"""The rota's pages in the admin: weeks, one evening, paper; the patrol's week and its entries."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.actions.shifts import plan_shifts
from activities.models import Duty, PatrolEntry, Shift
from members.models import AuditEntry
from members.roles import Role
from publishing import actions as publishing
from tests.activities.patrols import join_team, on_duty, patrol, planned, shift_now
from tests.factories import MemberFactory, PostFactory, StudySessionFactory, VolunteerEventFactory
from tests.publishing.desk import published, url

pytestmark = pytest.mark.django_db
KIND = "activities_volunteerevent"
NAMES = ["赵小燕", "钱多多", "孙大山"]


@pytest.fixture
def event(people):
    return patrol(people.alice.organisation, min_people=2, since=timezone.localdate() + timedelta(days=1))


@pytest.fixture
def hanna(town, client, people):
    member = MemberFactory(username="hanna", display_name="Hanna", organisation=town)
    PostFactory(member=member, role=Role.ORGANISER)
    client.force_login(member)
    return member


@pytest.fixture
def team(event):
    return join_team(event, names=NAMES)


def _rota(event):
    return url("rota", event, KIND)


def _evening(shift):
    return reverse(f"admin:{KIND}_evening", args=[shift.event_id, shift.pk])


def _levels(response):
    return [message.level_tag for message in response.context["messages"]]


def test_looking_makes_nothing_and_pressing_makes_the_evenings(hanna, client, event):
    assert client.get(_rota(event)).status_code == 200
    assert not Shift.objects.exists()
    client.post(_rota(event), {"act": "plan"})
    assert event.shifts.count() == 60


def test_weeks_show_who_goes_out_and_who_is_missing(hanna, client, event, team):
    shift = planned(event)[0]
    on_duty(shift, team[0], is_leader=True)
    on_duty(shift, team[1], seeks_cover=True)
    response = client.get(_rota(event))
    evening = next(evening for week in response.context["weeks"] for _day, found in week for evening in found)
    assert (evening.shift, evening.short) == (shift, 1)
    assert NAMES[0] in response.content.decode()


def test_free_places_are_filled_by_turns(hanna, client, event, team):
    plan_shifts(event)
    response = client.post(_rota(event), {"act": "fill"}, follow=True)
    first = response.context["first"]
    assert _levels(response) == ["success"]
    assert Duty.objects.count() == 2 * event.shifts.filter(date__lt=first + timedelta(weeks=4)).count()


def test_fill_without_a_team_says_what_to_do(hanna, client, event):
    plan_shifts(event)
    assert _levels(client.post(_rota(event), {"act": "fill"}, follow=True)) == ["error"]


def test_kept_evenings_are_named(hanna, client, event, team):
    shift = planned(event)[0]
    on_duty(shift, team[0])
    event.shift_from = time(20)
    event.save()
    response = client.post(_rota(event), {"act": "plan"}, follow=True)
    assert _levels(response) == ["success", "warning"]
    assert f"{shift.date:%m-%d}" in str(list(response.context["messages"])[1])


def test_weeks_ask_the_same_number_of_queries(hanna, client, event, team, django_assert_max_num_queries):
    shifts = planned(event)
    for shift in shifts[:20]:
        for person in team:
            on_duty(shift, person)
    with django_assert_max_num_queries(22):
        client.get(_rota(event))


@pytest.mark.parametrize("start", ["", "x", "0001-01-01", "9999-12-31", "2026-11-31"])
def test_odd_week_shows_this_one(hanna, client, event, start):
    assert client.get(_rota(event), {"from": start}).status_code == 200
    assert client.get(url("patrol", event, KIND), {"week": start}).status_code == 200
    assert client.get(url("rota_print", event, KIND), {"from": start}).status_code == 200


# --- one evening ---
def test_people_and_leader_are_saved(hanna, client, event, team):
    shift = planned(event)[0]
    data = {"act": "people", "person": [team[0].pk, team[1].pk], "leader": team[1].pk}
    assert client.post(_evening(shift), data).status_code == 302
    assert set(Duty.objects.values_list("participant", "is_leader")) == {(team[0].pk, False), (team[1].pk, True)}


def test_refused_people_stay_ticked(hanna, client, event, team, people):
    shift = planned(event)[0]
    stranger = join_team(patrol(people.eve.organisation), names=["别处人"])[0]
    response = client.post(_evening(shift), {"act": "people", "person": [team[0].pk, stranger.pk]})
    assert _levels(response) == ["error"]
    assert [ticked for _person, _turns, ticked, _leads in response.context["people"]] == [True, False, False]
    assert not Duty.objects.exists()


def test_stand_in_and_swap(hanna, client, event, team):
    first, second = planned(event)[:2]
    one, other = on_duty(first, team[0]), on_duty(second, team[1])
    client.post(_evening(first), {"act": "swap", "duty": one.pk, "with": other.pk})
    one.refresh_from_db()
    assert one.participant == team[1]
    client.post(_evening(first), {"act": "stand_in", "duty": one.pk, "other": team[2].pk})
    one.refresh_from_db()
    assert (one.participant, one.planned) == (team[2], team[1])


def test_evening_is_called_off_moved_and_restored(hanna, client, event):
    shift = planned(event)[0]
    client.post(_evening(shift), {"act": "call_off", "reason": "暴雨"})
    shift.refresh_from_db()
    assert (shift.state, shift.reason) == ("cancelled", "暴雨")
    data = {"act": "move", "day": shift.date.isoformat(), "starts": "22:00", "ends": "00:30", "reason": "会议"}
    client.post(_evening(shift), data)
    shift.refresh_from_db()
    assert (shift.state, shift.ends_at - shift.starts_at) == ("planned", timedelta(hours=2, minutes=30))
    client.post(_evening(shift), {"act": "restore"})
    shift.refresh_from_db()
    assert (shift.reason, timezone.localtime(shift.starts_at).time()) == ("", time(19, 30))
    assert AuditEntry.objects.filter(action="shift.change").count() == 3


@pytest.mark.parametrize(
    ("data", "form", "field"),
    [
        ({"act": "call_off", "reason": ""}, "call_off", "reason"),
        ({"act": "call_off", "reason": "找13912345678"}, "call_off", "reason"),
        ({"act": "move", "day": "0000-00-00", "starts": "20:00", "ends": "21:00", "reason": "雨"}, "move", "day"),
        ({"act": "move", "day": "2999-01-01", "starts": "20:00", "ends": "21:00", "reason": "雨"}, "move", "day"),
        ({"act": "move", "day": "2026-12-01", "starts": "25:00", "ends": "21:00", "reason": "雨"}, "move", "starts"),
        ({"act": "move", "day": "2026-12-01", "starts": "21:00", "ends": "21:00", "reason": "雨"}, "move", "ends"),
        ({"act": "move", "day": "2026-12-01", "starts": "21:00", "ends": "22:00", "reason": "\0"}, "move", "reason"),
    ],
)
def test_odd_change_is_said_beside_its_field(hanna, client, event, data, form, field):
    shift = planned(event)[0]
    response = client.post(_evening(shift), data)
    assert (response.status_code, field in response.context["forms"][form].errors) == (200, True)
    shift.refresh_from_db()
    assert (shift.state, shift.reason) == ("planned", "")


@pytest.mark.parametrize(
    "data",
    [
        {}, {"act": "x"}, {"act": "swap"}, {"act": "swap", "duty": "x", "with": "9" * 30},
        {"act": "stand_in", "duty": "-1", "other": "\0"}, {"act": "people", "person": ["x", "9" * 30], "leader": "x"},
    ],
)  # fmt: skip
def test_odd_press_changes_nobody(hanna, client, event, team, data):
    shift = planned(event)[0]
    assert client.post(_evening(shift), data).status_code in (200, 302)
    assert not Duty.objects.exists()


def test_evening_of_another_event_is_not_there(hanna, client, event, people):
    foreign = planned(patrol(people.eve.organisation))[0]
    address = reverse(f"admin:{KIND}_evening", args=[event.pk, foreign.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"act": "call_off", "reason": "x"}).status_code == 404


def test_duty_of_another_event_is_not_swapped(hanna, client, event, team, people):
    shift = planned(event)[0]
    one = on_duty(shift, team[0])
    foreign = planned(patrol(people.eve.organisation))[3]
    other = on_duty(foreign, join_team(foreign.event, 1)[0])
    response = client.post(_evening(shift), {"act": "swap", "duty": one.pk, "with": other.pk})
    one.refresh_from_db()
    assert (_levels(response), one.participant) == (["error"], team[0])


def test_paper_holds_names_and_is_recorded(hanna, client, event, team):
    on_duty(planned(event)[0], team[0], is_leader=True)
    assert NAMES[0] in client.get(url("rota_print", event, KIND)).content.decode()
    assert AuditEntry.objects.filter(action="shift.print").count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 403), ("olga", 403), ("bob", 403), ("eve", 404), ("charlie", 302)]
)
def test_names_are_for_those_with_the_right_to_people(client, event, team, people, who, status):
    shift = planned(event)[0]
    on_duty(shift, team[0])
    client.force_login(getattr(people, who))
    for address in (_rota(event), _evening(shift), url("rota_print", event, KIND)):
        response = client.get(address)
        assert (response.status_code, NAMES[0] in response.content.decode()) == (status, False), address
    assert client.post(_evening(shift), {"act": "call_off", "reason": "x"}).status_code == status
    shift.refresh_from_db()
    assert shift.state == "planned"


def test_tools_lead_there(hanna, client, event):
    links = [address for _label, address in client.get(url("change", event, KIND)).context["tools"]]
    assert {_rota(event), url("patrol", event, KIND)} <= set(links)


# --- when it comes out, and when its rule changes ---
def test_rota_is_planned_when_it_is_published(people, django_capture_on_commit_callbacks):
    event = patrol(
        people.alice.organisation, published=False, author=people.alice, since=timezone.localdate() + timedelta(1)
    )
    with django_capture_on_commit_callbacks(execute=True):
        published(event, people)
    assert event.shifts.count() == 60
    publishing.withdraw(event, actor=people.dave, reason="停办")
    assert plan_shifts(event).total == 0


# --- the patrol's week ---
@pytest.fixture
def entries(event, people):
    shift = shift_now(event)
    words = {"event": event, "shift": shift, "at": timezone.now(), "made_by": people.charlie}
    return [
        PatrolEntry.objects.create(
            kind="fire", where="沿江路夜市", done="提醒摊主", handed_to="消防站", token="a", **words
        ),
        PatrolEntry.objects.create(kind="help", where="长江广场", done="扶老人过街", token="b", **words),
    ]


def test_week_counts_kinds_and_names_nobody(client, event, entries, people):
    client.force_login(people.olga)
    response = client.get(url("patrol", event, KIND))
    week = response.context["week"]
    assert [number for _label, number in week.kinds] == [1, 1]
    assert (week.handed, week.open_number) == ([entries[0]], 1)
    assert "沿江路夜市" in response.context["text"]
    text = response.content.decode()
    assert ("Charlie" in text, "settle/" in text) == (False, False)


def test_handed_on_is_settled_and_stays_open_until_then(client, event, entries, people):
    client.force_login(people.alice)
    later = (timezone.localdate() + timedelta(days=8)).isoformat()
    page = url("patrol", event, KIND)
    assert client.get(page, {"week": later}).context["week"].older == [entries[0]]
    address = reverse(f"admin:{KIND}_patrol_settle", args=[event.pk, entries[0].pk])
    client.post(address, {"settled": "1", "week": "x"})
    client.post(address, {"settled": "1"})
    assert client.get(page, {"week": later}).context["week"].older == []
    assert AuditEntry.objects.filter(action="patrol.change").count() == 1


def test_settling_needs_the_right_and_the_event(client, event, entries, people):
    address = reverse(f"admin:{KIND}_patrol_settle", args=[event.pk, entries[0].pk])
    for who, status in (("olga", 403), ("eve", 404)):
        client.force_login(getattr(people, who))
        assert client.post(address, {"settled": "1"}).status_code == status
    other = patrol(people.alice.organisation)
    client.force_login(people.alice)
    foreign = reverse(f"admin:{KIND}_patrol_settle", args=[other.pk, entries[0].pk])
    assert client.post(foreign, {"settled": "1"}).status_code == 404
    assert client.get(address).status_code == 405


def test_week_is_of_patrols_only(hanna, client, town):
    once = VolunteerEventFactory(organisation=town)
    study = StudySessionFactory(organisation=town)
    assert client.get(url("patrol", once, KIND)).status_code == 404
    assert client.get(url("rota", study, KIND)).status_code == 404
    assert client.get(url("rota", once, KIND)).status_code == 200


# --- the entries as a list ---
LIST = reverse("admin:activities_patrolentry_changelist")


@pytest.mark.indexed
def test_entries_are_listed_searched_and_mended(client, event, entries, people):
    client.force_login(people.alice)
    assert "长江广场" in client.get(LIST, {"q": "扶老人"}).content.decode()
    change = reverse("admin:activities_patrolentry_change", args=[entries[0].pk])
    words = {"kind": "fire", "where": "沿江路", "done": "", "handed_to": ""}
    client.post(change, words)
    entries[0].refresh_from_db()
    assert entries[0].where == "沿江路"
    for name, text in (("where", "3栋2单元"), ("done", "找13912345678")):
        response = client.post(change, words | {name: text})
        assert set(response.context["adminform"].form.errors) == {name}


def test_writer_of_an_entry_is_named_to_those_with_the_right_to_people(client, hanna, event, entries, people):
    change = reverse("admin:activities_patrolentry_change", args=[entries[0].pk])
    assert "Charlie" in client.get(change).content.decode()
    for who in (people.alice, people.olga):
        client.force_login(who)
        assert "Charlie" not in client.get(change).content.decode()
        assert "Charlie" not in client.get(LIST).content.decode()


def test_entries_of_others_are_not_there(client, event, entries, people):
    client.force_login(people.eve)
    assert "沿江路夜市" not in client.get(LIST).content.decode()
    assert client.get(reverse("admin:activities_patrolentry_change", args=[entries[0].pk])).status_code == 404
    assert client.get(LIST, {"made_by__username__startswith": "c"}).status_code in (302, 400)
