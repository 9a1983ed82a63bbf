"""The search as people use it: by the keyboard alone, by touch, without JavaScript."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser.helpers import PHONE, assert_accessible
from tests.factories import ArticleFactory, PlaceFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

WIDE = {"width": 1360, "height": 900}
TITLES = ["车厢课堂开讲", "车厢课堂第二课", "屋场夜话"]
both_sizes = pytest.mark.parametrize("viewport", [WIDE, PHONE], indirect=True)


@pytest.fixture
def articles():
    PlaceFactory(name="车厢课堂站")
    return [ArticleFactory(published=True, title=title) for title in TITLES]


def _suggestions(page):
    return page.get_by_role("search").get_by_role("option")


@both_sizes
def test_suggestion_is_chosen_by_the_keyboard_alone(page, articles):
    page.goto("/accessibility/")
    page.keyboard.press("/")
    box, options = page.get_by_role("combobox", name="查找"), _suggestions(page)
    expect(box).to_be_focused()
    page.keyboard.type("车厢")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[role=search] [role=status]")).to_have_text("有3条建议，可用上下键选择")

    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Home")
    assert box.get_attribute("aria-activedescendant") is None
    assert box.evaluate("field => field.selectionStart") == 0

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="搜索建议")).to_be_hidden()
    expect(box).to_have_value("车厢")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox", name="搜索建议")).to_be_hidden()
    expect(page.get_by_role("search").get_by_role("button")).to_be_focused()

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    title = options.filter(has_text=TITLES[0])
    while title.get_attribute("aria-selected") == "false":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=TITLES[0])).to_be_visible()


@both_sizes
def test_results_are_narrowed_by_the_keyboard_alone(page, articles, viewport):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("车厢课堂")
    page.keyboard.press("Enter")
    expect(page.get_by_text("找到3条")).to_be_visible()
    page.get_by_role("link", name="文章 2").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("找到2条")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="车厢课堂")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_input_method_at_work_asks_nothing(page, articles):
    asked = []
    page.on("request", lambda request: "/suggest/" in request.url and asked.append(request.url))
    page.goto("/")
    page.locator("#find").focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "che'x", "selectionStart": 5, "selectionEnd": 5})
    page.wait_for_timeout(400)
    assert asked == []
    session.send("Input.insertText", {"text": "车厢"})
    expect(_suggestions(page)).to_have_count(3)


def test_key_is_no_shortcut_while_typing_or_when_it_is_switched_off(page):
    page.goto("/accessibility/")
    page.keyboard.press("/")
    page.keyboard.type("4/2")
    expect(page.locator("#find")).to_have_value("4/2")
    page.get_by_label("启用“/”键").uncheck()
    page.locator("main").focus()
    page.keyboard.press("/")
    expect(page.locator("#find")).not_to_be_focused()
    page.reload()
    expect(page.get_by_label("启用“/”键")).not_to_be_checked()


@both_sizes
def test_search_works_without_javascript(new_page, articles):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.fill("#find", "车厢课堂 火星")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_text("本站没有出现过“火星”。")).to_be_visible()
    page.get_by_role("link", name="车厢课堂", exact=True).click()
    page.get_by_role("link", name="最新的在前").click()
    page.get_by_role("link", name="地点 1").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text(["车厢课堂站"])


def test_open_suggestions_are_accessible(page, articles):
    page.goto("/")
    page.fill("#find", "车厢")
    page.locator("#find").press("ArrowDown")
    expect(_suggestions(page).first).to_have_attribute("aria-selected", "true")
    for scheme, is_care in itertools.product(["light", "dark"], [False, True]):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("care => document.documentElement.toggleAttribute('data-care', care)", is_care)
        assert_accessible(page)


def test_staff_search_is_accessible_and_leads_to_the_change_page(page, sign_in, people):
    draft = ArticleFactory(organisation=people.alice.organisation, author=people.alice, title="车厢课堂初稿")
    sign_in(page, people.alice)
    page.goto("/admin/search/?q=车厢课堂 火星")
    assert_accessible(page)
    page.goto("/admin/")
    page.get_by_role("searchbox", name="查找").fill("车厢课堂")
    page.keyboard.press("Enter")
    expect(page.get_by_text("找到1条")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="车厢课堂初稿").click()
    expect(page).to_have_url(re.compile(f"/admin/articles/article/{draft.pk}/change/"))
