"""Services that go away: a page that says so, no word of the inside, and all is well as soon as they are back."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, connection
from django.test import Client

from portal.views import errors


@pytest.fixture
def visitor(settings):
    settings.ROOT_URLCONF = "tests.portal.faulty_urls"
    return Client(raise_request_exception=False)


@pytest.fixture
def database_gone():
    """Have every query fail as it does when the server is away."""

    def refuse(*args):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize("path", ["/faults/database", "/faults/full-disk"])
def test_outage_in_view_is_503(visitor, path):
    response = visitor.get(path)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")


def test_fault_in_view_is_500(visitor):
    assert visitor.get("/faults/broken").status_code == 500


@pytest.mark.django_db
def test_outage_under_session_middleware_is_503(visitor, database_gone):
    visitor.cookies["sessionid"] = "a" * 32
    assert visitor.get("/accounts/login/").status_code == 503


@pytest.mark.django_db
def test_outage_over_is_forgotten(visitor):
    def refuse(*args):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        assert visitor.get("/accounts/signup/").status_code in (200, 404)
        visitor.cookies["sessionid"] = "a" * 32
        assert visitor.get("/accounts/login/").status_code == 503
    assert visitor.get("/accounts/login/").status_code == 200


@pytest.mark.django_db
def test_outage_english_page_is_english(visitor, database_gone):
    visitor.cookies["sessionid"] = "a" * 32
    assert b'<html lang="en">' in visitor.get("/en/accounts/login/").content


def test_outage_needs_no_database_for_its_page(visitor):
    assert visitor.get("/faults/database").status_code == 503  # pytest-django would fail a query here


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "body"),
    [
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", 100, {"text": "x" * 200}),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 3, {f"field{n}": "x" for n in range(9)}),
    ],
)
def test_form_too_large_is_413(visitor, settings, name, value, body):
    setattr(settings, name, value)
    response = visitor.post("/faults/form", body)
    assert response.status_code == 413
    assert b"<h1>" in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "limit"), [("/accounts/login/", "MAX_REQUEST_BYTES"), ("/admin/", "MAX_ADMIN_REQUEST_BYTES")]
)
def test_body_over_the_limit_is_refused(visitor, settings, path, limit):
    setattr(settings, limit, 100)
    assert visitor.generic("POST", path, b"x" * 101).status_code == 413
    assert visitor.generic("POST", path, b"x" * 100).status_code != 413


@pytest.mark.django_db
def test_flood_is_refused_unread(visitor):
    assert visitor.generic("POST", "/", CONTENT_LENGTH=str(10**12)).status_code == 413  # reading would fail here


@pytest.mark.parametrize(("query", "status"), [("q=%00", 400), ("a=1&q=x%00y", 400), ("q=%2500", 200)])
def test_query_with_nul_is_refused(visitor, query, status):
    assert visitor.get("/healthz", QUERY_STRING=query).status_code == status


def test_bad_request_of_another_kind_is_400(rf):
    assert errors.bad_request(rf.get("/"), exception=ValueError()).status_code == 400
    assert errors.bad_request(rf.get("/"), exception=RequestDataTooBig()).status_code == 413
