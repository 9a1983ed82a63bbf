"""Everybody presses at once, through the web server: SECURITY.md, "Sign-ups".

STORM=full runs what the issue asks for: 500 people, 20 rounds. By default one round of fewer people.
"""

import os
import threading
import time

import pytest

from activities.actions.seats import set_seats
from activities.errors import SeatsTaken
from activities.models import SeatPool, SignUp
from members.models import OutboxMail
from tests.activities.joining import join, open_session
from tests.activities.storm import Site, as_the_server, cancel_at, counts, make_people, positions, press, sign_up_at

pytestmark = pytest.mark.django_db(transaction=True)

FULL = os.environ.get("STORM") == "full"
PEOPLE, ROUNDS = (500, 20) if FULL else (100, 1)
SEATS, LEAVERS = 20, 120 if FULL else 50


@pytest.fixture
def people(town, settings):
    as_the_server(settings)
    return make_people(PEOPLE, town)


@pytest.fixture(scope="module")
def site(django_db_setup, tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.stop()


@pytest.fixture
def unguarded(people, tmp_path):
    site = Site(tmp_path, application="tests.activities.unguarded")
    yield site
    site.stop()


def _promoted(session):
    """Those who waited first, in the order of the queue."""
    rows = SignUp.objects.filter(activity=session.pk, position__isnull=False, confirmed_at__isnull=False)
    return rows.order_by("position")


def test_everybody_at_once_gets_exactly_the_seats_there_are(site, people, town):
    for _round in range(ROUNDS):
        session = open_session(town, seats=SEATS)
        assert set(press(site, [(person, sign_up_at(session)) for person in people])) == {302}
        assert counts(session) == (SEATS, SEATS, PEOPLE - SEATS)
        assert positions(session) == list(range(1, PEOPLE - SEATS + 1))


def test_storm_of_joins_and_leaves_keeps_order_and_tells_each_once(site, people, town):
    for _round in range(ROUNDS):
        session = open_session(town, seats=SEATS)
        leavers, others = people[:LEAVERS], people[LEAVERS:]
        for person in leavers:
            join(session, person.member)
        presses = [(person, cancel_at(session)) for person in leavers]
        presses += [(person, sign_up_at(session)) for person in others]
        assert set(press(site, presses[::2] + presses[1::2])) == {302}
        assert counts(session) == (SEATS, SEATS, PEOPLE - LEAVERS - SEATS)
        _assert_moved_up_in_order(session)


def _assert_moved_up_in_order(session):
    drawn, promoted = positions(session), list(_promoted(session))
    assert drawn == list(range(1, len(drawn) + 1))
    assert [row.confirmed_at for row in promoted] == sorted(row.confirmed_at for row in promoted)
    first_waiting = session.sign_ups.waiting().order_by("position").first()
    assert promoted[-1].position < first_waiting.position
    told = OutboxMail.objects.filter(key__in=[f"promoted:{row.pk}" for row in session.sign_ups.all()])
    assert sorted(told.values_list("key", flat=True)) == sorted(f"promoted:{row.pk}" for row in promoted)


def test_without_the_guard_more_seats_are_sold_than_there_are(unguarded, people, town):
    session = open_session(town, seats=SEATS)
    press(unguarded, [(person, sign_up_at(session)) for person in people])
    assert session.sign_ups.confirmed().count() > SEATS


def test_one_person_pressing_twenty_times_is_one_row(site, people, town):
    for person in people[: ROUNDS * 2]:
        session = open_session(town, seats=1)
        assert set(press(site, [(person, sign_up_at(session))] * 20)) == {302}
        assert session.sign_ups.count() == 1
        assert counts(session) == (1, 1, 0)


def test_seats_lowered_during_a_storm_drop_nobody_and_add_nobody(site, people, town):
    for _round in range(ROUNDS):
        session = open_session(town, seats=PEOPLE)
        joining = threading.Thread(target=press, args=(site, [(person, sign_up_at(session)) for person in people]))
        joining.start()
        lowest = _lower_in_the_middle(session)
        joining.join()
        assert SEATS <= lowest < PEOPLE  # else the storm was over before
        assert counts(session) == (lowest, lowest, PEOPLE - lowest)
        assert not session.sign_ups.exclude(state__in=["confirmed", "waiting"]).exists()


def _lower_in_the_middle(session) -> int:
    """Once some are in, cut the seats as far as it goes; return how many are left."""
    while (taken := SeatPool.objects.get(activity=session.pk).taken) < SEATS:
        time.sleep(0.005)
    while True:
        try:
            set_seats(session, seats=taken, quotas={}, actor=session.author)
        except SeatsTaken as refused:
            taken = refused.pool.taken
        else:
            return taken
