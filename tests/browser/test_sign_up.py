"""Signing up and leaving in a real browser: with scripts on the public page, without them on pages of its own."""

import pytest

from activities.actions.sign_ups import cancel
from activities.kinds import Basis
from tests.activities.joining import join, open_session
from tests.browser.helpers import PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

WIDE = {"width": 1360, "height": 900}


def _look(page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], indirect=True)
def test_member_presses_once_waits_and_moves_up(new_page, sign_in, people, town):
    session = open_session(town, seats=1)
    first = join(session)
    page = new_page()
    sign_in(page, people.charlie)
    page.goto("/me/")  # sets the cookie that tells scripts to ask
    page.goto(session.get_absolute_url())
    page.click("[data-fragment] button")
    page.wait_for_selector("text=您排在第1位")
    _look(page)
    cancel(first, actor=first.participant.member)
    page.goto(session.get_absolute_url())
    page.wait_for_selector("[data-fragment] >> text=名额为您保留")
    page.click("[data-fragment] >> text=取消")
    _look(page)
    page.click("text=确认取消")
    page.wait_for_url(f"**/activities/{session.pk}/sign-up/")
    assert session.sign_ups.confirmed().count() == 0


@pytest.mark.parametrize("viewport", [PHONE], indirect=True)
def test_guardian_signs_up_and_leaves_without_scripts(new_page, sign_in, people, town):
    session = open_session(town, seats=3, basis=Basis.CHILD, question="衣服尺码")
    page = new_page(java_script_enabled=False)
    sign_in(page, people.charlie)
    page.goto(session.get_absolute_url())
    page.click(".signup a.btn-primary")
    page.fill("[name=child_name]", "王小一")
    page.fill("[name=child_born_on]", "1950-01-01")
    page.fill("[name=answer]", "130")
    page.check("[name=is_guardian]")
    page.click("main button[type=submit]")
    assert page.input_value("[name=answer]") == "130"
    assert "核对年份" in page.inner_text("main")
    page.fill("[name=child_born_on]", "2018-06-01")
    page.click("main button[type=submit]")
    assert "王小一" in page.inner_text("main")
    page.click("main >> text=取消")
    page.click("text=确认取消")
    assert session.sign_ups.get().state == "cancelled"


@pytest.mark.parametrize("viewport", [PHONE], indirect=True)
def test_own_pages_are_accessible(new_page, sign_in, people, town):
    join(open_session(town), people.charlie)
    firm = open_session(town, basis=Basis.FIRM)
    page = new_page()
    sign_in(page, people.charlie)
    for address in ("/me/activities/", "/me/details/", f"/activities/{firm.pk}/sign-up/"):
        page.goto(address)
        _look(page)
