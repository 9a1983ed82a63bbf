"""Whose an activity is in the admin, the lists of both kinds, and the desk."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.kinds import Form
from activities.models import Closing, StudySession
from tests.activities.planning import EVENT, STUDY, add, refused
from tests.factories import (
    OrganisationFactory,
    PhotoFactory,
    PostFactory,
    StudySessionFactory,
    VolunteerEventFactory,
)
from tests.publishing.desk import signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client, people):
    return signed_in(client, people.alice)


@pytest.fixture
def session(people):
    return StudySessionFactory(
        form=Form.TRAIN_CLASS, organisation=people.alice.organisation, author=people.alice, takes_sign_ups=True, seats=20,
        contact_name="学习办", contact_phone="0731-28800000", venue="株洲站",
    )  # fmt: skip


def test_activity_of_another_unit_is_not_there(client, people, session):
    eve = signed_in(client, people.eve)
    for page in ("change", "preview", "day_sheet", "groups", "group_lists"):
        assert eve.get(url(page, session, STUDY)).status_code == 404
    assert eve.post(url("copy", session, STUDY)).status_code == 404
    assert eve.post(url("change", session, STUDY), {"title": "x"}).status_code == 404


def test_forged_unit_is_refused(people):
    assert refused(people, Form.LECTURE, STUDY, {"organisation": people.eve.organisation_id}) == ["organisation"]


@pytest.mark.parametrize("name", ["place", "topic", "cover", "articles"])
def test_forged_relation_is_refused(people, name):
    assert refused(people, Form.LECTURE, STUDY, {name: "999999"}) == [name]


def test_cover_of_another_unit_is_refused(people):
    photo = PhotoFactory(organisation=people.eve.organisation)
    assert refused(people, Form.LECTURE, STUDY, {"cover": photo.pk}) == ["cover"]


def test_state_and_author_come_from_nobody(alice, people):
    add(alice, Form.LECTURE, state="published", author=str(people.dave.pk), approved_hash="0" * 64)
    made = StudySession.objects.get()
    assert (made.state, made.author, made.approved_hash, made.kind) == ("draft", people.alice, "", "study")


def test_reader_adds_nothing(client, people):
    olga = signed_in(client, people.olga)
    assert olga.get(url("add", kind=STUDY)).status_code == 403
    assert olga.post(url("add", kind=STUDY), {"form": "lecture"}).status_code == 403


@pytest.mark.parametrize("kind", [STUDY, EVENT])
def test_list_is_searched_and_narrowed(alice, people, kind):
    factory = StudySessionFactory if kind == STUDY else VolunteerEventFactory
    own = {"organisation": people.alice.organisation, "author": people.alice}
    past = timezone.now() - datetime.timedelta(days=2)
    over = factory(title="清明祭扫", published=True, starts_at=past, **own)
    factory(title="春季宣讲", **own)
    for query in (
        "q=清明",
        "work=closing",
        "time=past",
        f"form={over.form}&time=past",
        f"unit={over.organisation_id}&time=past",
    ):
        shown = alice.get(f"{url('changelist', kind=kind)}?{query}").context["cl"].queryset
        assert [activity.title for activity in shown] == ["清明祭扫"], query


@pytest.mark.parametrize("query", ["form=x", "time=x", "work=few", "work=x", "q=%00", "unit=99999999999999999999"])
def test_odd_filter_is_no_fault(alice, query):
    assert alice.get(f"{url('changelist', kind=EVENT)}?{query}", follow=True).status_code in (200, 400)


def test_number_of_queries_of_the_list_is_the_same_for_one_and_for_many(alice, people):
    own = {"organisation": people.alice.organisation, "author": people.alice}
    StudySessionFactory(**own)

    with CaptureQueriesContext(connection) as one:
        alice.get(url("changelist", kind=STUDY))
    StudySessionFactory.create_batch(5, **own)
    with CaptureQueriesContext(connection) as many:
        alice.get(url("changelist", kind=STUDY))
    assert len(many) == len(one)


def test_desk_offers_planning(alice):
    labels = [address for _label, address in alice.get("/admin/").context["quick_actions"]]
    assert {reverse("admin:activities_studysession_plan"), url("add", kind=EVENT)} <= set(labels)


def test_secretary_of_the_town_above_plans_for_those_below(client, people):
    below = OrganisationFactory(parent=people.alice.organisation)
    PostFactory(member=people.charlie, role="secretary")
    charlie = signed_in(client, people.charlie)
    assert add(charlie, Form.LECTURE, organisation=str(below.pk)).status_code == 302


def test_desk_names_what_is_over_and_not_closed(client, people):
    PostFactory(member=people.alice, role="secretary")
    past = timezone.now() - datetime.timedelta(days=2)
    own = {"organisation": people.alice.organisation, "author": people.alice, "starts_at": past, "published": True}
    session, event = StudySessionFactory(title="清明祭扫", **own), VolunteerEventFactory(title="清淤", **own)
    StudySessionFactory(organisation=people.eve.organisation, starts_at=past, published=True)
    closed = StudySessionFactory(**own)
    Closing.objects.create(activity=closed, headcount=3, closed_by=people.dave)
    (card,) = [
        card for card in signed_in(client, people.alice).get("/admin/").context["cards"] if card.key == "closing"
    ]
    assert [(item.title, item.url) for item in card.items] == [
        ("清明祭扫", url("roster", session, STUDY)),
        ("清淤", url("roster", event, EVENT)),
    ]
    assert "closing" not in [card.key for card in signed_in(client, people.bob).get("/admin/").context["cards"]]
