"""`manage.py work`: the task worker. Takes up again what a killed predecessor left half done."""

import fcntl
import logging
import threading
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from activities.actions.shifts import plan_all
from members.actions.mail import forget_sent, send_owed
from portal.search.engine import engine

logger = logging.getLogger(__name__)

MAIL_PAUSE, TIDY_PAUSE = 5.0, 3600.0  # seconds
MAX_ATTEMPTS = 3  # a task that kills its worker must not do so for ever


class WorkerKilled(Exception):
    """What a task's result names as its failure when every worker that took it died."""


class Command(BaseCommand):
    help = "Runs queued tasks (photo renditions) and sends owed mail until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--name", default="worker", help="one worker at a time may bear a name")

    def handle(self, *, name: str, **options):
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.VAR_DIR / f"{name}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError(f"A worker named {name} is running: give this one another --name.") from None
            take_up_again(name)
            threading.Thread(target=keep_sending, name="mail", daemon=True).start()
            call_command("db_worker", queue_name=",".join(settings.TASK_QUEUES), worker_id=name, reload=False)


def keep_sending() -> None:
    """Send what mail is owed, beside the tasks, and tidy up each hour; a broken database or mail server ends nothing."""
    tidied_at = 0.0
    while True:
        try:
            send_owed()
            if time.monotonic() - tidied_at > TIDY_PAUSE:
                forget_sent()
                plan_all()
                engine().tidy()
                tidied_at = time.monotonic()
        except Exception:
            logger.exception("owed mail could not be looked through, or the hourly tidying failed")
        finally:
            connection.close()
        time.sleep(MAIL_PAUSE)


def take_up_again(name: str) -> None:
    """Put the tasks that a worker of this name was running when it died back into the queue.

    Only the holder of the name's lock may call it: nobody else can be running them.
    """
    for task in DBTaskResult.objects.running():
        if task.worker_ids[-1:] != [name]:
            continue
        if len(task.worker_ids) >= MAX_ATTEMPTS:
            task.set_failed(WorkerKilled(f"{len(task.worker_ids)} workers died of it"))
        else:
            DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.READY, started_at=None)
