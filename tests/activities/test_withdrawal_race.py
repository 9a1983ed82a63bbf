"""Somebody presses while the activity is being withdrawn: the withdrawal wins, and nobody is left untold."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from activities.actions import taking
from activities.errors import NotPossible, Why
from activities.models import Activity
from publishing import actions as publishing
from tests.activities.joining import join, open_session, taken
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _join_during_the_withdrawal(session, people):
    """Press between the withdrawal's first lock and its commit; return the row, or why there is none."""
    member = MemberFactory(organisation=session.organisation)
    seen = Activity.objects.get(pk=session.pk)  # the page was open before

    def press():
        try:
            return join(seen, member)
        except NotPossible as refused:
            return refused.why
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publishing.withdraw(session, actor=people.dave, reason="台风红色预警")
            pressed = pool.submit(press)
            time.sleep(0.5)
        return pressed.result(20)


def test_nobody_is_signed_up_for_what_was_withdrawn_just_then(people, town):
    session = open_session(town)
    assert _join_during_the_withdrawal(session, people) == Why.GONE
    assert (session.sign_ups.count(), taken(session)) == (0, 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_without_the_second_look_somebody_would_be(people, town, monkeypatch):
    monkeypatch.setattr(taking, "is_open", lambda *args, **kwargs: True)
    session = open_session(town)
    assert _join_during_the_withdrawal(session, people).state == "confirmed"
