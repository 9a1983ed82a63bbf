"""Issue "How good": a contest from its people to the published result, by keyboard, at 1360 and 360 px."""

import pytest
from django.urls import reverse

from activities.kinds import Form
from activities.models import Contest, Score
from tests.browser.helpers import assert_accessible
from tests.factories import StudySessionFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

PASTED = "1. 陈某 湘社区 《半条被子》\n2. 李某某 新龙村 《一封家书》\n3. 王某某 伞铺村 《红军标语》"
SCORES = (("95", "93", "90.5"), ("88", "91", "90"), ("90", "90", "90"))


@pytest.fixture
def session(people):
    return StudySessionFactory(
        organisation=people.alice.organisation, author=people.alice, form=Form.CONTEST, title="红色家书演讲比赛", published=True
    )  # fmt: skip


def _go(page, session, name: str, *position) -> None:
    page.goto(reverse(f"admin:activities_studysession_contest{name}", args=[session.pk, *position]))
    _look(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def _look(page) -> None:
    """axe takes seconds a page: the narrow window has everything that the wide one has."""
    if page.viewport_size["width"] < 400:
        assert_accessible(page)


def _press(page, selector: str) -> None:
    page.locator(selector).click()
    page.wait_for_load_state()


def _set_up(page, session) -> None:
    _go(page, session, "")
    page.fill("[name=name_1]", "决赛")
    page.fill("[name=advance_1]", "")
    page.fill("[name=name_2]", "")
    _press(page, ".flow-actions button[type=submit]")
    _go(page, session, "_entrants")
    page.fill("[name=pasted]", PASTED)
    _press(page, "button.default[type=submit]")
    _go(page, session, "_judges")
    for number in range(3):
        page.fill(f"[name=form-{number}-name]", f"评委{number + 1}")
    _press(page, "button.default[type=submit]")
    _go(page, session, "_draw", 1)
    page.fill("[name=seed]", "20210701")
    page.fill("[name=seed_by]", "公证员")
    _press(page, ".flow-actions button[type=submit]")
    _look(page)


def _score(page, session) -> None:
    """Column by column, as the judges' papers lie on the table: a number, Enter, a number, Enter …"""
    _go(page, session, "_scores", 1)
    page.locator(".score-grid tbody input[type=text]").first.focus()
    for column in zip(*SCORES, strict=True):
        for points in column:
            page.keyboard.type(points)
            page.keyboard.press("Enter")
    page.locator(".score-grid tbody input[type=text]").nth(4).fill("910")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".score-grid .errorlist")
    _look(page)
    assert page.locator(".score-grid .errors input").input_value() == "910"
    page.locator(".score-grid .errors input").fill("91")
    _press(page, ".submit-row input[type=submit]")


@pytest.mark.parametrize("viewport", [{"width": 1360, "height": 900}, {"width": 360, "height": 740}], indirect=True)
def test_contest_from_its_people_to_its_result(new_page, sign_in, people, session):
    page = new_page()
    sign_in(page, people.alice)
    _set_up(page, session)
    _score(page, session)
    assert Score.objects.count() == 9
    _go(page, session, "_result")
    _press(page, "form[action$='/submit/'] button")
    reviewer = new_page()
    sign_in(reviewer, people.dave)
    _go(reviewer, session, "_result")
    assert reviewer.locator("del").count() == 6
    _press(reviewer, "form[action$='/approve/'] button")
    assert Contest.objects.get().state == Contest.State.APPROVED
    page.goto(session.get_absolute_url())
    assert "93.00" in page.locator("main").inner_text()
    assert_accessible(page)
