"""Issue "How good": all reading passes without JavaScript, and what the scripts add works by keyboard and by touch."""

import pytest
from playwright.sync_api import expect

from articles.public.pieces import PHOTOS_PER_PAGE
from tests.browser.conftest import DESKTOP
from tests.browser.helpers import NARROW, PHONE
from tests.browser.site import SENTENCE, build_site, public_paths
from tests.factories import PhotoFactory, PhotoReportFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

VOICE = """
  const said = (window.said = []);
  const voice = { lang: "zh-CN", name: "test" };
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const speech = Object.assign(new EventTarget(), {
    getVoices: () => [voice],
    speak: (utterance) => { said.push(utterance.text); window.sayOn = () => utterance.onend(); },
    cancel: () => said.push("cancel"),
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
"""
BROKEN_IMAGES = """async () => {
  const pictures = [...document.images].filter((image) => image.getAttribute("src"))
  for (const picture of pictures) picture.loading = "eager"
  await Promise.allSettled(pictures.map((picture) => picture.decode()))
  return pictures.filter((picture) => !picture.naturalWidth).map((picture) => picture.src)
}"""


@pytest.fixture
def site_to_read(people, files):
    return build_site(people)


def _is_too_wide(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


# --- without JavaScript
@pytest.mark.parametrize("viewport", [NARROW], indirect=True)
def test_every_page_is_read_without_scripts(new_page, console, site_to_read):
    console.expect("status of 404")
    console.expect("status of 410")
    page = new_page(java_script_enabled=False)
    for name, address in public_paths(site_to_read).items():
        page.goto(address)
        assert page.locator("main h1").count() == 1, name
        assert page.locator("main").inner_text().strip(), name
        for control in (
            "[data-read-start]",
            "[data-care-switch]",
            "[data-theme-switch]",
            "[data-share]",
            "[data-print]",
        ):
            assert not any(found.is_visible() for found in page.locator(control).all()), f"{name}: {control}"


def test_article_without_scripts_has_text_pictures_and_credits(new_page, site_to_read):
    page = new_page(java_script_enabled=False)
    page.goto(f"/articles/{site_to_read.article.pk}/")
    text = page.locator("main").inner_text()
    for words in ("列车上的党史课", "株洲处处党旗红", "车厢课堂", "旷昆红", "株洲日报", "陈家剝", SENTENCE):
        assert words in text
    assert page.locator("main figure img").count() == 2


def test_photo_opens_without_scripts_as_a_file(new_page, site_to_read):
    page = new_page(java_script_enabled=False)
    page.goto(f"/photos/{site_to_read.report.pk}/")
    links = page.locator("a[data-photo]")
    assert links.count() == 3
    answer = page.request.get(links.first.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")


def test_every_page_fits_shows_its_pictures_and_asks_nobody_else(page, console, site, site_to_read):
    console.expect("status of 404")
    console.expect("status of 410")
    problems, asked = {}, set()
    page.on("request", lambda request: asked.add(request.url))
    for name, address in public_paths(site_to_read).items():
        page.goto(address)
        for window in (DESKTOP, PHONE, NARROW):
            page.set_viewport_size(window)
            if found := page.evaluate(BROKEN_IMAGES) + (["too wide"] if _is_too_wide(page) else []):
                problems[name, window["width"]] = found
    assert problems == {}
    assert {url for url in asked if not url.startswith((site, "data:"))} == set()


# --- switches
def test_care_mode_and_colours_stay_from_page_to_page(page):
    page.goto("/")
    page.locator("[data-care-switch]").first.click()
    page.locator("[data-theme-switch] select").first.select_option("dark")
    page.goto("/articles/")
    page.reload()
    root = page.locator("html")
    assert (root.get_attribute("data-care"), root.get_attribute("data-theme")) == ("", "dark")
    page.locator("[data-care-switch]").first.click()
    page.locator("[data-theme-switch] select").first.select_option("")
    page.goto("/")
    assert (root.get_attribute("data-care"), root.get_attribute("data-theme")) == (None, None)


def test_care_mode_makes_letters_larger(page):
    page.goto("/accessibility/")
    size = "() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    before = page.evaluate(size)
    page.locator("[data-care-switch]").first.click()
    assert page.evaluate(size) > before


# --- the viewer
def test_viewer_works_by_keyboard_alone(page, site_to_read):
    page.goto(f"/photos/{site_to_read.report.pk}/")
    page.locator("a[data-photo]").first.focus()
    page.keyboard.press("Enter")
    count = page.locator("[data-viewer-count]")
    seen = [count.inner_text()]
    for key in ("ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home"):
        page.keyboard.press(key)
        seen.append(count.inner_text())
    assert seen == ["1 / 3", "2 / 3", "3 / 3", "3 / 3", "2 / 3", "1 / 3"]
    for _press in range(9):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("a[data-photo]").nth(1)).to_be_focused()


def test_viewer_counts_on_over_the_pages_of_a_long_report(page, console):
    console.expect("status of 404")  # the rows have no files
    report = PhotoReportFactory(published=True)
    for photo in PhotoFactory.create_batch(PHOTOS_PER_PAGE + 1):
        report.report_photos.create(photo=photo)
    page.goto(f"/photos/{report.pk}/?page=2")
    page.locator("a[data-photo]").click()
    assert page.locator("[data-viewer-count]").inner_text() == f"{PHOTOS_PER_PAGE + 1} / {PHOTOS_PER_PAGE + 1}"


@pytest.mark.parametrize("viewport", [PHONE], indirect=True)
def test_viewer_works_by_touch(new_page, site_to_read):
    page = new_page(has_touch=True, is_mobile=True)
    page.goto(f"/photos/{site_to_read.report.pk}/")
    page.locator("a[data-photo]").first.tap()
    count = page.locator("[data-viewer-count]")
    seen = []
    for start, end in ((300, 60), (300, 60), (60, 300), (300, 280)):
        _swipe(page, start, end)
        seen.append(count.inner_text())
    assert seen == ["2 / 3", "3 / 3", "2 / 3", "2 / 3"]
    page.locator("[data-viewer-close]").click()
    page.locator("[data-viewer]").wait_for(state="hidden")


def _swipe(page, start: int, end: int) -> None:
    devtools = page.context.new_cdp_session(page)
    for kind, x in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
        points = [] if x is None else [{"x": x, "y": 300}]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.evaluate("new Promise(requestAnimationFrame)")


# --- read aloud
def test_read_aloud_speaks_pauses_and_stops(page, site_to_read):
    page.add_init_script(VOICE)
    page.goto(f"/articles/{site_to_read.article.pk}/")
    button = page.get_by_role("button", name="朗读").first
    button.click()
    page.locator(".is-reading").first.wait_for()
    page.evaluate("sayOn()")
    assert page.evaluate("said.slice(-2)") == ["株洲处处党旗红", "列车上的党史课"]
    toggle, bar = page.locator("[data-reader-toggle]"), page.locator("[data-reader]")
    toggle.click()
    assert page.evaluate("said.at(-1)") == "cancel"
    toggle.click()
    assert page.evaluate("said.at(-1)") != "cancel"
    page.locator("[data-reader-stop]").click()
    assert not bar.is_visible()
    assert button.evaluate("button => button === document.activeElement")


# --- who is signed in
def test_signed_in_name_comes_as_a_fragment(page, sign_in, people):
    sign_in(page, people.alice)
    page.goto("/me/")  # where the readable cookie comes from
    with page.expect_response("**/me/fragment/"):
        page.goto("/")
    page.get_by_text("Alice").first.wait_for()


def test_strangers_page_asks_for_no_fragment_and_sets_no_cookie(page, site_to_read):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "fragment" in url]
    assert page.context.cookies() == []
