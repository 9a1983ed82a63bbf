"""Twenty photos of twelve megapixels dropped at once: `python -m bench.photos`.

Measures, on a database and directories of its own, how long the form takes, how long until every rendition is
there, the largest memory of a web worker and of the task worker, and how the site answers others meanwhile.
"""

import contextlib
import http.client
import io
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from datetime import date
from pathlib import Path

import psutil
from PIL import ExifTags, Image

from .results import keep_section, machine
from .server import ROOT, free_port, wait_for

PHOTOS = 20
SIZE = (4000, 3000)
FORM_SECONDS, RENDITION_SECONDS, MEMORY_MB = 3, 60, 600
ADD = "/admin/articles/photoreport/add/"
HEADING = "## Twenty photos of twelve megapixels at once"
PREPARE = """
from django.contrib.sessions.backends.db import SessionStore
from members.models import Member, Organisation, Post
town = Organisation.objects.create(name="雷打石镇", kind="bureau")
alice = Member.objects.create(username="bench", display_name="Bench", organisation=town)
Post.objects.create(member=alice, role="writer", organisation=town, since="2020-01-01")
session = SessionStore()
session["_auth_user_id"] = str(alice.pk)
session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
session["_auth_user_hash"] = alice.get_session_auth_hash()
session.save()
print(town.pk, session.session_key)
"""


def photo(number: int) -> bytes:
    """Noise on a gradient, about 4.6 MB as a telephone makes them, every second one lying on its side."""
    noise = Image.frombytes("L", (1000, 750), os.urandom(750_000)).resize(SIZE)
    slope = Image.linear_gradient("L").rotate(number * 17).resize(SIZE)
    image = Image.merge("RGB", (noise, slope, Image.blend(noise, slope, 0.6)))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6 if number % 2 else 1
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (27.8, 0.0, 0.0), 3: "E", 4: (113.1, 0.0, 0.0)})
    file = io.BytesIO()
    image.save(file, "JPEG", quality=93, exif=exif)
    return file.getvalue()


class Site:
    """The web server and the task worker as `make run` starts them, on a database of their own."""

    def __init__(self, directory: Path):
        self.port = free_port()
        self.database = directory / "bench.sqlite3"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "VAR_DIR": str(directory / "var"),
            "PORT": str(self.port),
        }
        self.manage("migrate", "-v0")
        self.manage("createcachetable")
        self.town, self.session = self.manage("shell", "-v0", "-c", PREPARE).split()[-2:]
        self.token = ""

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    @contextlib.contextmanager
    def running(self):
        server = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.wsgi"]
        worker = [sys.executable, "manage.py", "work"]
        self.web, self.worker = (psutil.Popen(command, cwd=ROOT, env=self.environment) for command in (server, worker))
        try:
            wait_for(self.port)
            cookie = self.request("GET", ADD).getheader("Set-Cookie")
            self.token = re.match(r"csrftoken=(\w+)", cookie)[1]
            yield
        finally:
            for process in (self.web, self.worker):
                process.terminate()
                process.wait(20)

    def request(self, method: str, path: str, body: bytes = b"", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers["Cookie"] = f"sessionid={self.session}; csrftoken={self.token}"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def drop(self, photos: list[bytes]) -> int:
        boundary = uuid.uuid4().hex
        fields = {
            "title": "二十张照片",
            "date": "2026-06-11",
            "organisation": self.town,
            "audience": "everyone",
            "report_photos-TOTAL_FORMS": 0,
            "report_photos-INITIAL_FORMS": 0,
            "csrfmiddlewaretoken": self.token,
        }
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="{{}}"{{}}\r\n\r\n'
        body = b"".join(f"{part.format(name, '')}{value}\r\n".encode() for name, value in fields.items())
        for number, data in enumerate(photos):
            body += part.format("new_photos", f'; filename="IMG_{number:04}.JPG"').encode() + data + b"\r\n"
        body += f"--{boundary}--\r\n".encode()
        kind = f"multipart/form-data; boundary={boundary}"
        return self.request("POST", ADD, body, **{"Content-Type": kind}).status

    @staticmethod
    def cpu(root: psutil.Process) -> float:
        times = [process.cpu_times() for process in (root, *root.children(recursive=True))]
        return sum(time.user + time.system for time in times)

    def ready(self) -> int:
        with sqlite3.connect(self.database, timeout=20) as connection:
            return connection.execute("select count(*) from articles_photo where state = 'ready'").fetchone()[0]


class Watch(threading.Thread):
    """Samples memory and asks for the home page, as somebody else would, until told to stop."""

    def __init__(self, site: Site):
        super().__init__(daemon=True)
        self.site, self.stopped = site, threading.Event()
        self.answers: list[float] = []
        self.memory = {"web": 0, "worker": 0}

    def run(self):
        while not self.stopped.wait(0.1):
            started = time.perf_counter()
            if self.site.request("GET", "/").status != 200:
                raise RuntimeError("the home page did not answer meanwhile")
            self.answers.append(time.perf_counter() - started)
            self._sample("web", self.site.web.children())
            self._sample("worker", [self.site.worker, *self.site.worker.children(recursive=True)])

    def _sample(self, name: str, processes) -> None:
        sizes = [process.memory_info().rss for process in processes if process.is_running()]
        self.memory[name] = max(self.memory[name], *sizes, 0)


def measure() -> dict[str, float]:
    photos = [photo(number) for number in range(PHOTOS)]
    with tempfile.TemporaryDirectory() as directory:
        site = Site(Path(directory))
        with site.running():
            watch = Watch(site)
            watch.start()
            form_before, started = site.cpu(site.web), time.perf_counter()
            status = site.drop(photos)
            answered, form_cpu = time.perf_counter() - started, site.cpu(site.web) - form_before
            if status != 302:
                raise RuntimeError(f"the form answered {status}")
            while site.ready() < PHOTOS and time.perf_counter() - started < 5 * RENDITION_SECONDS:
                time.sleep(0.2)
            rendered, worker_cpu = time.perf_counter() - started, site.cpu(site.worker)
            watch.stopped.set()
            watch.join()
    answers = sorted(watch.answers)
    return {
        "megabytes sent": sum(map(len, photos)) / 1e6,
        "form answered, s": answered,
        "CPU of the web server until then, s": form_cpu,
        "all renditions, s": rendered,
        "CPU of the task worker, s": worker_cpu,
        "largest web worker, MB": watch.memory["web"] / 2**20,
        "task worker, MB": watch.memory["worker"] / 2**20,
        "home page meanwhile, median, s": answers[len(answers) // 2],
        "home page meanwhile, slowest, s": answers[-1],
    }


def main() -> int:
    found = measure()
    limits = {
        "form answered, s": FORM_SECONDS,
        "all renditions, s": RENDITION_SECONDS,
        "largest web worker, MB": MEMORY_MB,
        "task worker, MB": MEMORY_MB,
    }
    rows = [f"| {name} | {value:.2f} | {limits.get(name, '')} |" for name, value in found.items()]
    table = "\n".join(["| | measured | at most |", "|---|---|---|", *rows])
    text = f"{HEADING}\n\n{date.today()}, {machine()}; the server and one task worker as `make run` starts them.\n\n{table}\n"
    print(text)
    keep_section(HEADING, text)
    return int(any(found[name] > limit for name, limit in limits.items()))


if __name__ == "__main__":
    sys.exit(main())
