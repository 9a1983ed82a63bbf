"""PostgreSQL really goes away under a running site, and comes back."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.core.management import call_command
from django.db import connection

from portal.settings.services import caches_from
from tests.portal.wire import Wire

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could go away"),
]


@pytest.fixture
def wire():
    database = connection.settings_dict
    wire = Wire((database["HOST"], int(database["PORT"] or 5432)))
    yield wire
    wire.cut()


@pytest.fixture
def site(transactional_db, wire, free_port, tmp_path, settings):
    """The address of a gunicorn whose database lies at the other end of the wire."""
    settings.CACHES = caches_from("")
    call_command("createcachetable")
    database = connection.settings_dict
    environ = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@127.0.0.1:{wire.port}/{database['NAME']}",
        "VAR_DIR": str(tmp_path),
        "PORT": str(free_port),
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--threads=1", "portal.wsgi"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environ)
    address = f"http://127.0.0.1:{free_port}"
    _wait_for(address + "/healthz")
    yield address
    process.terminate()
    process.wait(30)


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.status, answer.read().decode()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            return _get(url)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} never answered")


def test_database_gone_is_503_and_back_is_well_at_once(site, wire):
    assert _get(site + "/articles/")[0] == 200

    wire.cut()
    status, page = _get(site + "/articles/")
    assert (status, "Traceback" in page, "psycopg" in page) == (503, False, False)
    assert _get(site + "/healthz") == (200, "ok\n")
    assert '"database"' in _get(site + "/readyz")[1]

    wire.mend()
    assert _get(site + "/articles/")[0] == 200


def test_connection_lost_between_requests_is_not_noticed(site, wire):
    assert _get(site + "/articles/")[0] == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = %s",
            [connection.settings_dict["NAME"]],
        )
    assert _get(site + "/articles/")[0] == 200
