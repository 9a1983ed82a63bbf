"""What stands beneath an activity in its form, two people at it at once, and its way to publication."""

import pytest

from activities.kinds import Form
from activities.models import Leg, SeatPool, StudySession
from members.models import AuditEntry
from publishing.models import Move
from tests.activities.planning import STUDY, add, change, errors_of
from tests.factories import (
    ArticleFactory,
    OrganisationFactory,
    StudySessionFactory,
)
from tests.publishing.desk import filled, published, signed_in, under_review, url

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


def _quotas(*rows, initial=0) -> dict:
    data = {"pools-TOTAL_FORMS": len(rows), "pools-INITIAL_FORMS": initial}
    for number, (unit, seats) in enumerate(rows):
        data |= {f"pools-{number}-organisation": unit, f"pools-{number}-seats": seats, f"pools-{number}-id": ""}
    return data


def test_seats_and_quotas_become_pools(alice, people):
    unit = OrganisationFactory(parent=people.alice.organisation)
    add(alice, Form.TRAIN_CLASS, seats="461", **_quotas((unit.pk, "300")))
    made = StudySession.objects.get()
    pools = {pool.organisation_id: pool.seats for pool in made.pools.all()}
    assert (made.seats, pools) == (461, {None: 161, unit.pk: 300})


def test_quotas_of_more_than_all_seats_are_refused(alice, people):
    response = add(alice, Form.TRAIN_CLASS, seats="20", **_quotas((people.alice.organisation_id, "21")))
    assert "21" in str([inline.formset.non_form_errors() for inline in response.context["inline_admin_formsets"]])
    assert not SeatPool.objects.exists()


@pytest.mark.parametrize("row", [("7" * 25, "5"), (None, "")])
def test_odd_quota_is_said_beside_its_field(alice, people, row):
    unit = people.alice.organisation_id if row[0] is None else row[0]
    response = add(alice, Form.TRAIN_CLASS, seats="20", **_quotas((unit, row[1])))
    assert response.status_code == 200
    assert any(
        inline.formset.errors[0] for inline in response.context["inline_admin_formsets"] if inline.formset.errors
    )


def test_quota_is_for_units_that_one_sees(alice, people):
    response = add(alice, Form.TRAIN_CLASS, seats="20", **_quotas((people.eve.organisation_id, "5")))
    assert response.status_code == 200
    assert not StudySession.objects.exists()


def test_two_quotas_for_one_unit_are_refused(alice, people):
    unit = people.alice.organisation_id
    assert add(alice, Form.TRAIN_CLASS, seats="20", **_quotas((unit, "5"), (unit, "6"))).status_code == 200


def test_saving_leaves_what_sign_ups_count(alice, session):
    SeatPool.objects.create(activity=session, seats=20, taken=7, last_position=3)
    page = filled(alice.get(url("change", session, STUDY)), title="车厢课堂")
    SeatPool.objects.update(taken=9)  # two more while the form is open
    assert alice.post(url("change", session, STUDY), page).status_code == 302
    assert SeatPool.objects.values_list("seats", "taken", "last_position").get() == (20, 9, 3)


def test_seats_are_never_cut_below_those_taken(alice, session):
    SeatPool.objects.create(activity=session, seats=20, taken=7)
    assert list(errors_of(change(alice, session, seats="6"))) == ["seats"]
    assert change(alice, session, seats="7").status_code == 302
    assert SeatPool.objects.get().seats == 7


def test_quota_is_never_cut_below_those_taken(alice, session, people):
    SeatPool.objects.create(activity=session, seats=10)
    quota = SeatPool.objects.create(activity=session, organisation=people.alice.organisation, seats=10, taken=4)
    assert change(alice, session, **{"pools-0-seats": "3"}).status_code == 200
    quota.refresh_from_db()
    assert quota.seats == 10


def test_seats_for_all_are_never_cut_below_those_taken(alice, session, people):
    SeatPool.objects.create(activity=session, seats=20, taken=15)
    response = change(alice, session, **_quotas((people.alice.organisation_id, "6")))
    assert response.status_code == 200
    assert not SeatPool.objects.exclude(organisation=None).exists()


def test_legs_are_numbered_in_the_order_that_is_typed(alice):
    rows = {
        "legs-TOTAL_FORMS": 2,
        "legs-0-what": "参观",
        "legs-0-position": "2",
        "legs-1-what": "乘车",
        "legs-1-position": "1",
    }
    rows |= {"legs-0-day": "1", "legs-1-day": "1", "legs-0-transport": "stay", "legs-1-transport": "train"}
    add(alice, Form.TRAIN_CLASS, **rows)
    assert list(Leg.objects.values_list("position", "what")) == [(1, "乘车"), (2, "参观")]


@pytest.mark.parametrize(("name", "value"), [("day", "99"), ("starts", "25:00")])
def test_odd_leg_is_refused(alice, name, value):
    row = {"legs-TOTAL_FORMS": 1, "legs-0-what": "参观", "legs-0-day": "1", "legs-0-transport": "stay"}
    response = add(alice, Form.TRAIN_CLASS, **row | {f"legs-0-{name}": value})
    assert response.status_code == 200
    assert not StudySession.objects.exists()


def test_broken_management_form_is_no_fault(alice):
    assert add(alice, Form.TRAIN_CLASS, **{"legs-TOTAL_FORMS": "x", "pools-TOTAL_FORMS": ""}).status_code == 200


def test_people_who_edit_at_once_see_each_other(client, people, session):
    page = filled(signed_in(client, people.alice).get(url("change", session, STUDY)), title="我的题目")
    StudySession.objects.filter(pk=session.pk).update(title="他的题目")
    response = client.post(url("change", session, STUDY), page)
    assert [clash.name for clash in response.context["adminform"].form.clashes] == ["title"]
    taken = client.post(url("change", session, STUDY), filled(response) | {"clash": ["title"], "keep-title": "theirs"})
    assert taken.status_code == 302
    assert StudySession.objects.get().title == "他的题目"


def test_people_who_edit_rows_at_once_see_each_other(alice, session):
    leg = Leg.objects.create(activity=session, what="乘车")
    page = filled(alice.get(url("change", session, STUDY)), **{"legs-0-what": "坐火车"})
    Leg.objects.update(what="乘坐红色客运列车")
    response = alice.post(url("change", session, STUDY), page)
    assert [clash.name for clash in response.context["adminform"].form.clashes] == ["legs"]
    leg.refresh_from_db()
    assert leg.what == "乘坐红色客运列车"


def test_quotas_of_the_other_stay_when_one_takes_theirs(alice, people, session):
    SeatPool.objects.create(activity=session, seats=10)
    quota = SeatPool.objects.create(activity=session, organisation=people.alice.organisation, seats=10)
    page = filled(alice.get(url("change", session, STUDY)), **{"pools-0-seats": "5"})
    SeatPool.objects.filter(pk=quota.pk).update(seats=8)
    response = alice.post(url("change", session, STUDY), page)
    assert [clash.name for clash in response.context["adminform"].form.clashes] == ["pools"]
    alice.post(url("change", session, STUDY), filled(response) | {"clash": ["pools"], "keep-pools": "theirs"})
    quota.refresh_from_db()
    assert quota.seats == 8


def test_related_articles_are_kept_compared_and_offered(alice, people, session):
    article = ArticleFactory(organisation=people.alice.organisation, published=True)
    assert change(alice, session, articles=[article.pk]).status_code == 302
    assert list(session.articles.all()) == [article]
    assert change(alice, session, title="车厢课堂").status_code == 302
    assert list(session.articles.all()) == [article]


def test_leg_changed_in_review_restarts_it(client, people, session):
    session = under_review(session, people, step=2)
    change(signed_in(client, people.alice), session, **{
        "legs-TOTAL_FORMS": 1, "legs-0-what": "参观", "legs-0-day": "1", "legs-0-transport": "stay",
    })  # fmt: skip
    session.refresh_from_db()
    assert (session.review_step, Move.objects.of(session).last().act) == (1, "edit")


def test_correction_after_publication_asks_for_a_note(client, people, session):
    session = published(session, people)
    dave = signed_in(client, people.dave)
    values = {"legs-TOTAL_FORMS": 1, "legs-0-what": "参观", "legs-0-day": "1", "legs-0-transport": "stay"}
    assert "correction" in errors_of(change(dave, session, page="correct", **values))
    assert not session.legs.exists()
    assert change(dave, session, page="correct", correction="增加参观一项。", **values).status_code == 302
    assert Move.objects.of(session).last().note == "增加参观一项。"
    assert session.legs.count() == 1


def test_published_activity_is_changed_by_nobody_else(client, people, session):
    session = published(session, people)
    alice = signed_in(client, people.alice)
    alice.post(url("change", session, STUDY), {"title": "别的"})
    session.refresh_from_db()
    assert session.title != "别的"


def test_audit_names_fields_and_rows_only(alice, session, people):
    change(alice, session, contact_name="王学习", **_quotas((people.alice.organisation_id, "5")))
    entry = AuditEntry.objects.filter(action="studysession.change").get()
    assert set(entry.fields) == {"contact_name", "pools"}
