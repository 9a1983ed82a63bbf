"""The browser tests' own tools must notice what they are for."""

import pytest

from tests.browser.helpers import PHONE, assert_accessible

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]


def test_console_inline_script_is_noticed(page, console):
    page.goto("/accessibility/")
    console.expect("Content Security Policy")
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")


def test_console_script_error_is_noticed(page, console):
    page.goto("/accessibility/")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('planted') })")
    assert len(console.complaints) == 1
    console.complaints.clear()


def test_axe_planted_fault_is_found(page):
    page.goto("/accessibility/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


def test_sign_in_opens_personal_page(page, sign_in, people):
    sign_in(page, people.alice)
    page.goto("/me/")
    assert page.url.endswith("/me/")


@pytest.mark.parametrize("viewport", [PHONE], indirect=True)
def test_viewport_is_that_of_the_test(page):
    assert page.viewport_size == PHONE
