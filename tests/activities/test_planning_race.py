"""A secretary saves the form while people sign up: nobody waits for ever, and every seat that was taken is counted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from activities.actions.seats import set_seats
from activities.actions.sign_ups import sign_up
from activities.kinds import Form
from activities.models import StudySession
from tests.factories import ParticipantFactory, StudySessionFactory
from tests.publishing.desk import filled, published, url

pytestmark = pytest.mark.django_db(transaction=True)
STUDY = "activities_studysession"
PEOPLE, SAVES = 24, 6


def _closing(work):
    """Run in a thread of its own: its connection goes with it."""

    def run(*args):
        try:
            return work(*args)
        finally:
            connection.close()

    return run


def test_saving_the_form_amid_sign_ups_loses_and_blocks_nothing(people):
    session = StudySessionFactory(
        form=Form.LECTURE, organisation=people.alice.organisation, author=people.alice, takes_sign_ups=True, seats=20,
        contact_name="学习办", contact_phone="0731-28800000", venue="会议室",
    )  # fmt: skip
    set_seats(session, seats=20, quotas={}, actor=people.alice)
    session = published(session, people)
    persons = ParticipantFactory.create_batch(PEOPLE)
    dave = Client()
    dave.force_login(people.dave)

    @_closing
    def save(number: int) -> int:
        page = dave.get(url("correct", session, STUDY))
        data = filled(page, seats=str(20 + number), correction=f"名额改为{20 + number}个。")
        return dave.post(url("correct", session, STUDY), data).status_code

    @_closing
    def join(person) -> str:
        return sign_up(StudySession.objects.get(pk=session.pk), person).state

    with ThreadPoolExecutor(4) as pool:
        joining = [pool.submit(join, person) for person in persons]
        saved = [save(number) for number in range(1, SAVES + 1)]
        states = [future.result() for future in joining]
    assert saved == [302] * SAVES
    assert set(states) <= {"confirmed", "waiting"}
    session.refresh_from_db()
    open_pool = session.pools.get()
    assert (session.seats, open_pool.seats) == (26, 26)
    assert open_pool.taken == session.sign_ups.confirmed().count() == PEOPLE
