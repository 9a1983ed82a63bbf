"""The checks behind `/readyz`: each returns when its part works and raises when it does not."""

import logging
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=5)  # a task that waits longer has no worker


def failures() -> list[str]:
    """Return the names of the parts that do not work; why stands in the log, not in the answer."""
    return [name for name, check in CHECKS.items() if not _passes(name, check)]


def _passes(name: str, check) -> bool:
    try:
        check()
    except Exception as error:  # whatever a broken service raises: that is what this is for
        logger.warning("not ready: %s: %s", name, error)
        return False
    return True


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RuntimeError("the database is older than the program")


def cache_answers() -> None:
    if hasattr(cache, "ping"):  # a cache that hides its faults from pages must not hide them here
        cache.ping()
    token = get_random_string(12)
    cache.set("readyz", token, 60)
    if not cache.get("readyz"):  # not necessarily our token: somebody else may be asking as well
        raise RuntimeError("what was stored is not there")


def storage() -> None:
    for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        Path(root).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=root) as file:
            file.write(b"readyz")


def disk() -> None:
    free = shutil.disk_usage(settings.VAR_DIR).free
    if free < settings.MIN_FREE_BYTES:
        raise RuntimeError(f"{free:,} bytes free")


def tasks() -> None:
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - PATIENCE)
    if waiting.exists():
        raise RuntimeError("tasks wait and no worker takes them")


CHECKS = {
    "database": database,
    "migrations": migrations,
    "cache": cache_answers,
    "storage": storage,
    "disk": disk,
    "tasks": tasks,
}
