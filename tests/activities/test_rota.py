"""Who goes out on which evening: put down, in turns, swapped, stood in for."""

import threading
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from activities.actions import rota
from activities.actions.shifts import call_off
from activities.models import Duty, SeatPool, SignUp
from activities.rota import Evening, RotaRefused, Snag, by_turns, next_leader
from members.models import AuditEntry, OutboxMail
from tests.activities.joining import with_email
from tests.activities.patrols import join_team, on_duty, patrol, planned
from tests.factories import ParticipantFactory


# --- turns, without a database ---
def _evenings(number, wanted, on=(), busy=()):
    day = date(2026, 1, 1)
    return [Evening(n, day + timedelta(days=n), wanted, set(on), set(busy)) for n in range(number)]


@pytest.mark.parametrize(("team", "wanted", "evenings"), [(12, 5, 28), (7, 3, 30), (5, 5, 4), (9, 2, 27)])
def test_everybody_goes_out_equally_often(team, wanted, evenings):
    added = by_turns(range(team), _evenings(evenings, wanted), {})
    often = Counter(person for _evening, person in added)
    assert len(added) == wanted * evenings
    assert max(often.values()) - min(often.values()) <= 1


def test_who_went_out_longest_ago_comes_first():
    days = {1: [date(2025, 12, 31)], 2: [date(2025, 12, 1)], 3: [date(2025, 12, 20)]}
    assert by_turns([1, 2, 3], _evenings(1, 2), days) == [(0, 2), (0, 3)]


def test_who_goes_out_tomorrow_anyway_is_not_put_down_for_today():
    assert by_turns([1, 2], _evenings(1, 1), {1: [date(2026, 1, 2)], 2: [date(2025, 12, 1)]}) == [(0, 2)]


def test_turns_keep_what_is_set_and_pass_over_who_cannot():
    assert by_turns([1, 2, 3], _evenings(1, 2, on=[3], busy=[1]), {}) == [(0, 2)]


def test_too_small_a_team_leaves_evenings_short():
    assert len(by_turns([1, 2], _evenings(1, 5), {})) == 2


def test_leaders_take_turns_among_those_who_have_led():
    assert next_leader([1, 2, 3], Counter({1: 3, 2: 1})) == 2
    assert next_leader([1, 2], Counter()) is None


# --- with one ---
@pytest.fixture
def event(people):
    return patrol(people.alice.organisation, min_people=2)


@pytest.fixture
def shifts(event):
    return planned(event)[1:8]


@pytest.fixture
def team(event):
    return join_team(event, names=["甲一", "乙二", "丙三", "丁四"])


def _on(shift):
    return list(shift.duties.order_by("pk").values_list("participant", flat=True))


def _refusal(act, *args, **kwargs):
    with pytest.raises(RotaRefused) as refused:
        act(*args, **kwargs)
    return refused.value.snag


pytestmark = pytest.mark.django_db


def test_people_are_put_down_with_a_leader(shifts, team, people):
    a, b, c, _d = (person.pk for person in team)
    assert rota.set_people(shifts[0], [a, b], leader=a, actor=people.alice) == (2, 0)
    assert rota.set_people(shifts[0], [b, c], leader=c, actor=people.alice) == (1, 1)
    assert (_on(shifts[0]), Duty.objects.get(is_leader=True).participant_id) == ([b, c], c)
    assert AuditEntry.objects.filter(action="shift.change").count() == 2


def test_stranger_does_not_go_out(shifts, team, people):
    stranger = ParticipantFactory()
    assert _refusal(rota.set_people, shifts[0], [team[0].pk, stranger.pk], actor=people.alice) == Snag.NOT_IN_TEAM
    assert _on(shifts[0]) == []


def test_who_left_the_team_is_put_down_no_more_but_stays_where_they_are(event, shifts, team, people):
    rota.set_people(shifts[0], [team[0].pk], actor=people.alice)
    SignUp.objects.filter(participant=team[0]).update(state="cancelled")
    rota.set_people(shifts[0], [team[0].pk, team[1].pk], actor=people.alice)
    assert _refusal(rota.set_people, shifts[1], [team[0].pk], actor=people.alice) == Snag.NOT_IN_TEAM


def test_nobody_is_on_duty_twice_on_an_evening(shifts, team):
    on_duty(shifts[0], team[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        on_duty(shifts[0], team[0])


def test_nobody_is_in_two_places_at_once(people, shifts, team):
    other = patrol(people.alice.organisation, title="文明劝导")
    SignUp.objects.create(activity=other, pool=_pool(other), participant=team[0], state="confirmed")
    same = next(shift for shift in planned(other) if shift.date == shifts[0].date)
    on_duty(same, team[0])
    assert _refusal(rota.set_people, shifts[0], [team[0].pk], actor=people.alice) == Snag.ELSEWHERE


def _pool(event):
    return SeatPool.objects.get_or_create(activity=event, organisation=None)[0]


def test_called_off_evening_takes_nobody(shifts, team, people):
    call_off(shifts[0], reason="暴雨", actor=people.alice)
    assert _refusal(rota.set_people, shifts[0], [team[0].pk], actor=people.alice) == Snag.CALLED_OFF


def test_turns_fill_a_week_and_keep_what_is_set(event, shifts, team, people):
    rota.set_people(shifts[3], [team[3].pk], leader=team[3].pk, actor=people.alice)
    assert rota.fill_by_turns(event, shifts, actor=people.alice) == (13, 0)
    often = Counter(Duty.objects.values_list("participant", flat=True))
    assert (set(often.values()) <= {3, 4}, team[3].pk in _on(shifts[3])) == (True, True)
    assert rota.fill_by_turns(event, shifts, actor=people.alice) == (0, 0)


def test_turns_name_leaders_among_those_who_have_led(event, shifts, team, people):
    rota.set_people(shifts[0], [team[0].pk, team[1].pk], leader=team[0].pk, actor=people.alice)
    rota.fill_by_turns(event, shifts, actor=people.alice)
    assert set(Duty.objects.filter(is_leader=True).values_list("participant", flat=True)) == {team[0].pk}


def test_turns_need_a_team_and_a_number(event, shifts, people):
    assert _refusal(rota.fill_by_turns, event, shifts, actor=people.alice) == Snag.NO_TEAM
    event.min_people = None
    assert _refusal(rota.fill_by_turns, event, shifts, actor=people.alice) == Snag.NO_NUMBER


def test_turns_say_how_many_are_missing(event, shifts, people):
    join_team(event, 1)
    assert rota.fill_by_turns(event, shifts, actor=people.alice) == (7, 7)


def test_place_of_somebody_who_seeks_cover_is_filled(event, shifts, team, people):
    on_duty(shifts[0], team[0], seeks_cover=True)
    on_duty(shifts[0], team[1])
    rota.fill_by_turns(event, shifts[:1], actor=people.alice)
    assert len(_on(shifts[0])) == 3


def test_two_people_swap_their_evenings(shifts, team, people):
    one, other = on_duty(shifts[0], team[0], is_leader=True), on_duty(shifts[1], team[1])
    rota.swap(one, other, actor=people.alice)
    assert (_on(shifts[0]), _on(shifts[1])) == ([team[1].pk], [team[0].pk])


def test_swap_that_puts_somebody_there_twice_is_refused(shifts, team, people):
    one, other = on_duty(shifts[0], team[0]), on_duty(shifts[1], team[1])
    on_duty(shifts[1], team[0])
    assert _refusal(rota.swap, one, other, actor=people.alice) == Snag.TWICE
    assert _refusal(rota.swap, one, one, actor=people.alice) == Snag.SAME


def test_cover_is_asked_for_taken_and_told(event, shifts, team, people):
    with_email(team[0].member, "a@example.cn")
    with_email(team[1].member, "b@example.cn")
    duty = on_duty(shifts[0], team[0])
    rota.seek_cover(duty)
    rota.seek_cover(duty)
    assert [mail.address for mail in OutboxMail.objects.all()] == ["b@example.cn"]
    assert team[0].full_name not in OutboxMail.objects.get().body
    duty = rota.take_over(duty, team[1])
    assert (duty.participant, duty.planned, duty.seeks_cover) == (team[1], team[0], False)
    assert [mail.address for mail in OutboxMail.objects.order_by("pk")] == ["b@example.cn", "a@example.cn"]


def test_cover_is_refused_without_need_twice_and_for_strangers(shifts, team):
    duty = on_duty(shifts[0], team[0])
    assert _refusal(rota.take_over, duty, team[1]) == Snag.NO_COVER
    rota.seek_cover(duty)
    on_duty(shifts[0], team[2])
    assert _refusal(rota.take_over, duty, team[2]) == Snag.TWICE
    assert _refusal(rota.take_over, duty, ParticipantFactory()) == Snag.NOT_IN_TEAM


def test_who_comes_back_to_their_evening_stands_in_for_nobody(shifts, team, people):
    duty = on_duty(shifts[0], team[0])
    duty = rota.stand_in(duty, team[1], actor=people.alice)
    duty = rota.stand_in(duty, team[0], actor=people.alice)
    assert (duty.participant, duty.planned) == (team[0], None)


def test_free_place_is_taken_until_enough_go_out(shifts, team):
    rota.offer(shifts[0], team[0])
    rota.offer(shifts[0], team[1])
    assert _refusal(rota.offer, shifts[0], team[2]) == Snag.NO_FREE_PLACE


def _all_take_over(duty, team) -> list:
    """Everybody presses at once; return what each was told."""
    barrier, told = threading.Barrier(len(team)), []

    def press(person):
        barrier.wait()
        try:
            rota.take_over(duty, person)
            told.append("yours")
        except RotaRefused as refused:
            told.append(refused.snag)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(person,)) for person in team]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.django_db(transaction=True)
def test_of_several_who_take_over_at_once_one_does(shifts, team):
    duty = on_duty(shifts[0], team[0], seeks_cover=True)
    told = _all_take_over(duty, team[1:])
    assert (told.count("yours"), told.count(Snag.NO_COVER)) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_several_believe_that_they_do(shifts, team, monkeypatch):
    monkeypatch.setattr(rota, "is_sought", lambda duty: True)
    told = _all_take_over(on_duty(shifts[0], team[0], seeks_cover=True), team[1:])
    assert told.count("yours") > 1
