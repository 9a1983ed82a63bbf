"""What is on, in a real browser: found, read, signed up for; wide and on a phone, with and without scripts."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from activities.kinds import Form
from activities.models import Closing, Shift
from publishing import pieces
from tests.activities.joining import join, open_session
from tests.browser.helpers import NARROW, PHONE, assert_accessible
from tests.factories import ArticleFactory, PlaceFactory, StudySessionFactory, VolunteerEventFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

WIDE = {"width": 1360, "height": 900}
LOOKS = {"light": ("light", False), "dark": ("dark", False), "care": ("light", True)}  # colours, care mode
DAY = datetime.timedelta(days=1)


@pytest.fixture
def on(town, people):
    """A session with everything on its page, a patrol, one that is full, one that is over."""
    train = open_session(
        town, seats=461, quotas={people.dana.organisation_id: 60}, title="第二次专题学习", form=Form.TRAIN_CLASS, ordinal=2,
        place=PlaceFactory(name="株洲站"), directions="乘12路到火车站。", bring="身份证", contact_phone="0731-28880000",
        summary="坐红色客运列车学党史。", details="沿途讲述。\n\n下车参观。",
    )  # fmt: skip
    for hour, what in ((8, "车厢课堂"), (14, "座谈")):
        train.legs.create(starts=datetime.time(hour), transport="train", line="醴茶铁路", stop="茶陵", what=what)
    train.groups.create(name="1号车厢", kind="carriage")
    train.materials.create(title="湘赣边区史话", source="湖南人民出版社")
    train.articles.set([ArticleFactory(published=True, title="列车上的党史课")])
    full = open_session(town, seats=1, title="童心向党")
    join(full)
    over = StudySessionFactory(
        organisation=town, published=True, starts_at=timezone.now() - DAY, ends_at=timezone.now() - DAY / 2
    )
    Closing.objects.create(activity=over.activity_ptr, headcount=300, is_approximate=True, closed_by=people.alice)
    made = SimpleNamespace(train=train, full=full, over=over, patrol=_patrol(town))
    for activity in vars(made).values():
        pieces.refresh(activity)
    return made


def _patrol(town):
    start = timezone.localtime().replace(hour=19, minute=30, second=0, microsecond=0)
    patrol = VolunteerEventFactory(
        organisation=town, published=True, form=Form.PATROL, title="夜间巡逻", weekdays="1234567", starts_at=start - 9 * DAY,
        ends_at=start + 30 * DAY, shift_from=datetime.time(19, 30), shift_until=datetime.time(21), tasks="劝导\n防火",
    )  # fmt: skip
    for day in (1, 2):
        at = start + day * DAY
        state = Shift.State.CANCELLED if day == 2 else Shift.State.PLANNED
        Shift.objects.create(event=patrol, date=at.date(), starts_at=at, ends_at=at + DAY / 16, state=state)
    return patrol


def _addresses(on) -> dict[str, str]:
    train, patrol, over = (one.get_absolute_url() for one in (on.train, on.patrol, on.over))
    return {
        "list": "/activities/?kind=study&free=1", "month": "/activities/month/", "session": train, "rota": patrol,
        "over": over, "poster": f"{train}poster/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("viewport", "looks"), [(WIDE, ["light", "dark"]), (PHONE, ["care"])], indirect=["viewport"], ids=["wide", "phone"]
)
def test_pages_are_accessible_in_every_look_and_never_too_wide(page, viewport, looks, on):
    for name, address in _addresses(on).items():
        page.goto(address)
        for look in looks:
            scheme, is_care = LOOKS[look]
            page.emulate_media(color_scheme=scheme)
            page.evaluate("care => document.documentElement.toggleAttribute('data-care', care)", is_care)
            page.evaluate("document.getAnimations().forEach(animation => animation.finish())")
            try:
                assert_accessible(page)
            except AssertionError as error:
                pytest.fail(f"{name}, {look}: {error}")
        page.set_viewport_size(NARROW)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        page.set_viewport_size(viewport)


@pytest.mark.parametrize("viewport", [PHONE], indirect=True)
def test_session_is_found_and_read_without_scripts_and_by_keyboard(new_page, on):
    page = new_page(java_script_enabled=False)
    page.goto("/activities/")
    page.get_by_label("类别").select_option("study")
    page.locator("form.wish [type=checkbox]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/activities/?*free=1*")
    assert page.locator(".activities li").count() == 1
    page.locator(".activities a").focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text=on.train.title).wait_for()
    door, prose = (page.locator(place).bounding_box()["y"] for place in (".signup", ".activity .prose"))
    assert door < prose  # the way in is not at the end of a long page
    assert page.locator(".signup a.btn-primary").get_attribute("href") == f"{on.train.get_absolute_url()}sign-up/"


@pytest.mark.parametrize("viewport", [WIDE, NARROW], indirect=True, ids=["wide", "narrow"])
def test_months_are_walked_by_keyboard(page, viewport, on):
    page.goto("/activities/month/")
    assert page.locator(".month del").count() == 1 or timezone.localdate().day > 26
    assert page.locator(".month td.free").first.is_visible() == (viewport is WIDE)
    for rel in ("next", "prev"):
        page.locator(f".month-nav [rel={rel}]").focus()
        page.keyboard.press("Enter")
        page.locator("h1").wait_for()
    today = timezone.localdate()
    assert page.url.endswith(f"/activities/month/{today.year}/{today.month}/")


def test_member_sees_their_own_state_on_the_public_page(new_page, sign_in, people, on):
    page = new_page()
    sign_in(page, people.charlie)
    page.goto("/me/")  # sets the cookie that tells scripts to ask
    page.goto(on.train.get_absolute_url())
    page.locator(".signup form button").click()
    page.locator(".my-state.confirmed").wait_for()
    page.goto(on.train.get_absolute_url())
    page.locator(".signup .my-state.confirmed").wait_for()
