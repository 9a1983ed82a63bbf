"""A session planned in the browser, at 1360 and 360 px: the form fills in what follows, the papers and the plan read well."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.kinds import Form
from activities.models import Group, Leg, SeatPool, SignUp, StudySession
from tests.browser.helpers import PHONE, assert_accessible
from tests.factories import ParticipantFactory, PostFactory, StudySessionFactory
from tests.publishing.desk import url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
STUDY = "activities_studysession"
WIDE = {"width": 1360, "height": 900}


@pytest.fixture
def secretary(people):
    PostFactory(member=people.alice, role="secretary")
    return people.alice


@pytest.fixture
def session(secretary):
    start = timezone.localtime().replace(month=6, day=1, hour=8, minute=0, second=0, microsecond=0)
    made = StudySessionFactory(
        title="第二次专题学习", form=Form.TRAIN_CLASS, organisation=secretary.organisation, author=secretary,
        takes_sign_ups=True, seats=3, starts_at=start, ends_at=start + datetime.timedelta(hours=9),
    )  # fmt: skip
    Leg.objects.create(
        activity=made, transport="train", line="醴茶铁路", start="株洲站", stop="茶陵站", what="车厢课堂"
    )
    pool = SeatPool.objects.create(activity=made, seats=3, taken=3)
    for name in ("1号车厢", "2号车厢"):
        Group.objects.create(activity=made, name=name, seats=2)
    for _number in range(3):
        SignUp.objects.create(activity=made, pool=pool, participant=ParticipantFactory(), state="confirmed")
    return made


def _look(page, address: str = "") -> None:
    """axe takes seconds a page: the narrow window has everything that the wide one has."""
    if address:
        page.goto(address)
    page.wait_for_load_state()
    if page.viewport_size["width"] < 400:
        assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


@pytest.mark.parametrize("viewport", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
def test_session_is_planned_and_its_pages_are_accessible(page, sign_in, secretary, session):
    sign_in(page, secretary)
    _look(page, url("add", kind=STUDY) + "?starts=2027-12-03")
    page.get_by_role("link", name=str(Form.TRAIN_CLASS.label), exact=True).click()
    page.wait_for_url("**?form=train_class**")
    _look(page)
    page.fill("#id_title", "第三次专题学习")
    page.fill("#id_starts_at_0", "2027-12-31")
    page.fill("#id_starts_at_1", "23:00")
    expect(page.locator("#id_ends_at_0")).to_have_value("2028-01-01")
    expect(page.locator("#id_ends_at_1")).to_have_value("01:00")
    expect(page.locator("#id_sign_up_closes_at_0")).to_have_value("2027-12-30")
    page.uncheck("#id_takes_sign_ups")
    expect(page.locator("#pools-group")).to_be_hidden()
    page.check("#id_takes_sign_ups")
    page.fill("#id_seats", "461")
    page.locator("[name=_continue]").click()
    page.wait_for_load_state()
    made = StudySession.objects.exclude(pk=session.pk).get()
    assert (made.seats, made.ends_at - made.starts_at) == (461, datetime.timedelta(hours=2))
    page.goto(url("groups", session, STUDY))
    page.locator("button[value=distribute]").click()
    for name in ("groups", "day_sheet", "group_lists"):
        _look(page, url(name, session, STUDY))
    for query in ("", "&month=6"):
        _look(page, f"/admin/activities/studysession/plan/?year={timezone.localdate().year}{query}")
