"""`manage.py serve`: one process tree that starts, prepares, watches and ends together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import psutil
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django_tasks.base import TaskResultStatus

from portal.management.commands.work import MAX_ATTEMPTS, take_up_again

pytestmark = pytest.mark.any_database  # it brings its own

PATIENCE = 90.0


class Site:
    """`manage.py serve` on a folder and a port of its own."""

    def __init__(self, folder, port: int):
        self.url = f"http://127.0.0.1:{port}"
        clean = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "PORT": str(port),
            "DEMO_PASSWORD": "demo-1234-demo",
        }
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=settings.BASE_DIR, env=clean, stdout=log, stderr=log
            )

    def children(self) -> dict[str, psutil.Process]:
        """The web server and the worker, by name."""
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):  # it ended while we looked
                found["server" if "gunicorn" in " ".join(child.cmdline()) else "worker"] = child
        return found

    def answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(self.url + "/healthz", timeout=2) as answer:
            return answer.read() == b"ok\n"
        return False

    def wait_for(self, condition):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := condition():
                return found
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder with a database that is in use already, so no start fills it with demo content."""
    folder = tmp_path_factory.mktemp("serve")
    clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder)}
    add = "from tests.factories import OrganisationFactory; OrganisationFactory()"
    for command in (["migrate", "-v0"], ["shell", "-v0", "-c", add]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=clean, check=True)
    return folder


@pytest.fixture
def site(prepared, free_port):
    site = Site(prepared, free_port)
    yield site
    if site.process.poll() is None:
        site.process.kill()
        site.process.wait()


def _alive(processes) -> list:
    return psutil.wait_procs(processes, timeout=30)[1]


def test_serve_lives_and_ends_as_one(site):
    site.wait_for(site.answers)
    site.wait_for(lambda: len(site.children()) == 2)

    first_worker = site.children()["worker"]
    first_worker.kill()
    site.wait_for(lambda: site.children().get("worker", first_worker).pid != first_worker.pid)
    assert site.answers()

    everybody = psutil.Process(site.process.pid).children(recursive=True)
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(30) == 0
    assert _alive(everybody) == []
    assert site.log.read_text().count(site.url) == 1


def test_serve_killed_leaves_nobody_behind(site):
    site.wait_for(site.answers)
    everybody = psutil.Process(site.process.pid).children(recursive=True)
    site.process.kill()
    assert _alive(everybody) == []


def test_serve_web_server_killed_ends_with_an_error(site):
    site.wait_for(site.answers)
    site.children()["server"].kill()
    assert site.process.wait(30) != 0


def test_serve_port_taken_says_so(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=f"Port {port} is in use: choose another one, make run PORT={port + 1}"):
            call_command("serve")


def _run_by(task, *workers):
    for worker in workers:
        task.claim(worker)
    return task


def test_worker_takes_up_what_its_predecessor_left(queued_task):
    take_up_again(_run_by(queued_task, "worker").worker_ids[0])
    queued_task.refresh_from_db()
    assert (queued_task.status, queued_task.started_at) == (TaskResultStatus.READY, None)


def test_worker_leaves_what_another_runs(queued_task):
    _run_by(queued_task, "worker", "another")
    take_up_again("worker")
    queued_task.refresh_from_db()
    assert queued_task.status == TaskResultStatus.RUNNING


def test_worker_gives_up_what_kills_it(queued_task):
    _run_by(queued_task, *["worker"] * MAX_ATTEMPTS)
    take_up_again("worker")
    queued_task.refresh_from_db()
    assert (queued_task.status, queued_task.exception_class_path) == (
        TaskResultStatus.FAILED,
        "portal.management.commands.work.WorkerKilled",
    )
