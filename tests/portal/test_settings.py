"""What the environment may say, and the sentences for what it may not."""

import json
import os
import secrets
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env, keys, services

pytestmark = pytest.mark.any_database  # no database is asked

STRONG = secrets.token_urlsafe(50)
REAL_SITE = {
    "DEBUG": "0",
    "SECRET_KEY": STRONG,
    "PRIVATE_KEYS": Fernet.generate_key().decode(),
    "AUDIT_KEYS": STRONG,
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://portal@localhost/portal",
}


def _run(tmp_path, command, **environ):
    """Run a program in the checkout with this environment and nothing else of the machine's."""
    clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command],
        env=clean | environ,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


# --- values ---


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("off", False), ("", True)]
)
def test_flag_known_word_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("HTTPS", value)
    assert env.flag("HTTPS", True) is expected


def test_flag_other_word_is_refused(monkeypatch):
    monkeypatch.setenv("HTTPS", "maybe")
    with pytest.raises(ImproperlyConfigured, match="HTTPS must be 1 or 0, not 'maybe'"):
        env.flag("HTTPS", True)


@pytest.mark.parametrize("value", ["abc", "-1", "0", "65536", "8e3", "８０００", "9" * 5000])
def test_number_out_of_reason_is_refused(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match="PORT must be a whole number from 1 to 65535"):
        env.number("PORT", 8000, least=1, most=65535)


def test_words_blanks_are_dropped(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example, ,b.example,")
    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize("url", ["mysql://a:canary@b/c", "portal.db", "postgres://", "sqlite3:///x", "://"])
def test_database_unknown_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be") as refusal:
        services.database_from(url)
    assert "canary" not in str(refusal.value)


def test_database_sqlite_waits_and_writes_safely(tmp_path):
    database = services.database_from(f"sqlite:///{tmp_path}/new/portal.sqlite3")
    assert database["NAME"] == f"{tmp_path}/new/portal.sqlite3"
    assert database["OPTIONS"] == services.SQLITE_OPTIONS


def test_database_postgres_has_time_limits():
    database = services.database_from("postgres://u:p@h:5433/portal")
    assert (database["NAME"], database["PORT"], database["CONN_HEALTH_CHECKS"]) == ("portal", 5433, True)
    assert database["OPTIONS"] == services.POSTGRES_OPTIONS


def test_cache_unknown_is_refused():
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL must be"):
        services.caches_from("memcached://h")


@pytest.mark.parametrize(
    "value",
    ["", "short", "a" * 60, "django-insecure-" + STRONG, settings.SECRET_KEY],
    ids=["empty", "short", "one letter", "generated for development", "the tests'"],
)
def test_secret_weak_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is (not set|too weak)"):
        keys.strong("SECRET_KEY", value)


def test_secret_kept_is_made_once_and_for_its_owner(tmp_path):
    path = tmp_path / "var" / "secret_key"
    assert keys.kept(path, lambda: "first") == keys.kept(path, lambda: "second") == "first"
    assert path.stat().st_mode & 0o777 == 0o600


# --- the real site ---


def test_real_site_passes_the_deployment_check(tmp_path):
    done = _run(tmp_path, ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], **REAL_SITE)
    assert (done.returncode, done.stdout.strip()) == (0, "System check identified no issues (0 silenced).")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "changeme"),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("PRIVATE_KEYS", "not a key"),
        ("AUDIT_KEYS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", ""),
        ("TRUSTED_PROXIES", "all"),
    ],
)
def test_real_site_bad_setting_stops_with_one_sentence(tmp_path, name, value):
    done = _run(tmp_path, ["manage.py", "check"], **REAL_SITE | {name: value})
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (4, 1)
    assert lines[0].startswith(f"portal cannot start: {name} ")


def test_real_site_gunicorn_without_secret_stops_with_one_sentence(tmp_path):
    command = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.wsgi"]
    done = _run(tmp_path, command, **REAL_SITE | {"SECRET_KEY": "", "PORT": "0"})
    assert done.returncode != 0
    assert "portal cannot start: SECRET_KEY is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_checkout_weak_secret_stops_unless_debug(tmp_path):
    assert _run(tmp_path, ["manage.py", "check"], SECRET_KEY="weak").returncode == 4
    assert _run(tmp_path, ["manage.py", "check"], SECRET_KEY="weak", DEBUG="1").returncode == 0


READ = """
import json
from portal.environment import use_settings
use_settings(default="dev")
from django.conf import settings
names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "DEBUG", "DEMO"]
policies = [settings.CONTENT_SECURITY_POLICY["DIRECTIVES"], settings.ADMIN_CONTENT_SECURITY_POLICY]
print(json.dumps([*(getattr(settings, name) for name in names), *("upgrade-insecure-requests" in p for p in policies)]))
"""
WITH_HTTPS = ["__Host-sessionid", "__Host-csrftoken", True, 63_072_000]
WITHOUT_HTTPS = ["sessionid", "csrftoken", False, 0]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (REAL_SITE, [*WITH_HTTPS, False, False, True, True]),
        (REAL_SITE | {"HTTPS": "0"}, [*WITHOUT_HTTPS, False, False, False, False]),
        ({}, [*WITHOUT_HTTPS, False, True, False, False]),
        ({"HTTPS": "1"}, [*WITH_HTTPS, False, True, True, True]),
        ({"DEBUG": "1"}, [*WITHOUT_HTTPS, True, True, False, False]),
    ],
)
def test_https_brings_host_cookies_and_policies(tmp_path, environ, expected):
    assert json.loads(_run(tmp_path, ["-c", READ], **environ).stdout) == expected
