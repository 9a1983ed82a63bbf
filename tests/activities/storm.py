"""A real server on the test's database, people with real sessions, and all of them pressing at once."""

import asyncio
import os
import secrets
import socket
import sys
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import psutil
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from activities.models import SeatPool, SignUp
from members.models import Member, PrivateDetails
from portal.settings.services import caches_from
from portal.supervisor import die_with_parent

TOKEN = "a" * 32  # the cookie and the form field only have to agree
KEY = secrets.token_urlsafe(50)  # of the server's sessions


@dataclass(frozen=True)
class Person:
    member: Member
    session: str


class Site:
    """gunicorn as `make run` starts it, two workers of four threads, on the database of the tests."""

    def __init__(self, directory, application: str = "portal.wsgi"):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": address_of_database(),
            "VAR_DIR": str(directory),
            "PORT": str(self.port),
            "SECRET_KEY": KEY,
            "PRIVATE_KEYS": ",".join(settings.PRIVATE_KEYS),
            "AUDIT_KEYS": ",".join(settings.AUDIT_KEYS),
        }
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", application]
        self.master = psutil.Popen(command, cwd=settings.BASE_DIR, env=environment, preexec_fn=die_with_parent)
        self.wait()

    def wait(self, workers: int = 2) -> None:
        """Wait until the server answers and has all its workers."""
        for _attempt in range(300):
            assert self.master.is_running()
            assert self.master.status() != psutil.STATUS_ZOMBIE, "the server ended"
            status = finish(self.request("GET", "/healthz"))
            if status == 200 and len(self.master.children()) >= workers:
                return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def stop(self) -> None:
        self.master.terminate()
        self.master.wait(30)

    async def request(self, method: str, path: str, session: str = "", **fields) -> int:
        """Send one request over a connection of its own; return the status, 0 when the connection broke.

        A sign-in page is no success: 401 stands for it.
        """
        body = urlencode({"csrfmiddlewaretoken": TOKEN} | fields) if method == "POST" else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        head += f"Cookie: sessionid={session}; csrftoken={TOKEN}\r\n"
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write((head + body).encode())
            answer = await reader.read()
            writer.close()
        except OSError:
            return 0
        if not answer:
            return 0
        return 401 if b"/accounts/login/" in answer.partition(b"\r\n\r\n")[0] else int(answer.split(b" ", 2)[1])


def finish(work: Coroutine):
    """Run it to its end in a thread of its own: this one may already hold the browser's event loop."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


def address_of_database() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    account = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT'] or 5432}"
    return f"postgres://{account}/{database['NAME']}"


def as_the_server(settings) -> None:
    """Let the test sign sessions and keep a cache as the server does."""
    settings.SECRET_KEY, settings.CACHES = KEY, caches_from("")
    call_command("createcachetable", verbosity=0)


def make_people(number: int, organisation) -> list[Person]:
    """Make members with an address who are signed in; hashing so many passwords would take a minute."""
    members = Member.objects.bulk_create(
        Member(username=f"p{index}", display_name=f"王{index}", password="!", organisation=organisation)
        for index in range(number)
    )
    PrivateDetails.objects.bulk_create(
        PrivateDetails(member=member, email=f"{member.username}@example.cn") for member in members
    )
    people = [Person(member, secrets.token_hex(16)) for member in members]
    Session.objects.bulk_create(_session(person) for person in people)
    return people


def _session(person: Person) -> Session:
    data = {
        SESSION_KEY: str(person.member.pk),
        BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
        HASH_SESSION_KEY: person.member.get_session_auth_hash(),
    }
    until = timezone.now() + timedelta(days=1)
    return Session(session_key=person.session, session_data=SessionStore().encode(data), expire_date=until)


def press(site: Site, presses: list[tuple[Person, str]]) -> list[int]:
    """Have everybody press at once; a press is a person and the address that their button posts to."""

    async def together():
        return await asyncio.gather(*(site.request("POST", path, person.session) for person, path in presses))

    return finish(together())


def sign_up_at(activity) -> str:
    return f"/activities/{activity.pk}/sign-up/"


def cancel_at(activity) -> str:
    return f"/activities/{activity.pk}/cancel/"


def counts(activity) -> tuple[int, int, int]:
    """Return the seats counted as taken, the confirmed rows and those that wait."""
    rows = SignUp.objects.filter(activity=activity.pk)
    taken = sum(SeatPool.objects.filter(activity=activity.pk).values_list("taken", flat=True))
    return taken, rows.confirmed().count(), rows.waiting().count()


def positions(activity) -> list[int]:
    """Return every position that was ever drawn, in order: without a gap it is 1, 2, 3 …"""
    rows = SignUp.objects.filter(activity=activity.pk, position__isnull=False)
    return sorted(rows.values_list("position", flat=True))
