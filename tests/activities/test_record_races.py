"""Two approvals at once, in real transactions of two connections; the negative control shows that the lock is what holds."""

import threading

import pytest
from django.db import connection, connections

from activities import hours
from activities.actions import records as actions
from activities.hours import Trouble
from activities.models import ServiceRecord
from members.roles import Role
from tests.factories import (
    MemberFactory,
    ParticipantFactory,
    PostFactory,
    ServiceRecordFactory,
    VolunteerEventFactory,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time"),
]


@pytest.fixture
def overlapping(town):
    """Two records of one person at one time, waiting at two organisers' desks."""
    first = ServiceRecordFactory(participant=ParticipantFactory())
    other = VolunteerEventFactory(organisation=town, starts_at=first.starts_at)
    return [first, ServiceRecordFactory(participant=first.participant, activity=other)]


@pytest.fixture
def organisers(town):
    return [PostFactory(member=MemberFactory(organisation=town), role=Role.ORGANISER).member for _number in range(2)]


def _approve_at_once(records, organisers) -> list:
    start, outcomes = threading.Barrier(2), [None, None]

    def run(place):
        start.wait()
        try:
            outcomes[place] = actions.approve_records([records[place]], actor=organisers[place])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes


@pytest.mark.parametrize("_time", range(8))
def test_two_approvals_of_one_time_at_once_are_one(overlapping, organisers, _time):
    outcomes = _approve_at_once(overlapping, organisers)
    assert sorted(len(done) for done, _refused in outcomes) == [0, 1]
    assert [why for _done, refused in outcomes for _record, why in refused] == [Trouble.OVERLAP]
    assert ServiceRecord.objects.approved().count() == 1


def test_negative_control_without_the_lock_both_get_in(overlapping, organisers, monkeypatch):
    both_have_read, judge = threading.Barrier(2), hours.why_not_approve

    def judge_after_both_have_read(*args):
        both_have_read.wait(timeout=10)
        return judge(*args)

    monkeypatch.setattr(actions, "lock_people", lambda pks: None)
    monkeypatch.setattr(hours, "why_not_approve", judge_after_both_have_read)
    _approve_at_once(overlapping, organisers)
    assert ServiceRecord.objects.approved().count() == 2
