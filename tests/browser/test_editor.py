import re
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import expect

from articles.actions.photos import add_photo, add_waiting_photo, attach_file
from articles.models import Article, Photo
from tests.browser.helpers import NARROW, PHONE, assert_accessible_in_both_colours
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

FOCUSED = "document.activeElement.dataset.name ?? document.activeElement.className"
LONG_ENOUGH_TO_KEEP = 3500  # milliseconds: draft.js keeps every three seconds


def _jpeg(colour: str = "firebrick") -> bytes:
    file = BytesIO()
    Image.new("RGB", (1200, 800), colour).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def article(people):
    return ArticleFactory(organisation=people.alice.organisation, author=people.alice)


@pytest.fixture
def photo(people):
    upload = SimpleUploadedFile("a.jpg", _jpeg(), "image/jpeg")
    words = {"caption": "5月18日，除草。", "credit": "通讯员 刘阳/摄", "alt": "四人除草"}
    return add_photo(organisation=people.alice.organisation, actor=people.alice, upload=upload, **words)


class Editor:
    """The change form of one article, as its writer meets it."""

    def __init__(self, page, article):
        self.page, self.address = page, f"/admin/articles/article/{article.pk}/change/?edit=1"

    def open(self):
        self.page.goto(self.address)
        self.page.wait_for_selector("[role=toolbar]")
        return self

    def write(self, text):
        self.page.locator(".ProseMirror").click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def tool(self, name):
        self.page.click(f"button[data-name='{name}']")

    def answer(self, **values):
        for label, value in values.items():
            self.page.fill(f"dialog [name={label}]", value)
        self.page.click("dialog button[type=submit]")

    def paste(self, html):
        self.page.locator(".ProseMirror").click()
        self.page.evaluate(
            """html => {
                const clipboardData = new DataTransfer()
                clipboardData.setData("text/html", html)
                const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
                document.querySelector(".ProseMirror").dispatchEvent(paste)
            }""",
            html,
        )

    def choose_photo(self):
        with self.page.expect_popup() as popup:
            self.tool("figure")
        return popup.value

    def wait_until_kept(self):
        """Let that time pass by the page's own clock."""
        self.page.clock.fast_forward(LONG_ENOUGH_TO_KEEP)
        assert self.kept

    def save(self):
        self.page.click("[name=_continue]")
        self.page.wait_for_selector(".messagelist .success")

    @property
    def text(self):
        return self.page.input_value("[name=body]")

    @property
    def kept(self):
        return self.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))")


@pytest.fixture
def editor(page, sign_in, people, article):
    sign_in(page, people.alice)
    page.clock.install()
    return Editor(page, article).open()


def test_heading_table_and_photo_are_stored(editor, photo):
    editor.write("小标题")
    editor.tool("heading2")
    editor.tool("table")
    editor.answer(rows="2", cols="2")
    editor.page.keyboard.type("街道")
    editor.page.keyboard.press("Control+End")
    popup = editor.choose_photo()
    popup.click(".picker-grid button")
    editor.page.wait_for_selector(".ProseMirror figure")
    editor.save()
    body = Article.objects.get().body
    assert re.sub(r"/media/photos/\w\w/\w+", "…", body) == (
        "<h2>学员沿醴茶铁路前往茶陵县、炎陵县。小标题</h2>"
        "<table><tbody><tr><th><p>街道</p></th><th></th></tr><tr><td></td><td></td></tr></tbody></table>"
        f'<figure><img src="…-960.jpg" alt="四人除草" data-file="{photo.pk}"><figcaption>5月18日，除草。 '
        '<span class="credit">通讯员 刘阳/摄</span></figcaption></figure>'
    )


def test_new_photo_goes_from_the_window_into_the_text(editor):
    popup = editor.choose_photo()
    popup.set_input_files("[name=upload]", {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": _jpeg()})
    popup.fill("[name=caption]", "铺砖")
    popup.click("form[method=post] [type=submit]")
    popup.wait_for_selector(".picker-new")
    popup.keyboard.down("Enter")  # it has the focus; the window is gone before the key is up
    editor.page.wait_for_selector(".ProseMirror figure")
    assert f'data-file="{Photo.objects.get().pk}"><figcaption>铺砖</figcaption>' in editor.text


def test_photo_that_is_awaited_or_was_replaced_is_found_by_its_number(editor, article, people, photo, console):
    console.expect("status of 404")  # of the address that the text remembers
    waiting = add_waiting_photo(organisation=photo.organisation, actor=people.alice, caption="铺砖")
    old = f"/media/photos/{photo.key[:2]}/{photo.key}-960.jpg"
    article.body = (
        f'<figure><img data-file="{waiting.pk}"></figure><figure><img src="{old}" data-file="{photo.pk}"></figure>'
    )
    article.save()
    upload = SimpleUploadedFile("b.jpg", _jpeg("navy"), "image/jpeg")
    new = attach_file(photo, upload, actor=people.alice)
    editor.open()
    shown = editor.page.locator(".ProseMirror figure img")
    expect(shown.nth(0)).to_have_attribute("src", re.compile("no-picture"))
    expect(shown.nth(1)).to_have_attribute("src", re.compile(new.key))


def test_typed_text_survives_an_expired_session(editor, sign_in, people):
    editor.write("写了一小时的话")
    editor.page.fill("[name=subtitle]", "没有保存的副题")
    editor.wait_until_kept()
    editor.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    editor.page.click("[name=_continue]")
    editor.page.wait_for_url(re.compile("login"))
    sign_in(editor.page, people.alice)
    editor.open().page.click(".draft-bar .default")
    assert [editor.page.input_value("[name=subtitle]"), "写了一小时的话" in editor.text] == ["没有保存的副题", True]


def test_restored_text_is_what_gets_saved(editor):
    editor.write("要找回的话")
    editor.wait_until_kept()
    editor.page.on("dialog", lambda dialog: dialog.accept())
    editor.open().page.click(".draft-bar .default")
    editor.save()
    assert "要找回的话" in Article.objects.get().body


def test_saving_forgets_the_draft(editor):
    editor.write("一句话")
    editor.wait_until_kept()
    before = editor.kept
    editor.save()
    assert [len(before), editor.kept, editor.open().page.locator(".draft-bar").count()] == [1, [], 0]


def test_discarded_draft_is_not_offered_again(editor):
    editor.write("不要的话")
    editor.wait_until_kept()
    editor.page.on("dialog", lambda dialog: dialog.accept())
    editor.open().page.click(".draft-bar button:not(.default)")
    assert editor.open().page.locator(".draft-bar").count() == 0


@pytest.mark.parametrize(("text", "asked"), [("", []), ("改动", ["beforeunload"])])
def test_leaving_asks_only_about_unsaved_changes(editor, text, asked):
    questions = []
    editor.page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    editor.write(text)
    editor.page.goto("/accessibility/")
    assert questions == asked


def test_draft_of_another_person_is_not_offered(editor, sign_in, people):
    editor.write("爱丽丝的话")
    editor.wait_until_kept()
    editor.page.on("dialog", lambda dialog: dialog.accept())
    sign_in(editor.page, people.dana)
    assert editor.open().page.locator(".draft-bar").count() == 0


def test_focus_is_not_caught_in_a_table(editor):
    editor.tool("table")
    editor.answer()
    editor.page.keyboard.press("Tab")
    inside = editor.page.evaluate("document.activeElement.matches('.ProseMirror')")
    editor.page.keyboard.press("Escape")
    editor.page.keyboard.press("Tab")
    assert [inside, editor.page.evaluate("document.activeElement.matches('.ProseMirror')")] == [True, False]


def test_toolbar_is_one_tab_stop_with_arrows(editor):
    editor.write("")
    visited = []
    for key in ("Alt+F10", "ArrowRight", "ArrowLeft", "ArrowLeft", "Home"):
        editor.page.keyboard.press(key)
        visited.append(editor.page.evaluate(FOCUSED))
    stops = editor.page.locator("[role=toolbar] button[tabindex='0']").count()
    assert [visited, stops] == [["heading2", "heading3", "heading2", "fullscreen", "heading2"], 1]


def test_every_tool_has_our_name(editor):
    library = {"bold", "italic", "strike", "insert link", "unordered list", "blockquote", "figure", "undo", "heading 2"}
    names = editor.page.eval_on_selector_all("[role=toolbar] button", "all => all.map(b => [b.title, b.ariaLabel])")
    assert [(title, label) for title, label in names if title != label or not label or label in library] == []


def test_pressed_tools_say_so(editor):
    editor.write("")
    editor.tool("bulletList")
    assert editor.page.get_attribute("button[data-name=bulletList]", "aria-pressed") == "true"


def test_pasted_word_text_keeps_words_and_leaves_pictures(editor):
    editor.paste(
        '<!--[if mso]><style>p{color:red}</style><![endif]--><p class=MsoNormal style="mso-a:b;color:red">来自<b>Word</b>'
        '<o:p>&nbsp;</o:p></p><img src="https://evil.example/a.png" style="width:1px"><table style="width:9pt"><tr><td '
        'style="border:1px">格</td></tr></table>'
    )
    assert "来自<strong>Word</strong>" in editor.text
    assert "<img" not in editor.text
    assert editor.page.inner_text(".prose-notice") != ""


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("javascript:alert(1)", None),
        ("//evil.example", None),
        ("www.gov.cn/a?b=1", "https://www.gov.cn/a?b=1"),
        ("/articles/1/", "/articles/1/"),
    ],
)
def test_link_is_completed_or_refused_with_a_reason(editor, address, linked):
    editor.write("链接")
    editor.page.keyboard.press("Shift+Home")
    editor.page.wait_for_selector("button[data-name=link]:not(.disabled)")
    editor.page.keyboard.press("Control+k")
    editor.answer(href=address)
    links = editor.page.eval_on_selector_all(".ProseMirror a", "all => all.map(a => a.getAttribute('href'))")
    refused = editor.page.inner_text(".prose-notice") != ""
    assert [links, refused] == ([[linked], False] if linked else [[], True])


def test_deleting_a_photo_deletes_its_figure(editor, photo):
    editor.choose_photo().click(".picker-grid button")
    editor.page.click(".ProseMirror figure img")
    editor.page.wait_for_selector("figure.ProseMirror-selectednode")
    editor.page.keyboard.press("Delete")
    assert "figure" not in editor.text


def test_narrow_screen_needs_no_sideways_scrolling(page, sign_in, people, article, photo):
    sign_in(page, people.alice)
    for address in (f"article/{article.pk}/change/?edit=1", "article/", "photo/picker/"):
        page.goto(f"/admin/articles/{address}")
        for window in (PHONE, NARROW):
            page.set_viewport_size(window)
            assert page.evaluate("document.documentElement.scrollWidth") <= window["width"], address


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1360, "height": 900}], indirect=True)
def test_form_and_window_are_accessible(page, sign_in, people, article, photo):
    sign_in(page, people.alice)
    editor = Editor(page, article).open()
    popup = editor.choose_photo()
    popup.wait_for_load_state()
    assert_accessible_in_both_colours(popup)
    assert_accessible_in_both_colours(page)
    popup.close()
    editor.tool("table")
    page.wait_for_selector("dialog[aria-label]")
    assert_accessible_in_both_colours(page)
