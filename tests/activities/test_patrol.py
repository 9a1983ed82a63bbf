"""The log of a patrol: who writes when, once however often it is sent, nothing personal in it."""

import threading
import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from activities.actions.patrol import write_entry
from activities.models import PatrolEntry, Shift
from activities.patrol import moment_of, names_a_flat
from members.models import AuditEntry
from members.roles import Role
from tests.activities.patrols import join_team, on_duty, patrol, shift_now
from tests.factories import PostFactory, StudySessionFactory, VolunteerEventFactory

CHINA = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("clock", "now", "expected"),
    [
        ("20:40", "2026-11-27T20:41", "2026-11-27T20:40"),
        ("20:45", "2026-11-27T20:41", "2026-11-27T20:45"),  # a phone's clock is some minutes fast
        ("23:50", "2026-11-28T00:10", "2026-11-27T23:50"),
        ("23:50", "2027-01-01T00:10", "2026-12-31T23:50"),
        ("21:30", "2026-11-27T20:41", "2026-11-26T21:30"),
    ],
)
def test_time_of_the_clock_is_the_last_one_that_was(clock, now, expected):
    now, expected = (datetime.fromisoformat(text).replace(tzinfo=CHINA) for text in (now, expected))
    assert moment_of(time.fromisoformat(clock), now) == expected


@pytest.mark.parametrize(
    ("where", "is_flat"),
    [
        ("3栋2单元301室", True), ("幸福里5户", True), ("2单元门口", True), ("沿江路", False),
        ("长江广场3号门", True), ("3栋楼下", False), ("106路公交站", False), ("沿江路12号", False),
    ],
)  # fmt: skip
def test_place_that_leads_to_a_door_is_seen(where, is_flat):
    assert names_a_flat(where) == is_flat


pytestmark = pytest.mark.django_db


@pytest.fixture
def event(people):
    return patrol(people.alice.organisation, since=timezone.localdate() - timedelta(days=3))


@pytest.fixture
def shift(event):
    return shift_now(event)


@pytest.fixture
def walker(event, shift, client):
    """Somebody on duty tonight."""
    (person,) = join_team(event, names=["赵小燕"])
    on_duty(shift, person)
    client.force_login(person.member)
    return person.member


def _page(event):
    return reverse("activities:patrol", args=[event.pk])


def _payload(**changes):
    return {
        "token": uuid.uuid4().hex,
        "kind": "fire",
        "where": "沿江路夜市",
        "done": "请摊主移开灭火器前的货物",
        "handed_to": "城管中队",
    } | changes


def _errors(response) -> set[str]:
    return set(response.context["form"].errors)


def test_entry_is_written_with_the_time_of_now(walker, client, event, shift):
    page = client.get(_page(event))
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
    assert client.post(_page(event), _payload()).url == _page(event)
    entry = PatrolEntry.objects.get()
    assert (entry.shift, entry.made_by, entry.where) == (shift, walker, "沿江路夜市")
    assert timezone.now() - entry.at < timedelta(minutes=1)


def test_place_named_before_is_one_tap(walker, client, event):
    client.post(_page(event), _payload())
    form = client.get(_page(event)).context["form"]
    assert form.fields["spot"].choices == [("沿江路夜市", "沿江路夜市")]
    client.post(_page(event), {"token": uuid.uuid4().hex, "kind": "quiet", "spot": "沿江路夜市"})
    assert PatrolEntry.objects.filter(where="沿江路夜市").count() == 2


def test_same_form_sent_twice_is_one_entry(walker, client, event):
    data = _payload()
    client.post(_page(event), data)
    response = client.post(_page(event), data, follow=True)
    assert PatrolEntry.objects.count() == 1
    assert [message.level_tag for message in response.context["messages"]] == ["success", "success"]


def test_other_words_under_a_used_token_are_another_entry(walker, client, event):
    data = _payload()
    client.post(_page(event), data)
    client.post(_page(event), data | {"done": "另一件事"})
    assert PatrolEntry.objects.count() == 2


def test_token_of_another_member_reads_nothing(event, shift, people):
    one = write_entry(event, shift, token="a" * 32, member=people.alice, kind="fire", where="甲", at=timezone.now())
    other = write_entry(event, shift, token="a" * 32, member=people.bob, kind="fire", where="甲", at=timezone.now())
    assert (one.is_new, other.is_new, one.pk != other.pk) == (True, True, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "x\0"}, "kind"),
        ({"where": ""}, "where"),
        ({"where": "沿" * 61}, "where"),
        ({"where": "3栋2单元301室"}, "where"),
        ({"where": "沿江路 13912345678"}, "where"),
        ({"spot": "别处"}, "where"),
        ({"done": "业主电话13912345678"}, "done"),
        ({"done": "x" * 301}, "done"),
        ({"handed_to": "王队13912345678"}, "handed_to"),
        ({"at": "25:00"}, "at"),
        ({"at": "x"}, "at"),
        ({"token": "x\0" * 20}, "token"),
    ],
)
def test_odd_input_is_said_beside_its_field_and_stays(walker, client, event, change, field):
    data = _payload(**({"where": "", "spot": change["spot"]} if "spot" in change else change))
    response = client.post(_page(event), data)
    assert (response.status_code, field in _errors(response)) == (200, True)
    if field != "done":
        assert "请摊主移开灭火器前的货物" in response.content.decode()
    assert not PatrolEntry.objects.exists()


def test_time_that_is_not_of_this_evening_is_refused(walker, client, event, shift):
    outside = timezone.localtime(shift.starts_at - timedelta(hours=5))
    response = client.post(_page(event), _payload(at=f"{outside:%H:%M}"))
    assert _errors(response) == {"at"}


def test_own_entry_is_mended_the_same_night(walker, client, event):
    client.post(_page(event), _payload())
    entry = PatrolEntry.objects.get()
    client.post(f"{_page(event)}?entry={entry.pk}", _payload(where="长江广场"))
    entry.refresh_from_db()
    assert (entry.where, PatrolEntry.objects.count()) == ("长江广场", 1)
    audit = AuditEntry.objects.get(action="patrol.change")
    assert "长江广场" not in str(audit.fields)
    PatrolEntry.objects.update(created_at=timezone.now() - timedelta(hours=13))
    assert client.post(f"{_page(event)}?entry={entry.pk}", _payload()).status_code == 403


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "-1"])
def test_odd_number_of_an_entry_is_not_there(walker, client, event, number):
    assert client.get(f"{_page(event)}?entry={number}").status_code == 404


def test_entry_of_others_is_neither_mended_nor_reached_through_another_event(walker, client, event, people):
    theirs = PatrolEntry.objects.create(
        event=event, at=timezone.now(), where="甲", kind="help", made_by=people.alice, token="t1"
    )
    foreign = PatrolEntry.objects.create(
        event=patrol(people.eve.organisation), at=timezone.now(), where="乙", kind="help", made_by=walker, token="t2"
    )
    assert client.get(f"{_page(event)}?entry={theirs.pk}").status_code == 403
    assert client.get(f"{_page(event)}?entry={foreign.pk}").status_code == 404


def test_note_is_read_by_the_next_evening(walker, client, event, shift):
    client.post(reverse("activities:patrol-handover", args=[event.pk]), {"note": "沿江路路灯坏了两盏"})
    shift.refresh_from_db()
    assert shift.handover == "沿江路路灯坏了两盏"
    Shift.objects.filter(pk=shift.pk).update(
        starts_at=shift.starts_at - timedelta(days=1), ends_at=shift.ends_at - timedelta(days=1), date=shift.date - timedelta(days=1)
    )  # fmt: skip
    on_duty(shift_now(event), walker.participant)
    assert client.get(_page(event)).context["before"].handover == "沿江路路灯坏了两盏"


def test_note_with_a_number_comes_back_as_typed(walker, client, event):
    response = client.post(reverse("activities:patrol-handover", args=[event.pk]), {"note": "找13912345678"})
    assert (response.status_code, "找13912345678" in response.content.decode()) == (200, True)
    assert not Shift.objects.exclude(handover="").exists()


# --- who ---
def test_log_is_open_three_hours_around_the_evening(walker, client, event, shift):
    now = timezone.now()
    for starts, ends, status in (
        (timedelta(hours=2, minutes=50), timedelta(hours=4), 200),
        (timedelta(hours=3, minutes=10), timedelta(hours=4), 403),
        (timedelta(hours=-4), timedelta(hours=-2, minutes=-50), 200),
        (timedelta(hours=-5), timedelta(hours=-3, minutes=-10), 403),
    ):
        Shift.objects.filter(pk=shift.pk).update(starts_at=now + starts, ends_at=now + ends)
        assert client.get(_page(event)).status_code == status, starts


def test_evening_that_is_called_off_has_no_log(walker, client, event, shift):
    Shift.objects.filter(pk=shift.pk).update(state="cancelled", reason="暴雨")
    assert client.get(_page(event)).status_code == 403


def test_leader_of_the_week_writes_too(walker, client, event, shift):
    shift.duties.all().delete()
    assert client.get(_page(event)).status_code == 403
    before = Shift.objects.create(
        event=event, date=shift.date - timedelta(days=2), starts_at=shift.starts_at - timedelta(days=2),
        ends_at=shift.ends_at - timedelta(days=2),
    )  # fmt: skip
    on_duty(before, walker.participant, is_leader=True)
    assert client.get(_page(event)).status_code == 200


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("charlie", 403), ("olga", 403), ("eve", 403), ("mallory", 403)]
)
def test_staff_who_write_and_nobody_else(client, event, shift, people, who, status):
    client.force_login(getattr(people, who))
    assert client.get(_page(event)).status_code == status
    assert client.post(_page(event), _payload()).status_code == (302 if status == 200 else 403)


def test_stranger_signs_in_first(client, event):
    assert client.get(_page(event)).url.startswith("/accounts/")


def test_event_that_one_cannot_see_or_that_keeps_no_log_is_not_there(client, people):
    draft = patrol(people.eve.organisation, published=False)
    once = VolunteerEventFactory(organisation=people.alice.organisation, published=True)
    study = StudySessionFactory(organisation=people.alice.organisation, published=True)
    client.force_login(people.alice)
    assert [client.get(_page(found)).status_code for found in (draft, once, study)] == [404, 404, 404]


def test_member_of_the_patrol_reads_no_other_name(walker, client, event, shift):
    (other,) = join_team(event, names=["钱多多"])
    on_duty(shift, other)
    PatrolEntry.objects.create(
        event=event, shift=shift, at=timezone.now(), where="甲", kind="help", made_by=other.member, token="t"
    )
    text = client.get(_page(event)).content.decode() + client.get(reverse("activities:my-rota")).content.decode()
    assert "钱多多" not in text


def test_staff_write_for_the_evening_of_the_time(client, event, shift, people):
    client.force_login(people.alice)
    client.post(_page(event), _payload())
    assert PatrolEntry.objects.get().shift == shift


@pytest.mark.django_db(transaction=True)
def test_double_tap_in_two_threads_is_one_entry(event, shift, people):
    barrier, made = threading.Barrier(4), []

    def tap():
        barrier.wait()
        try:
            words = {"kind": "fire", "where": "甲", "done": "", "handed_to": "", "at": timezone.now()}
            made.append(write_entry(event, shift, token="b" * 32, member=people.alice, **words).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tap) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(set(made)), PatrolEntry.objects.count()) == (4, 1, 1)


def test_organiser_role_writes_as_well(client, event, shift, people):
    PostFactory(member=people.charlie, role=Role.ORGANISER)
    client.force_login(people.charlie)
    assert client.get(_page(event)).status_code == 200
