"""PDF files, made by WeasyPrint in a process of its own.

LIBRARIES.md part 10: its import takes 2.7 s and 330 MB, which no web worker should keep; its system libraries may
be missing, and then the print page does. One file at a time is made on a machine; the others wait for a few seconds.
"""

import fcntl
import json
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

PROJECT = Path(__file__).resolve().parent.parent
PRINTER = (sys.executable, "-s", "-B", "-m", "activities.pdf")
SECONDS = 30
PATIENCE = 8.0  # seconds in the queue
TICK = 0.1


class NoPdf(Exception):
    """No PDF can be made here or now: show the print page."""


def make_pdf(html: str, *, stylesheet: str) -> bytes:
    """Return the page as PDF; `stylesheet` is the path of a static file. Raises NoPdf."""
    if not has_chinese_font():
        raise NoPdf
    page = json.dumps({"html": html, "css": Path(finders.find(stylesheet)).read_text()})
    with _one_at_a_time():
        try:
            done = subprocess.run(
                PRINTER, input=page.encode(), capture_output=True, cwd=PROJECT, timeout=SECONDS, check=True,
                env={"PYTHONUTF8": "1"},
            )  # fmt: skip
        except subprocess.SubprocessError as error:
            raise NoPdf from error
    return done.stdout


def has_chinese_font() -> bool:
    """Whether the machine can print Chinese at all; without fontconfig's own program nobody knows, so: yes."""
    if shutil.which("fc-list") is None:
        return True
    done = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, timeout=SECONDS)
    return bool(done.stdout.strip())


@contextmanager
def _one_at_a_time():
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "pdf.lock").open("w") as lock:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise NoPdf from None
                time.sleep(TICK)
        yield
