"""The worker that `make run` starts sends owed mail, and one that is killed sends none twice."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from members.actions.mail import owe_mail, send_owed
from members.models import OutboxMail
from portal.supervisor import die_with_parent
from tests.activities.storm import KEY, address_of_database

pytestmark = pytest.mark.django_db(transaction=True)

# A mail server that takes the letter and never says so: the worker hangs between sending and knowing it.
HANGING = """
import pathlib, time
from django.core.mail.backends.base import BaseEmailBackend

class EmailBackend(BaseEmailBackend):
    def send_messages(self, messages):
        with open(pathlib.Path(__file__).parent / "taken.txt", "a") as taken:
            taken.write("taken\\n")
        time.sleep(60)
"""


def _worker(directory, *words, **environment) -> subprocess.Popen:
    environment |= {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": address_of_database(),
        "VAR_DIR": str(directory),
        "SECRET_KEY": KEY,
        "PRIVATE_KEYS": ",".join(settings.PRIVATE_KEYS),
        "AUDIT_KEYS": ",".join(settings.AUDIT_KEYS),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, env=environment, preexec_fn=die_with_parent
    )


def _wait_for(found) -> None:
    for _attempt in range(400):
        if found():
            return
        time.sleep(0.1)
    raise AssertionError("nothing was sent")


def _owe(number: int) -> None:
    owe_mail(key=f"promoted:{number}", address="lin@example.cn", subject="递补成功", body="林晓您好")


def test_worker_sends_what_is_owed(tmp_path):
    _owe(1)
    worker = _worker(tmp_path, "work")
    try:
        _wait_for(lambda: OutboxMail.objects.get().state == "sent")
        _owe(2)  # while it runs
        _wait_for(lambda: OutboxMail.objects.filter(state="sent").count() == 2)
    finally:
        worker.terminate()
        worker.wait(30)
    letters = "".join(path.read_text() for path in (tmp_path / "mail").iterdir())
    assert letters.count("To: lin@example.cn") == 2


def test_worker_killed_while_sending_sends_none_twice(tmp_path):
    _owe(1)
    (tmp_path / "hanging.py").write_text(HANGING)
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
    code += "from django.conf import settings; settings.EMAIL_BACKEND = 'hanging.EmailBackend'\n"
    code += "from members.actions.mail import send_owed; send_owed()"
    worker = _worker(tmp_path, "shell", "-v0", "-c", code)
    _wait_for((tmp_path / "taken.txt").exists)
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    connection.close()
    assert send_owed() == 0
    call_command("send_mail")
    assert OutboxMail.objects.get().state == "sending"  # staff see it, and decide
    assert (tmp_path / "taken.txt").read_text() == "taken\n"
