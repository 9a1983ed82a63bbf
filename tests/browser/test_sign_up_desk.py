"""Sign-ups as staff work with them, and checking in, in a real browser; wide and on a phone."""

import datetime

import pytest
from django.utils import timezone

from activities.actions.proxy import Person, sign_up_person
from activities.models import Attendance
from members.roles import Role
from tests.activities.joining import join, open_session
from tests.browser.helpers import PHONE, assert_accessible
from tests.factories import MemberFactory, PostFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

WIDE = {"width": 1360, "height": 900}
CHAIN = "#接龙\n清淤报名\n1. 李四 13900000001 湘社区\n2、王五 1390000\n3. 赵六 13900000003"


@pytest.fixture
def olive(town):
    member = MemberFactory(username="olive", display_name="余红梅", organisation=town)
    PostFactory(member=member, role=Role.ORGANISER)
    return member


def _look(page, name: str) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
def test_clerk_takes_a_call_pastes_a_list_and_gives_a_seat(new_page, sign_in, olive, town):
    session = open_session(town, seats=2, title="车厢课堂")
    sign_up_person(session, Person("欧阳惜春", "13857315731", town), actor=olive)
    page = new_page()
    sign_in(page, olive)
    page.goto(f"/admin/activities/studysession/{session.pk}/sign-ups/add/")
    page.keyboard.type("张三")  # the first field has the focus
    page.fill("#id_phone", "138 1234 5678")
    page.keyboard.press("Enter")
    page.locator(".messagelist .success").wait_for()
    _look(page, "add")

    page.locator("a[href$='/paste/']").first.click()
    page.fill("#id_pasted", CHAIN)
    page.click("button[name=read]")
    page.locator("tr.wrong").wait_for()
    _look(page, "paste")
    page.fill("#id_pasted", CHAIN.replace("1390000\n", "13900000002\n"))
    page.click("button[name=read]")
    page.click("button[name=confirm]")
    page.locator(".messagelist .success").wait_for()

    page.locator(".tabs a", has_text="3").click()
    page.locator("tr", has_text="王五").locator("input[type=checkbox]").check()
    _look(page, "list")
    page.click("button[value=promote]")
    page.fill("#id_reason", "领队")
    page.check("#id_adds_seats")
    _look(page, "act")
    page.click("button[name=confirmed]")
    page.locator(".messagelist .success").wait_for()
    page.goto(f"/admin/activities/studysession/{session.pk}/sign-ups/?q=oyxc")
    page.click("button.reveal")
    page.locator("a[href='tel:13857315731']").wait_for()
    _look(page, "revealed")
    assert session.sign_ups.confirmed().count() == 3


@pytest.mark.parametrize("viewport", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
def test_screen_shows_digits_and_a_member_types_them(new_page, sign_in, olive, town):
    start = timezone.now()
    hours = datetime.timedelta(hours=2)
    session = open_session(
        town, title="车厢课堂", starts_at=start, ends_at=start + hours, sign_up_closes_at=start + hours, check_in=True
    )
    member = MemberFactory(organisation=town)
    join(session, member)
    screen, phone = new_page(), new_page()
    sign_in(screen, olive)
    sign_in(phone, member)
    screen.goto(f"/admin/activities/studysession/{session.pk}/check-in-screen/")
    screen.click("#content-main button.default")
    digits = screen.locator(".check-in-digits").inner_text().replace(" ", "")
    _look(screen, "screen")
    phone.goto(f"/activities/{session.pk}/check-in/?code={digits}")
    _look(phone, "check-in")
    phone.click("main button[type=submit]")
    phone.locator("main .notice").wait_for()
    assert Attendance.objects.get().state == "present"
    screen.locator(".check-in-count strong", has_text="1").wait_for()  # the screen fetched itself
