"""Issue "How good": one event from its plan to the checked certificate, at 1360 and 360 px, by all who have a hand in it.

Each stretch has tests of its own; this one walks the joints, by the links and buttons that the people find.
"""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from activities.actions.calendars import load_calendars
from activities.models import ServiceRecord, VolunteerEvent
from members.actions.mail import send_owed
from members.roles import Role
from publishing import pieces
from tests.activities.joining import states, with_email
from tests.browser.helpers import PHONE
from tests.factories import MemberFactory, PlaceFactory, PostFactory

pytestmark = pytest.mark.django_db(transaction=True)

WIDE = {"width": 1360, "height": 900}
DAY = datetime.timedelta(days=1)
TITLE = "湘江风光带清淤"


@pytest.fixture
def enter(new_page, sign_in):
    """Return a function that opens a page that a member knows, in a window of their own or in the staff's."""

    def open_at(member, address: str, page=None):
        page = page or new_page()
        sign_in(page, member)
        page.goto(address)
        return page

    return open_at


@pytest.fixture
def olive(town):
    load_calendars()
    member = MemberFactory(username="olive", display_name="余红梅", organisation=town)
    PostFactory(member=member, role=Role.ORGANISER)
    return member


def _press(page, name: str, role: str = "button", within: str = "body", **options) -> None:
    """Click what bears that name and wait for the page that follows; nothing on the way is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    with page.expect_navigation():
        page.locator(within).get_by_role(role, name=name, **options).click()


def _plan(page) -> VolunteerEvent:
    _press(page, "安排志愿服务", "link")
    _press(page, "清淤保洁", "link", exact=True)
    page.fill("#id_title", TITLE)
    page.fill("#id_starts_at_0", (timezone.localdate() + 7 * DAY).isoformat())
    page.fill("#id_starts_at_1", "09:00")
    page.locator(".field-place .select2-selection").click()
    page.locator(".select2-dropdown .select2-search__field").fill("日升")
    page.locator(".select2-results__option--highlighted", has_text="日升社区").click()
    page.fill("#id_tasks", "清理沟渠淤泥")
    page.fill("#id_contact_name", "余红梅")
    page.fill("#id_contact_phone", "0731-28880000")
    page.fill("#id_risk_notice", "路面湿滑，请穿防滑鞋。")
    page.check("#id_is_hazardous")
    page.fill("#id_insurance_number", "PICC-2026-0418")  # asked once it is ticked
    page.fill("#id_seats", "1")
    _press(page, "保存并提交审核")
    return VolunteerEvent.objects.get()


def _review(page) -> None:
    _press(page, TITLE, "link", "[aria-labelledby=card-review]")
    assert page.inner_text(".reading").count(TITLE) == 1  # in the reviewer's language, not in both
    _press(page, "通过")


def _sign_up(page) -> str:
    """Find the event among all, press the one button and return what the page says then."""
    page.goto("/activities/")
    _press(page, TITLE, "link")
    _press(page, "报名", within="[data-fragment]")
    return page.inner_text("main")


def _let_it_pass(event) -> None:
    """What nobody waits for: it took place yesterday."""
    start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) - DAY
    VolunteerEvent.objects.update(starts_at=start, ends_at=start + DAY / 12, sign_up_closes_at=start - DAY)
    pieces.refresh(event)


def _fill_roster(page) -> None:
    _press(page, TITLE, "link", "[aria-labelledby^=card-closing]")
    _press(page, "生成签到表")
    if page.viewport_size == PHONE:
        page.locator("#roster-lines").get_by_text("到", exact=True).click()
    else:
        page.keyboard.type("lx\n")
    page.wait_for_selector("[data-roster]:not([data-unsent], .unsaved)")


def _close_and_approve(page) -> None:
    _press(page, "活动办结", "link")
    page.fill("[name=headcount_of]", "志愿者")
    _press(page, "活动办结")
    assert page.inner_text(".count-words") == "志愿者1名"
    _press(page, "核准服务记录", "link")
    _press(page, "逐条查看本页1条待核准记录并核准")
    _press(page, "核准", exact=True)


def _certify(page) -> str:
    """Return the code that stands on the certificate."""
    page.goto("/me/")
    _press(page, "我的服务记录", "link")
    page.get_by_label("显示全名").check()
    _press(page, "开具")
    return page.locator("dd.num").first.inner_text()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
def test_event_from_its_plan_to_the_checked_certificate(enter, new_page, people, town, olive):
    desk = reverse("admin:index")
    PlaceFactory(name="日升社区")
    staff = enter(olive, desk)
    event = _plan(staff)
    for reviewer in (people.bob, people.carol, people.dave):
        _review(enter(reviewer, desk, staff))

    first = enter(people.charlie, "/me/")
    second = enter(with_email(MemberFactory(display_name="林晓", organisation=town)), "/me/")
    assert "名额为您保留" in _sign_up(first)
    assert "您排在第1位" in _sign_up(second)
    _press(first, "取消", "link")
    _press(first, "确认取消")
    _press(second, "返回活动页面", "link")
    second.get_by_text("名额为您保留").wait_for()
    assert [state for state, _place in states(event)] == ["cancelled", "confirmed"]
    send_owed()  # what the worker does at once
    assert [message.subject for message in mail.outbox] == [f"已进入候补：{TITLE}", f"递补成功：{TITLE}"]

    _let_it_pass(event)
    _fill_roster(enter(olive, desk, staff))
    _close_and_approve(staff)
    assert ServiceRecord.objects.get().state == "approved"

    code = _certify(second)
    stranger = new_page()
    stranger.goto("/certificates/")
    stranger.get_by_label("纸面上的编号").fill(code)
    _press(stranger, "核对")
    assert stranger.url.endswith(f"/certificates/{code.replace('-', '')}/")
    assert {"林晓", TITLE, "日升社区", "清理沟渠淤泥", "2.0"} <= set(stranger.inner_text("main").split())
    stranger.goto(event.get_absolute_url())
    assert "志愿者1名" in stranger.inner_text(".signup")
