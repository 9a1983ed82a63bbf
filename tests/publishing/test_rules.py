import datetime

import pytest

from publishing import rules
from publishing.rules import Approval, Refusal
from publishing.states import ALLOWED_FROM, Act, State

NOW = datetime.datetime(2021, 5, 18, 8, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)

POSSIBLE = {
    State.DRAFT: {Act.SUBMIT, Act.EDIT},
    State.IN_REVIEW: {Act.APPROVE, Act.RETURN, Act.RECALL, Act.EDIT, Act.PUBLISH},
    State.PUBLISHED: {Act.CORRECT, Act.WITHDRAW},
    State.WITHDRAWN: {Act.REOPEN},
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
def test_act_starts_from_its_states_only(act, state):
    refusal = rules.why_not(act, state)
    assert (refusal is None) == (act in POSSIBLE[state])


@pytest.mark.parametrize("act", Act)
def test_scheduled_item_is_rescheduled_or_withdrawn_but_not_corrected(act):
    refusal = rules.why_not(act, State.PUBLISHED, is_scheduled=True)
    assert (refusal is None) == (act in {Act.RESCHEDULE, Act.WITHDRAW})


def test_every_act_says_where_it_starts():
    assert ALLOWED_FROM.keys() == set(Act)


def test_every_act_outside_the_review_steps_names_a_right():
    assert rules.RIGHT_FOR.keys() == set(Act) - {Act.APPROVE, Act.RETURN, Act.PUBLISH}


@pytest.mark.parametrize(
    ("actor", "author", "writers", "step", "approvals", "expected"),
    [
        (2, 1, {1}, 1, [], None),
        (1, 1, set(), 1, [], Refusal.OWN_TEXT),
        (2, 1, {1, 2}, 1, [], Refusal.OWN_TEXT),
        (2, 1, {1}, 2, [Approval(1, 2)], Refusal.SECOND_STEP),
        (3, 1, {1}, 2, [Approval(1, 2)], None),
        (2, 1, {1}, 1, [Approval(1, 2)], None),  # the same step of a later round
    ],
)
def test_review_is_by_another_person_at_each_step(actor, author, writers, step, approvals, expected):
    refusal = rules.why_not_review(actor_id=actor, author_id=author, writer_ids=writers, step=step, approvals=approvals)
    assert refusal == expected


@pytest.mark.parametrize(
    ("wished", "before", "expected"),
    [
        (None, None, NOW),
        (NOW + HOUR, None, NOW + HOUR),
        (NOW - HOUR, None, NOW),
        (None, NOW - HOUR, NOW),
        (NOW + HOUR, NOW + 2 * HOUR, NOW + 2 * HOUR),
    ],
)
def test_publication_time_is_never_moved_back(wished, before, expected):
    assert rules.publication_time(now=NOW, wished=wished, before=before) == expected


def test_every_refusal_is_never_mendable_or_a_matter_of_time():
    assert not rules.NEVER & rules.MENDABLE
