"""What caches may keep: public pages, the same bytes for every visitor, and nothing of anybody's own."""

import pytest

from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

PUBLIC_PAGES = ["/", "/en/", "/articles/", "/photos/", "/archive/", "/accessibility/", "/privacy/"]


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_public_page_is_anybodys(client, path):
    response = client.get(path)
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_public_page_is_the_same_for_a_member(client, path):
    stranger = client.get(path).content
    client.force_login(MemberFactory(is_superuser=True))
    client.get("/accounts/2fa/")  # has the session and its hint cookie in use
    assert client.get(path).content == stranger


def test_public_page_unchanged_answers_304(client):
    first = client.get("/accessibility/")
    assert first.headers["ETag"].startswith('W/"')
    again = client.get("/accessibility/", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert again.headers["Content-Security-Policy"]


def test_public_page_changed_answers_anew(client):
    assert client.get("/accessibility/", HTTP_IF_NONE_MATCH='W/"0123456789"').status_code == 200


def test_head_has_the_same_etag(client):
    assert client.head("/accessibility/").headers["ETag"] == client.get("/accessibility/").headers["ETag"]


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/", "/me/", "/me/fragment/"])
def test_personal_page_is_nobodys_else(client, path):
    client.force_login(MemberFactory(is_superuser=True))
    response = client.get(path)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_answer_to_a_form_is_never_kept(client):
    assert client.post("/accessibility/").headers["Cache-Control"] == "private, no-store"
