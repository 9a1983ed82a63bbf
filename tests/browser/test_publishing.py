"""The main job in a browser: from sign-in to the published page by keyboard alone, and the screens on the way."""

import pytest

from articles.models import Article
from publishing import actions
from publishing.models import State
from tests.browser.helpers import NARROW, PHONE, assert_accessible, turn
from tests.factories import PASSWORD, ArticleFactory, ChannelFactory, PhotoFactory
from tests.publishing.desk import published, under_review, url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

TITLE = "列车上的党史课"
MANY = 150  # presses of Tab before a thing counts as out of reach


class Keyboard:
    """A person without a mouse."""

    def __init__(self, page):
        self.page = page

    def reach(self, selector: str):
        """Press Tab until the first element of `selector` has the focus."""
        for _press in range(MANY):
            if self.page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
                return self
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach {selector} on {self.page.url}")

    def type(self, selector: str, text: str):
        self.reach(selector).page.keyboard.type(text)
        return self

    def press(self, selector: str):
        """Press Enter on a link or a button and wait for the page that follows."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def sign_in(self, username: str):
        self.page.goto("/accounts/login/?next=/admin/")
        self.type("[name=login]", username).type("[name=password]", PASSWORD)
        with self.page.expect_navigation(url="**/admin/"):
            self.page.keyboard.press("Enter")
        return self

    def sign_out(self):
        return self.press("#logout-form button")


def test_from_sign_in_to_published_page_by_keyboard_alone(page, people):
    keyboard = Keyboard(page)
    keyboard.sign_in("alice").press(f"a[href='{url('add')}']")
    page.wait_for_selector("[role=toolbar]")
    keyboard.type("#id_title", TITLE).type("#id_lead", "四月二日，第二次专题学习在列车上进行。")
    keyboard.type(".ProseMirror", "学员沿醴茶铁路前往茶陵县、炎陵县。")
    page.keyboard.press("Escape")  # the way out of the editor, as its help says
    keyboard.press("[name=_submit]")
    keyboard.press("form button.default").sign_out()  # the check noted that it is in no channel
    for name in ("bob", "carol", "dave"):
        keyboard.sign_in(name).press(f"a[href='{url('change', Article.objects.get())}']")
        keyboard.press(".decision form:first-of-type button").sign_out()
    page.goto(Article.objects.get().get_absolute_url())
    assert TITLE in page.inner_text("main h1")


def test_reviewer_returns_a_text_by_keyboard(page, sign_in, people):
    article = under_review(ArticleFactory(organisation=people.alice.organisation, author=people.alice), people)
    sign_in(page, people.bob)
    page.goto(url("review", article))
    Keyboard(page).type("#id_reason", "请核对日期").press(".decision form:last-of-type button")
    article.refresh_from_db()
    assert (article.state, article.return_reason) == (State.DRAFT, "请核对日期")


def test_second_writer_chooses_a_version_by_keyboard(page, sign_in, people):
    article = ArticleFactory(organisation=people.alice.organisation, author=people.alice, title=TITLE)
    sign_in(page, people.alice)
    page.goto(url("change", article))
    page.wait_for_selector("[role=toolbar]")
    Article.objects.update(title="对方的标题")
    keyboard = Keyboard(page).type("#id_title", "二").press("[name=_continue]")
    assert "二" in page.input_value("#id_title")
    keyboard.reach("[name=keep-title]")
    page.keyboard.press("Space")
    keyboard.press("[name=_continue]")
    assert Article.objects.get().title == "对方的标题"


@pytest.fixture
def things(people):
    """A draft with findings, a text in its second round, a corrected one, a scheduled, a withdrawn one."""
    town = people.alice.organisation
    common = {"organisation": town, "author": people.alice, "channel": ChannelFactory()}
    draft = ArticleFactory(**common, lead="四月二日,学习。", unplaced="余下一行")
    draft.photos.add(PhotoFactory(organisation=town, caption=""))
    waiting = under_review(ArticleFactory(**common), people)
    waiting = actions.return_to_author(waiting, actor=people.bob, reason="核对日期")
    Article.objects.filter(pk=waiting.pk).update(lead="四月三日，学习。")
    waiting = actions.submit(waiting, actor=people.alice)
    public = published(ArticleFactory(**common), people)
    public = actions.correct(public, actor=people.dave, note="日期有误。")
    return {"draft": draft, "waiting": waiting, "public": public}


SCREENS = [
    ("alice", "changelist", None),
    ("alice", "add", None),
    ("alice", "change", "draft"),
    ("alice", "submit", "draft"),
    ("alice", "preview", "draft"),
    ("bob", "review", "waiting"),
    ("bob", "return", "waiting"),
    ("dave", "review", "public"),
    ("dave", "correct", "public"),
    ("dave", "withdraw", "public"),
    ("dave", "sheet", "public"),
    ("dave", "history", "public"),
]


def test_screens_are_accessible_and_fit(page, sign_in, people, things):
    for name, screen, thing in SCREENS:
        sign_in(page, getattr(people, name))
        page.goto(url(screen, things.get(thing)))
        if page.locator("[name=body]").count():
            page.wait_for_selector("[role=toolbar]")
        for window, scheme in ((NARROW, "light"), (PHONE, "dark")):
            page.set_viewport_size(window)
            turn(page, scheme)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
