"""Kills web workers while photos arrive: what was acknowledged is there, and reconcile_media clears up the rest."""

import hashlib
import http.client
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import psutil
import pytest
from django_tasks_db.models import DBTaskResult

from tests.articles.uploads import upload

pytestmark = pytest.mark.any_database  # it brings its own

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, UPLOADS, THREADS = 5, 12, 4
ADD = "/admin/articles/photo/add/"
PREPARE = """
from django.contrib.sessions.backends.db import SessionStore
from members.models import Member, Organisation, Post

town = Organisation.objects.create(name="雷打石镇", kind="bureau")
alice = Member.objects.create(username="alice", display_name="Alice", organisation=town)
Post.objects.create(member=alice, role="writer", organisation=town, since="2020-01-01")
session = SessionStore()
session["_auth_user_id"] = str(alice.pk)
session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
session["_auth_user_hash"] = alice.get_session_auth_hash()
session.save()
print(town.pk, session.session_key)
"""


class Site:
    """A real server of two workers on its own SQLite database and directories."""

    def __init__(self, directory):
        self.database, self.var = directory / "site.sqlite3", directory / "var"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "VAR_DIR": str(self.var),
            "PYTHONWARNINGS": "ignore",
        }
        self.manage("migrate", "-v0")
        self.manage("createcachetable")
        self.town, self.session = self.manage("shell", "-v0", "-c", PREPARE).split()[-2:]

    def manage(self, *words) -> str:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=120
        ).stdout

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "-w", "2", "-k", "gthread", "--threads", "4"]
        command += ["-b", f"127.0.0.1:{self.port}", "--no-control-socket", "--log-level", "critical"]
        self.master = psutil.Popen(command, cwd=ROOT, env=self.environment)
        self.token = self._wait_for_token()
        return self

    def __exit__(self, *args):
        self.master.terminate()
        self.master.wait(20)

    def kill_a_worker(self) -> None:
        workers = self.master.children()
        if workers:
            random.choice(workers).send_signal(signal.SIGKILL)

    def request(self, method, body=b"", headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = f"sessionid={self.session}; csrftoken={getattr(self, 'token', '')}"
        connection.request(method, ADD, body, {"Cookie": cookies, **(headers or {})})
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    def send(self, data: bytes) -> bool:
        """Upload a photo; return whether the server said that it has it."""
        boundary = uuid.uuid4().hex
        fields = {"organisation": self.town, "csrfmiddlewaretoken": self.token}
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="new_photos"; filename="a.jpg"\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
        try:
            response = self.request("POST", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})
        except (OSError, http.client.HTTPException):
            return False
        return response.status == 302

    def rows(self) -> dict[str, Path]:
        """Return the originals by the hash that the database says."""
        with sqlite3.connect(self.database) as connection:
            rows = connection.execute("select sha256, original from articles_photo").fetchall()
        return {digest: self.var / "private" / name for digest, name in rows}

    def files(self) -> set[Path]:
        return {path for path in (self.var / "private" / "originals").rglob("*") if path.is_file()}

    def waiting_tasks(self) -> int:
        with sqlite3.connect(self.database) as connection:
            table = DBTaskResult._meta.db_table
            return connection.execute(f"select count(*) from {table} where status = 'READY'").fetchone()[0]

    def _wait_for_token(self) -> str:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                response = self.request("GET")
            except OSError:
                time.sleep(0.2)
                continue
            cookie = response.getheader("Set-Cookie")
            assert response.status == 200 and cookie.startswith("csrftoken=")
            return cookie.split(";")[0].removeprefix("csrftoken=")
        raise AssertionError("the server did not start")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site(tmp_path_factory.mktemp("crash")) as site:
        yield site


def _storm(site, pictures) -> set[str]:
    """Send pictures from several threads while a worker is killed; return the hashes that were acknowledged."""
    acknowledged, waiting = set(), list(pictures)

    def sender():
        while waiting:
            data = waiting.pop()
            if site.send(data):
                acknowledged.add(hashlib.sha256(data).hexdigest())

    threads = [threading.Thread(target=sender) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(0.05, 0.4))
    site.kill_a_worker()
    for thread in threads:
        thread.join()
    return acknowledged


def test_killed_workers_lose_nothing_that_was_acknowledged(site):
    acknowledged = set()
    for number in range(ROUNDS):
        pictures = [upload(number * UPLOADS + index).read() for index in range(UPLOADS)]
        acknowledged |= _storm(site, pictures)
    rows = site.rows()
    assert 0 < len(acknowledged) < ROUNDS * UPLOADS  # else nothing was killed in time to prove anything
    assert acknowledged <= rows.keys()
    for digest, path in rows.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    assert site.waiting_tasks() == len(rows)
    site.manage("reconcile_media", "--age", "0")
    assert site.files() == set(rows.values())
    assert site.waiting_tasks() == len(rows)
