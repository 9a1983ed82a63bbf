"""Somebody presses while the activity is being withdrawn: the withdrawal wins, and nobody is left untold."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from activities.actions import taking
from activities.actions.proxy import ListRefused, Person, sign_up_list
from activities.errors import NotPossible, Why
from activities.models import Activity
from publishing import actions as publishing
from tests.activities.joining import join, open_session, taken
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _join_during_the_withdrawal(session, people):
    """Return the row, or why there is none."""
    member = MemberFactory(organisation=session.organisation)
    seen = Activity.objects.get(pk=session.pk)  # the page was open before

    def press():
        try:
            return join(seen, member)
        except NotPossible as refused:
            return refused.why
        finally:
            connection.close()

    return _during_the_withdrawal(session, people, press)


def _during_the_withdrawal(session, people, work):
    """Do something between the withdrawal's first lock and its commit; return what comes of it."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publishing.withdraw(session, actor=people.dave, reason="台风红色预警")
            doing = pool.submit(work)
            time.sleep(0.5)
        return doing.result(20)


def test_nobody_is_signed_up_for_what_was_withdrawn_just_then(people, town):
    session = open_session(town)
    assert _join_during_the_withdrawal(session, people) == Why.GONE
    assert (session.sign_ups.count(), taken(session)) == (0, 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_without_the_second_look_somebody_would_be(people, town, monkeypatch):
    monkeypatch.setattr(taking, "is_open", lambda *args, **kwargs: True)
    session = open_session(town)
    assert _join_during_the_withdrawal(session, people).state == "confirmed"


def test_list_of_staff_does_not_get_past_it_either(people, town):
    session = open_session(town)
    persons = [Person(name="李大爷", phone="13857315731", unit=town)]

    def paste():
        try:
            return sign_up_list(Activity.objects.get(pk=session.pk), persons, actor=people.alice)
        except ListRefused as refused:
            return [outcome.why for outcome in refused.outcomes]
        finally:
            connection.close()

    assert _during_the_withdrawal(session, people, paste) == [Why.GONE]
    assert (session.sign_ups.count(), taken(session)) == (0, 0)
