from unittest import mock

import pytest
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from members import devices
from members.models import AuditEntry, Member
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"


def _sign_in(client, username="alice", password=PASSWORD, **kwargs):
    return client.post(LOGIN, {"login": username, "password": password}, **kwargs)


def _fail(client, times=5, username="alice", **kwargs):
    for _ in range(times):
        answer = _sign_in(client, username, "wrong", **kwargs)
    return answer


def _errors(answer):
    return [str(error) for error in answer.context["form"].non_field_errors()]


# --- in, and where to ---
@pytest.mark.parametrize(("username", "landing"), [("alice", "/admin/"), ("charlie", "/me/"), ("Alice", "/admin/")])
def test_signing_in_leads_staff_to_the_desk_and_members_to_their_page(client, people, username, landing):
    assert _sign_in(client, username).url == landing


@pytest.mark.parametrize(
    ("wanted", "landing"),
    [
        ("/archive/", "/archive/"),
        ("https://evil.example/", "/me/"),
        ("//evil.example/", "/me/"),
        ("javascript:alert(1)", "/me/"),
        ("/\\evil.example", "/me/"),
        ("http:///evil.example", "/me/"),
    ],
)
def test_next_leads_nowhere_else(client, people, wanted, landing):
    answer = client.post(LOGIN, {"login": "charlie", "password": PASSWORD, "next": wanted})
    assert answer.url == landing


def test_admin_login_is_the_same_door(client, people):
    assert client.get("/admin/login/?next=/admin/members/").url == "/accounts/login/?next=%2Fadmin%2Fmembers%2F"


def test_member_without_a_post_gets_a_403_page_in_admin(client, people):
    client.force_login(people.charlie)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "403.html" in [template.name for template in answer.templates]


def test_sign_in_page_shows_the_sites_name(client, db, settings):
    assert settings.SITE_NAME in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("page", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/inactive/"])
def test_pages_that_say_whom_to_ask_have_no_form(client, db, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert 'method="post"' not in answer.content.decode()


def test_nobody_signs_up(client, db):
    client.post("/accounts/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
    assert not Member.objects.exists()


@pytest.mark.parametrize("page", ["/accounts/email/", "/accounts/confirm-email/", "/accounts/login/code/"])
def test_pages_of_allauth_that_we_do_not_use_are_not_there(client, people, page):
    client.force_login(people.alice)
    assert client.get(page).status_code == 404


# --- the same for known and unknown names ---
@pytest.mark.parametrize("username", ["alice", "nobody", "inactive"])
def test_failure_has_the_same_words_for_every_name(client, people, username):
    people.bob.username, people.bob.is_active = "inactive", False
    people.bob.save()
    known = _errors(_sign_in(client, "alice", "wrong"))
    assert _errors(_sign_in(client, username, "wrong")) == known
    assert len(known) == 1


@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_failure_costs_one_hash_and_the_same_queries(client, people, username, django_assert_max_num_queries):
    made = []
    with (
        mock.patch.object(
            hashers.MD5PasswordHasher, "encode", autospec=True, side_effect=lambda *a: made.append(1) or "md5$x$y"
        ),
        django_assert_max_num_queries(40) as captured,
    ):
        _sign_in(client, username, "wrong")
    reads = [query["sql"] for query in captured if "members_member" in query["sql"]]
    assert (len(made), len(reads)) == (1, 2)


# --- lockout ---
@pytest.mark.parametrize("username", ["alice", "nobody"])
def test_five_failures_lock_the_account_for_strangers(client, people, username):
    _fail(client, username=username)
    locked = _errors(_sign_in(Client(), username, PASSWORD))
    assert locked and locked != _errors(_sign_in(Client(), "bob", "wrong"))


def test_locked_account_is_refused_before_hashing(client, people):
    _fail(client)
    with mock.patch("django.contrib.auth.hashers.MD5PasswordHasher.encode") as encode:
        _sign_in(client)
    encode.assert_not_called()


def test_lock_of_one_account_leaves_the_others_alone(client, people):
    _fail(client)
    assert _sign_in(Client(), "bob").status_code == 302


def test_capital_letters_do_not_get_around_the_lock(client, people):
    _fail(client, times=3)
    _fail(client, times=2, username="ALICE")
    assert _sign_in(Client()).status_code == 200


def test_device_that_signed_in_before_passes_the_lock(client, people):
    own = Client()
    _sign_in(own)
    own.post("/accounts/logout/")
    _fail(client)
    assert _sign_in(Client()).status_code == 200
    assert _sign_in(own).url == "/admin/"


def test_known_device_is_locked_by_its_own_failures(client, people):
    _sign_in(client)
    client.post("/accounts/logout/")
    _fail(client)
    assert _sign_in(client).status_code == 200
    assert _sign_in(Client()).status_code == 302  # and strangers are not


def test_device_cookie_of_one_account_is_nothing_for_another(client, people):
    own = Client()
    _sign_in(own, "bob")
    own.post("/accounts/logout/")
    stolen = next(cookie for name, cookie in own.cookies.items() if name.startswith("device_"))
    own.cookies[devices._cookie_name("alice")] = stolen.value
    _fail(client)
    assert _sign_in(own, "alice").status_code == 200


def test_forged_device_cookie_is_nothing(client, people):
    forged = Client()
    forged.cookies[devices._cookie_name("alice")] = "0" * 32 + ":1sabcd:xyz"
    _fail(client)
    assert _sign_in(forged).status_code == 200


def test_device_cookie_is_closed_to_scripts_and_lives_long(client, people):
    cookie = next(c for name, c in _sign_in(client).cookies.items() if name.startswith("device_"))
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", devices.AGE)


def test_known_device_does_not_pass_the_limit_per_address(client, people):
    own = Client()
    _sign_in(own)
    own.post("/accounts/logout/")
    for number in range(20):
        _sign_in(client, f"nobody{number}", "wrong")
    assert _sign_in(own).status_code == 200  # the same address
    assert _sign_in(own, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_forwarded_addresses_do_not_get_around_the_limit(client, people):
    for number in range(20):
        _sign_in(client, f"nobody{number}", "wrong", headers={"X-Forwarded-For": f"10.0.0.{number}"})
    assert _sign_in(client, headers={"X-Forwarded-For": "10.1.1.1"}).status_code == 200


def test_sixty_sign_ins_a_minute_from_one_address_meet_429(client, people):
    for _ in range(60):
        client.post(LOGIN, {})
    assert client.post(LOGIN, {}).status_code == 429


# --- sessions ---
def test_signing_in_gives_a_new_session_number(client, people):
    session = client.session
    session["planted"] = True
    session.save()
    before = client.cookies["sessionid"].value
    _sign_in(client)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_password_change_ends_every_session(client, people):
    other = Client()
    _sign_in(other)
    _sign_in(client)
    new = {"oldpassword": PASSWORD, "password1": "another-horse-43", "password2": "another-horse-43"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert other.get("/me/").status_code == client.get("/me/").status_code == 302
    assert _sign_in(Client(), password="another-horse-43").status_code == 302


def test_temporary_password_must_be_changed_first(client, people):
    Member.objects.filter(pk=people.alice.pk).update(password_is_temporary=True)
    _sign_in(client)
    private = ("/admin/", "/me/", "/me/articles/1/", "/me/photos/1/", "/accounts/sessions/")
    assert {client.get(page).url for page in private} == {"/accounts/password/change/"}
    new = {"oldpassword": PASSWORD, "password1": "another-horse-43", "password2": "another-horse-43"}
    client.post("/accounts/password/change/", new)
    _sign_in(client, password="another-horse-43")
    assert client.get("/admin/").status_code == 200


def test_disabled_account_is_told_only_with_the_right_password(client, people):
    Member.objects.filter(pk=people.alice.pk).update(is_active=False)
    assert _sign_in(client).url == reverse("account_inactive")


# --- the hint for public pages ---
def test_hint_comes_with_signing_in_and_goes_with_signing_out(client, people):
    assert _sign_in(client).cookies["signed_in"].value == "1"
    answer = client.post("/accounts/logout/")
    assert answer.cookies["signed_in"]["max-age"] == 0
    assert "cookies" not in answer["Clear-Site-Data"]  # they would take the known device along


def test_hint_of_an_ended_session_is_taken_back_by_the_fragment(client, people):
    client.cookies["signed_in"] = "1"
    answer = client.get("/me/fragment/")
    assert (answer.status_code, answer.cookies["signed_in"]["max-age"]) == (204, 0)


@pytest.mark.parametrize("signed_in", [False, True])
def test_public_page_touches_no_session(client, people, signed_in):
    if signed_in:
        client.force_login(people.alice)
    answer = client.get("/privacy/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


# --- the log ---
def test_signing_in_and_out_and_failing_is_logged(client, people):
    _sign_in(client, "alice", "wrong")
    _sign_in(client, "secret typed here", "wrong")
    _sign_in(client)
    client.post("/accounts/logout/")
    rows = AuditEntry.objects.order_by("sequence").values_list("action", "object_id", "personal__member")
    alice = people.alice.pk
    assert list(rows) == [
        ("sign_in.failed", str(alice), None),
        ("sign_in.failed", "", None),
        ("sign_in", str(alice), alice),
        ("sign_out", str(alice), alice),
    ]
    assert "secret" not in str(list(AuditEntry.objects.values()))
