import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from members.fields import cipher
from members.models import AuditEntry
from tests.factories import PASSWORD

SETUP = "/accounts/2fa/totp/activate/"
SECOND = "/accounts/2fa/authenticate/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def _sign_in(client, username="alice"):
    return client.post("/accounts/login/", {"login": username, "password": PASSWORD})


def _code(secret):
    """The code that an authenticator shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def _set_up(client):
    secret = client.get(SETUP).context["form"].secret
    answer = client.post(SETUP, {"code": _code(secret)})
    cache.clear()  # a code counts once: the next one would come half a minute later
    return secret, answer


def test_staff_set_up_their_factor_and_come_back_to_the_desk(client, people):
    assert _sign_in(client).url == "/admin/"
    assert client.get("/admin/articles/").url == "/accounts/2fa/"
    assert SETUP in client.get("/accounts/2fa/").content.decode()
    _secret, answer = _set_up(client)
    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert 'href="/admin/"' in client.get(answer.url).content.decode()
    assert client.get("/admin/").status_code == 200


def test_next_sign_in_asks_for_the_code(client, people):
    _sign_in(client)
    secret, _answer = _set_up(client)
    other = Client()
    assert _sign_in(other).url == SECOND
    assert other.get("/admin/").status_code == 302
    assert other.post(SECOND, {"code": "000000"}).status_code == 200
    assert other.post(SECOND, {"code": _code(secret)}).url == "/admin/"
    assert other.get("/admin/").status_code == 200


def test_recovery_code_works_once(client, people):
    _sign_in(client)
    _set_up(client)
    code = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    first, second = Client(), Client()
    _sign_in(first), _sign_in(second)
    assert first.post(SECOND, {"code": code}).url == "/admin/"
    assert second.post(SECOND, {"code": code}).status_code == 200


def test_code_is_guessed_five_times_only(client, people):
    _sign_in(client)
    secret, _answer = _set_up(client)
    other = Client()
    _sign_in(other)
    for _ in range(5):
        other.post(SECOND, {"code": "000000"})
    assert other.post(SECOND, {"code": _code(secret)}).status_code == 200


def test_members_without_a_post_need_none(client, people):
    assert _sign_in(client, "charlie").url == "/me/"
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("page", ["/admin/", "/admin/members/member/", "/admin/articles/photo/1/change/"])
def test_no_admin_page_opens_before(client, people, page):
    _sign_in(client)
    assert client.get(page).url == "/accounts/2fa/"
    assert client.post(page, {}).url == "/accounts/2fa/"


def test_setting_relaxes_it(client, people, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    _sign_in(client)
    assert client.get("/admin/").status_code == 200


def test_old_session_is_asked_for_the_password_before_a_factor_changes(client, people):
    client.force_login(people.alice)  # a session that says nothing of a password typed just now
    assert client.get(SETUP).url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": SETUP})
    assert client.get(SETUP).status_code == 200


def test_secrets_are_stored_encrypted(client, people):
    _sign_in(client)
    secret, _answer = _set_up(client)
    stored = {row.type: row.data for row in Authenticator.objects.all()}
    assert cipher().decrypt(stored["totp"]["secret"].encode()).decode() == secret
    assert secret not in str(stored)


def test_missing_key_is_a_sentence(client, people, settings):
    _sign_in(client)
    secret, _answer = _set_up(client)
    settings.PRIVATE_KEYS = ["PmHcyw0FFKhMWE9WDUW1Vm8vO4D6mC1Qx9u2h8mvZ0Q="]
    other = Client()
    _sign_in(other)
    answer = other.post(SECOND, {"code": _code(secret)})
    assert (answer.status_code, len(answer.context["form"].errors)) == (200, 1)


def test_factor_is_logged(client, people, django_capture_on_commit_callbacks):
    _sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        _set_up(client)
    other = Client()
    _sign_in(other)
    other.post(SECOND, {"code": "000000"})
    actions = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert actions == ["sign_in", "second_factor.add", "second_factor.add", "second_factor.failed"]


def test_new_recovery_codes_are_logged(client, people, django_capture_on_commit_callbacks):
    _sign_in(client)
    _set_up(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/recovery-codes/generate/")
    assert AuditEntry.objects.get(action="second_factor.renew").object_id == str(people.alice.pk)


@pytest.mark.parametrize("page", ["/accounts/2fa/", SETUP, "/accounts/2fa/webauthn/add/", "/accounts/sessions/"])
def test_account_pages_hold_nothing_inline(client, people, page):
    _sign_in(client)
    html = client.get(page).content.decode()
    assert "<h1>" in html
    assert " style=" not in html and "onclick" not in html and "data:image" not in html
    assert all("src=" in tag or "application/json" in tag for tag in html.split("<script")[1:])
