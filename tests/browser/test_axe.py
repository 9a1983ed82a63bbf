"""Issue "How good": axe finds nothing on any page kind, in light, dark, care mode and at 360 px, ours in admin included."""

from pprint import pformat

import pytest
from django.urls import reverse

from articles.models import Photo
from members.models import PrivateDetails
from publishing.models import Consent
from tests.browser.conftest import DESKTOP
from tests.browser.helpers import NARROW, PHONE, RULES, RULES_OF_LOOKS, assert_accessible
from tests.browser.site import build_site, public_paths
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

# What one loaded page is turned into: window, colours, care mode, and the rules that it could break by that.
STAFF_MODES = {
    "light": (DESKTOP, "light", False, RULES),
    "dark": (DESKTOP, "dark", False, RULES_OF_LOOKS),
    "phone": (PHONE, "light", False, RULES),
}
PUBLIC_MODES = STAFF_MODES | {
    "care": (DESKTOP, "light", True, RULES_OF_LOOKS),
    "care phone": (PHONE, "light", True, RULES_OF_LOOKS),
}
OWN_PAGES = {
    "me": "portal:me", "password": "account_change_password", "second factor": "mfa_index", "passkeys": "mfa_list_webauthn",
    "sessions": "usersessions_list", "sign-out": "account_logout", "confirm": "account_reauthenticate",
}  # fmt: skip
AFTER_PASSWORD = {"authenticator": "mfa_activate_totp", "new passkey": "mfa_add_webauthn"}
SCREENS = {
    "desk": "admin:index",
    "search": "admin:search",
    "members": "admin:members_member_changelist",
    "new member": "admin:members_member_add",
    "organisations": "admin:members_organisation_changelist",
    "places": "admin:members_place_changelist",
    "audit log": "admin:members_auditentry_changelist",
    "channels": "admin:articles_channel_changelist",
    "topics": "admin:articles_topic_changelist",
    "new topic": "admin:articles_topic_add",
    "articles": "admin:articles_article_changelist",
    "import": "admin:articles_article_import",
    "photos": "admin:articles_photo_changelist",
    "picker": "admin:articles_photo_picker",
    "reports": "admin:articles_photoreport_changelist",
    "new report": "admin:articles_photoreport_add",
    "consents": "admin:publishing_consent_changelist",
    "new consent": "admin:publishing_consent_add",
}


@pytest.fixture
def site_to_read(people, files):
    return build_site(people)


@pytest.fixture
def overseer(people):
    """Somebody who reaches every screen."""
    people.dana.is_superuser = True
    people.dana.save()
    return people.dana


def _problems(page, modes) -> dict[str, str]:
    """Turn the loaded page into each mode and return what is wrong with it, by mode."""
    found = {}
    for name, (window, scheme, is_care, rules) in modes.items():
        page.set_viewport_size(window)
        page.emulate_media(color_scheme=scheme)
        page.evaluate("care => document.documentElement.toggleAttribute('data-care', care)", is_care)
        page.evaluate("document.getAnimations().forEach(animation => animation.finish())")  # no colours half-way
        try:
            assert_accessible(page, rules)
        except AssertionError as error:
            found[name] = str(error).split("\nassert not")[0]
    page.set_viewport_size(NARROW)
    if "care" in modes and page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found["care at 320 px"] = "wider than the window"
    return found


def _walk(page, addresses: dict[str, str], modes) -> None:
    """Fail with what is wrong by page and mode."""
    problems = {}
    for name, address in addresses.items():
        page.set_viewport_size(DESKTOP)
        page.goto(address)
        if found := _problems(page, modes):
            problems[name] = found
    assert not problems, pformat(problems, width=200)


def test_every_public_page_is_accessible(page, console, site_to_read):
    console.expect("status of 404")
    console.expect("status of 410")
    _walk(page, public_paths(site_to_read), PUBLIC_MODES)


def test_viewer_is_accessible(page, site_to_read):
    page.goto(f"/photos/{site_to_read.report.pk}/")
    page.locator("a[data-photo]").first.click()
    page.wait_for_selector("dialog[open]")
    assert _problems(page, PUBLIC_MODES) == {}


def test_read_aloud_bar_is_accessible(page, site_to_read):
    page.goto(f"/articles/{site_to_read.article.pk}/")
    page.get_by_role("button", name="朗读").first.click()
    page.wait_for_selector("[data-reader]:not([hidden])")
    assert _problems(page, PUBLIC_MODES) == {}


def test_every_page_of_ones_own_is_accessible(page, sign_in, people, site_to_read):
    sign_in(page, people.alice)
    _walk(page, {name: reverse(url) for name, url in OWN_PAGES.items()}, PUBLIC_MODES)
    page.goto(reverse("account_reauthenticate"))
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    _walk(page, {name: reverse(url) for name, url in AFTER_PASSWORD.items()}, PUBLIC_MODES)


def test_refusal_is_accessible(page, console, sign_in, people):
    console.expect("status of 403")
    sign_in(page, people.charlie)
    _walk(page, {"forbidden": "/admin/login/"}, PUBLIC_MODES)


def test_every_list_of_staff_is_accessible(page, sign_in, overseer, site_to_read):
    sign_in(page, overseer)
    _walk(page, {name: reverse(url) for name, url in SCREENS.items()}, STAFF_MODES)


def test_every_form_of_staff_is_accessible(page, sign_in, people, overseer, site_to_read):
    sign_in(page, overseer)
    _walk(page, _forms(people, site_to_read), STAFF_MODES)


def _forms(people, site) -> dict[str, str]:
    PrivateDetails.objects.create(member=people.charlie, phone="13857315731")
    consent = Consent.objects.create(
        organisation=site.organisation, label="户主", who="林家", purpose="图片报道", given_on="2021-05-18"
    )
    Photo.objects.update(consent=consent)
    about = {
        "articles_article": (site.article, ["change", "correct", "preview", "sheet", "history", "withdraw"]),
        "articles_photoreport": (site.report, ["change", "correct", "preview", "sheet"]),
        "articles_photo": (site.photos[0], ["change", "history", "delete"]),
        "publishing_consent": (consent, ["change", "withdraw"]),
        "members_member": (people.charlie, ["change", "private", "history"]),
        "members_organisation": (site.organisation, ["change"]),
        "articles_topic": (site.topic, ["change"]),
    }
    return {
        f"{kind} {page}": reverse(f"admin:{kind}_{page}", args=[item.pk])
        for kind, (item, pages) in about.items()
        for page in pages
    }
