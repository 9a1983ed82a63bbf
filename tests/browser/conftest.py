"""Real pages in a real browser. Every test also fails on what the browser complains of: errors and policy violations.

def test_menu_opens(page, site):           # site: the live server's address
    page.goto(site + "/")

@pytest.mark.parametrize("viewport", [PHONE], indirect=True)
def test_desk(new_page, sign_in, people):  # new_page(java_script_enabled=False, color_scheme="dark", …)
    page = new_page()
    sign_in(page, people.alice)
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.console import Console

# playwright's event loop runs in the tests' thread, where Django would take every query for one inside async code
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
# the shell has no window to draw: it takes half the time of the whole browser
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = [
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1280, "height": 800}
PATIENCE = 10_000  # milliseconds


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        missing = "no Chromium: apt-get install chromium, or set CHROMIUM to its path"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    from playwright.sync_api import sync_playwright  # a slow import that most tests do without

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def viewport(request):
    """The window's size; `@pytest.mark.parametrize("viewport", [PHONE], indirect=True)` changes it."""
    return getattr(request, "param", DESKTOP)


@pytest.fixture
def console():
    """What the browser complained of; `console.expect("status of 404")` lets a complaint pass."""
    console = Console()
    yield console
    assert console.complaints == []


@pytest.fixture
def site(live_server) -> str:
    return live_server.url


@pytest.fixture
def new_page(browser, viewport, console, site):
    """Return a function that opens a page in a context of its own; its arguments are Playwright's for a context."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(**{"viewport": viewport, "locale": "zh-CN", "base_url": site} | options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        console.listen_to(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def sign_in(site):
    """Return a function that signs a member in without the form: `sign_in(page, member)`."""

    def enter(page, member):
        client = Client()
        client.force_login(member, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])

    return enter
