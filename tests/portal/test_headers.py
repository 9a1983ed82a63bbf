"""SECURITY.md, "Headers": every answer carries them, whatever its kind."""

import re

import pytest
from django.test import Client

from portal.settings.security import PERMISSIONS_POLICY
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

PUBLIC_POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "media-src 'self'", "manifest-src 'self'", "form-action 'self'", "frame-ancestors 'none'",
    "base-uri 'none'", "object-src 'none'",
}  # fmt: skip
MEDIA_POLICY = {"default-src 'none'", "img-src 'self'", "media-src 'self'", "sandbox", "frame-ancestors 'none'"}
RENDITION = "/media/photos/ab/" + "ab" * 16 + "-480.jpg"

ANSWERS = {
    "page": (200, "GET", "/accessibility/", {}),
    "english page": (200, "GET", "/en/accessibility/", {}),
    "head": (200, "HEAD", "/accessibility/", {}),
    "sign-in": (200, "GET", "/accounts/login/", {}),
    "health": (200, "GET", "/healthz", {}),
    "readiness": (200, "GET", "/readyz", {}),
    "security.txt": (200, "GET", "/.well-known/security.txt", {}),
    "static": (200, "GET", "/static/css/site.css", {}),
    "media": (200, "GET", RENDITION, {}),
    "redirect": (302, "GET", "/admin/", {}),
    "missing slash": (301, "GET", "/accessibility", {}),
    "bad host": (400, "GET", "/", {"HTTP_HOST": "evil.example"}),
    "forbidden": (403, "GET", "/faults/forbidden", {}),
    "expired form": (403, "POST", "/accounts/login/", {}),
    "not found": (404, "GET", "/nothing-here/", {}),
    "media not found": (404, "GET", "/media/photos/../secret", {}),
    "wrong method": (405, "OPTIONS", "/healthz", {}),
    "too large": (413, "POST", "/", {"data": b"x" * 200}),
    "too many": (429, "GET", "/faults/too-many", {}),
    "broken": (500, "GET", "/faults/broken", {}),
    "database gone": (503, "GET", "/faults/database", {}),
}
PRIVATE = {"sign-in", "redirect", "expired form"}


@pytest.fixture
def answer(settings, tmp_path):
    """Return a function that makes the answer of a kind."""
    settings.ROOT_URLCONF = "tests.portal.faulty_urls"
    settings.MEDIA_ROOT = tmp_path
    settings.MAX_REQUEST_BYTES = 100
    (tmp_path / "photos" / "ab").mkdir(parents=True)
    (tmp_path / RENDITION.removeprefix("/media/")).write_bytes(b"a picture")

    def ask(kind, **extra):
        status, method, path, environ = ANSWERS[kind]
        client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        response = client.generic(method, path, **environ | extra)
        assert response.status_code == status
        return response

    return ask


def _policy(response) -> set[str]:
    return set(response.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("kind", ANSWERS)
def test_headers_every_answer_carries_them(answer, kind):
    headers = answer(kind).headers
    personal = kind in PRIVATE
    assert {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin" if personal else "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS_POLICY,
    }.items() <= dict(headers).items()
    assert "Access-Control-Allow-Origin" not in headers
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("kind", sorted(set(ANSWERS) - {"media", "redirect"}))
def test_policy_every_answer_carries_the_public_one(answer, kind):
    assert _policy(answer(kind)) == PUBLIC_POLICY


def test_policy_media_is_sandboxed(answer):
    assert _policy(answer("media")) == MEDIA_POLICY


def test_policy_admin_is_the_public_one_without_media(answer):
    assert _policy(answer("redirect")) == PUBLIC_POLICY - {"media-src 'self'", "manifest-src 'self'"}


@pytest.mark.parametrize("kind", sorted(PRIVATE))
def test_cache_personal_answer_is_never_kept(answer, kind):
    assert answer(kind).headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "kind", ["not found", "forbidden", "bad host", "broken", "database gone", "too many", "too large"]
)
def test_cache_error_is_never_kept(answer, kind):
    assert "no-store" in answer(kind).headers["Cache-Control"]


@pytest.mark.parametrize("kind", ["broken", "database gone", "forbidden"])
def test_error_page_says_nothing_of_the_inside(answer, kind):
    text = answer(kind).content.decode()
    assert "canary-7d1" not in text
    assert "Traceback" not in text


@pytest.mark.parametrize("path", ["/accounts/logout/", "/admin/logout/"])
def test_sign_out_clears_the_browser(client, path):
    client.force_login(MemberFactory(is_superuser=True))
    assert client.post(path).headers["Clear-Site-Data"] == '"cache", "storage"'


def test_sign_out_of_nobody_clears_nothing(client):
    assert "Clear-Site-Data" not in client.get("/accounts/login/").headers


def test_security_txt_names_contact_and_end(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@portal.example"
    text = client.get("/.well-known/security.txt").content.decode()
    assert re.fullmatch(
        r"Contact: mailto:security@portal\.example\nExpires: 20\d\d-\d\d-\d\dT00:00:00Z\n"
        r"Preferred-Languages: zh, en\nCanonical: http://testserver/\.well-known/security\.txt\n",
        text,
    )
