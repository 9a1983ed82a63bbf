"""Two people at one contest at once: one draw, one approval, no score lost; without the row's lock it fails."""

import threading
import time
from decimal import Decimal

import pytest
from django.db import connection, connections

from activities.actions import contest as actions
from activities.actions import contest_result as results
from activities.actions.contest_scores import Cell, Clash, enter_scores
from activities.contest_errors import ContestRefused, Hitch
from activities.models import Contest, Score
from members.models import AuditEntry
from tests.activities.contests import contest, drawn, seen, submitted

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def at_once(*acts) -> list:
    """Do things at once, each in a connection of its own; return what each gave, or why it was refused."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        start.wait()
        try:
            outcomes[place] = acts[place]()
        except ContestRefused as refused:
            outcomes[place] = refused.why
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_two_draws_at_once_are_one(people):
    for _round in range(ROUNDS):
        stage = contest(people.alice).stages.get()
        outcomes = at_once(*[lambda: actions.draw_order(stage, actor=people.alice)] * 2)  # noqa: B023
        assert outcomes.count(Hitch.DRAWN) == 1
        assert sorted(stage.entries.values_list("order", flat=True)) == [1, 2, 3]
    assert AuditEntry.objects.filter(action="contest.draw").count() == ROUNDS


def test_two_approvals_at_once_are_one(people):
    for _round in range(ROUNDS):
        made = submitted(people.alice)
        digest = seen(made)
        approve = [
            lambda actor=actor: results.approve_result(made, seen=digest, actor=actor)  # noqa: B023
            for actor in (people.bob, people.dave)
        ]
        assert at_once(*approve).count(Hitch.NOT_SUBMITTED) == 1
    assert AuditEntry.objects.filter(action="contest.publish").count() == ROUNDS


def test_one_cell_by_two_people_at_once_is_shown_to_one_of_them(people):
    for _round in range(ROUNDS):
        stage = drawn(contest(people.alice), people.alice)
        entries, judge = list(stage.entries.order_by("order")), stage.contest.judges.first()
        enter = [
            lambda actor=actor, points=points, own=own: enter_scores(
                stage,  # noqa: B023
                cells=[Cell(entry.pk, judge.pk, None, Decimal(points)) for entry in (entries[0], entries[own])],  # noqa: B023
                actor=actor,
            )
            for actor, points, own in ((people.alice, 90, 1), (people.bob, 80, 2))
        ]
        clashes = [refusal.why for refusals in at_once(*enter) for refusal in refusals]
        assert clashes == [Clash.OTHER]
        assert Score.objects.filter(entry__stage=stage).count() == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time")
def test_without_the_lock_two_approvals_would_both_count(people, monkeypatch):
    """The negative control."""

    def unlocked(contest, *, state=Contest.State.OPEN):
        found = Contest.objects.get(pk=contest.pk)
        time.sleep(0.3)
        if found.state != state:
            raise ContestRefused(Hitch.NOT_SUBMITTED)
        return found

    made = submitted(people.alice)
    digest = seen(made)
    monkeypatch.setattr(results, "locked", unlocked)
    outcomes = at_once(*(
        lambda actor=actor: results.approve_result(made, seen=digest, actor=actor) for actor in (people.bob, people.dave)
    ))  # fmt: skip
    assert Hitch.NOT_SUBMITTED not in outcomes
