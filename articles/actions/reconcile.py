"""Brings files, rows and the queue back together after a process was killed between two of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles.images import FORMATS, rendition_name, storage
from articles.models import Photo
from articles.tasks import make_renditions
from publishing.models import Consent
from publishing.storage import private_storage

ORIGINALS, PAPERS = "originals", "consents"


@dataclass
class Reconciled:
    """What was found: files without a row, photos handed to the queue again, photos whose original is gone."""

    orphans: list[Path] = field(default_factory=list)
    requeued: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)


def reconcile(*, now: datetime, age: timedelta, stalled: timedelta, dry_run: bool = False) -> Reconciled:
    """Remove files older than `age` that no row knows, and hand out again what the queue lost.

    A task counts as lost when it began more than `stalled` ago and has not ended. Safe beside a running site:
    a file is always older than its row, and the age leaves time for the row to come.
    """
    found = Reconciled()
    found.orphans = [*_orphans_in_private(now - age), *_orphan_renditions(now - age)]
    found.missing = [pk for pk, name in _originals() if not private_storage.exists(name)]
    found.requeued = _without_renditions(now - stalled, set(found.missing))
    if not dry_run:
        storage.remove(*found.orphans)
        _hand_out(found.requeued, now - stalled)
    return found


def _originals() -> Iterator[tuple[int, str]]:
    return Photo.objects.exclude(original="").values_list("pk", "original").iterator()


def _orphans_in_private(before: datetime) -> Iterator[Path]:
    """Originals of no photo and signed papers of no consent; the files first, so that no row is missed."""
    folders = (Path(private_storage.path(folder)) for folder in (ORIGINALS, PAPERS))
    files = [file for folder in folders for file in _files_before(folder, before)]
    papers = Consent.objects.exclude(document="").values_list("document", flat=True)
    known = {Path(private_storage.path(name)) for name in (*(name for _pk, name in _originals()), *papers)}
    return (file for file in files if file not in known)


def _orphan_renditions(before: datetime) -> Iterator[Path]:
    """Files of no photo, and, at any age, those of hidden photos."""
    directory = Path(settings.MEDIA_ROOT) / "photos"
    old = set(_files_before(directory, before))
    keys = dict(Photo.objects.values_list("key", "hidden_at"))
    for file in sorted(directory.rglob("*")):
        key = file.name.split("-")[0]
        if file.is_file() and (keys.get(key) or (file in old and key not in keys)):
            yield file


def _files_before(directory: Path, before: datetime) -> Iterator[Path]:
    limit = before.timestamp()
    return (file for file in sorted(directory.rglob("*")) if file.is_file() and file.stat().st_mtime < limit)


def _without_renditions(stalled_before: datetime, missing: set[int]) -> list[int]:
    """Photos that nobody is working on: forgotten by the queue, or ready by the row but not on disk."""
    in_work = _in_work(stalled_before)
    photos = Photo.objects.filter(hidden_at=None).exclude(original="").order_by("pk")
    rows = photos.filter(state__in=[Photo.State.PROCESSING, Photo.State.READY])
    lost = []
    for pk, key, state, widths in rows.values_list("pk", "key", "state", "widths").iterator():
        is_made = state == Photo.State.READY and _is_complete(key, widths)
        if not is_made and pk not in in_work and pk not in missing:
            lost.append(pk)
    return lost


def _is_complete(key: str, widths: list[int]) -> bool:
    root = Path(settings.MEDIA_ROOT)
    return all((root / rendition_name(key, width, ending)).exists() for width in widths for ending in FORMATS)


def _tasks():
    return DBTaskResult.objects.filter(task_path=make_renditions.module_path)


def _in_work(stalled_before: datetime) -> set[int]:
    waiting = _tasks().filter(status=TaskResultStatus.READY)
    running = _tasks().filter(status=TaskResultStatus.RUNNING, started_at__gte=stalled_before)
    return {task["args"][0] for task in (waiting | running).values_list("args_kwargs", flat=True)}


@transaction.atomic
def _hand_out(pks: list[int], stalled_before: datetime) -> None:
    lost = _tasks().filter(status=TaskResultStatus.RUNNING, started_at__lt=stalled_before)
    for task in lost:
        task.set_failed(RuntimeError("the worker was lost"))
    Photo.objects.filter(pk__in=pks).update(state=Photo.State.PROCESSING)
    for pk in pks:
        make_renditions.enqueue(pk)
