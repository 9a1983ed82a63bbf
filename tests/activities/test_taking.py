"""The statements written by hand say what the querysets say, and read the row as it is now."""

import datetime
import itertools

import pytest
from django.utils import timezone

from activities.actions.taking import is_open
from activities.models import Activity
from publishing.states import State
from tests.activities.joining import open_session

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
MOMENTS = (None, -HOUR, datetime.timedelta(0), HOUR)


def test_statement_agrees_with_the_querysets_at_every_edge_of_the_window(town):
    now, wrong, seen = timezone.now(), [], set()
    session = open_session(town)
    times = itertools.product(MOMENTS, MOMENTS, MOMENTS[1:], MOMENTS[1:], (True, False))
    for opens, closes, starts, published, takes in times:
        changes = {
            "sign_up_opens_at": now + opens if opens is not None else None,
            "sign_up_closes_at": now + closes if closes is not None else None,
            "starts_at": now + starts, "ends_at": now + 2 * HOUR, "published_at": now + published,
            "takes_sign_ups": takes,
        }  # fmt: skip
        Activity.objects.filter(pk=session.pk).update(**changes)
        expected = Activity.objects.published(now).open_for_sign_up(now).filter(pk=session.pk).exists()
        seen.add(expected)
        if is_open(session.pk, now) != expected:
            wrong.append(changes)
    assert (wrong, seen) == ([], {True, False})


@pytest.mark.parametrize("state", State)
def test_statement_agrees_with_the_querysets_in_every_state(town, state):
    now = timezone.now()
    session = open_session(town)
    Activity.objects.filter(pk=session.pk).update(state=state, withdrawal_reason="台风")
    assert is_open(session.pk, now) == Activity.objects.published(now).filter(pk=session.pk).exists()
    assert is_open(session.pk, now, by_staff=True) == (state != State.WITHDRAWN)


def test_nothing_is_open_that_is_not_there(town):
    assert not is_open(987654, timezone.now())
    assert not is_open(987654, timezone.now(), by_staff=True)
