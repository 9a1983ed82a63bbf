import datetime
import io
import os

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles.actions import photos as actions
from articles.models import Photo
from articles.tasks import make_renditions
from publishing.models import Consent
from tests.articles.uploads import files_under, upload

pytestmark = pytest.mark.django_db
QUEUED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "media"]}}


@pytest.fixture
def photo(people, town, files):
    photo = actions.add_photo(organisation=town, actor=people.alice, upload=upload())
    photo.refresh_from_db()
    return photo


@pytest.fixture
def queue(settings):
    settings.TASKS = QUEUED


def _reconcile(*options):
    out, err = io.StringIO(), io.StringIO()
    call_command("reconcile_media", *options, stdout=out, stderr=err)
    return out.getvalue().splitlines() + err.getvalue().splitlines()


def _orphan(place, name, hours=25):
    path = place / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    then = (timezone.now() - datetime.timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    return path


def _left(files):
    return files_under(files.originals) + files_under(files.renditions)


def _tasks():
    return [task["args"] for task in DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)]


def test_reconcile_removes_old_files_without_a_row(photo, files):
    before = _left(files)
    _orphan(files.originals, "ab/.abc.jpg.1234.part")
    _orphan(files.originals, "ab/abc.jpg")
    _orphan(files.renditions, "ab/abc-480.jpg")
    assert _reconcile()[0] == "3 orphan files removed"
    assert _left(files) == before


def test_reconcile_removes_old_papers_of_no_consent(town, files):
    _orphan(files.papers, "kept.pdf")
    _orphan(files.papers, "orphan.pdf")
    Consent.objects.create(
        organisation=town, label="户主", who="某人", given_on="2026-01-01", document="consents/kept.pdf"
    )
    assert _reconcile()[0] == "1 orphan files removed"
    assert files_under(files.papers) == ["kept.pdf"]


def test_reconcile_leaves_young_files_and_those_of_photos(photo, files):
    for path in [*files.originals.rglob("*.*"), *files.renditions.rglob("*.*")]:
        os.utime(path, (0, 0))
    _orphan(files.originals, "ab/abc.jpg", hours=23)
    assert _reconcile()[0] == "0 orphan files removed"
    assert len(_left(files)) == 5


def test_reconcile_with_a_shorter_age(photo, files):
    _orphan(files.originals, "ab/abc.jpg", hours=1)
    assert _reconcile("--age=0.5")[0] == "1 orphan files removed"


def test_reconcile_dry_run_changes_nothing(photo, files, queue):
    _orphan(files.originals, "ab/abc.jpg")
    Photo.objects.update(state=Photo.State.PROCESSING)
    before = _left(files)
    assert _reconcile("--dry-run")[:2] == ["1 orphan files would be removed", "1 photos would be handed to the queue"]
    assert (_left(files), _tasks()) == (before, [])


def test_reconcile_hands_out_a_photo_that_the_queue_forgot(photo, queue):
    Photo.objects.update(state=Photo.State.PROCESSING)
    _reconcile()
    assert _tasks() == [[photo.pk]]


def test_reconcile_twice_hands_out_once(photo, queue):
    Photo.objects.update(state=Photo.State.PROCESSING)
    _reconcile()
    _reconcile()
    assert _tasks() == [[photo.pk]]


@pytest.mark.parametrize(("minutes", "handed_out"), [(1, False), (11, True)])
def test_reconcile_takes_a_task_for_lost_after_ten_minutes(minutes, handed_out, photo, queue):
    Photo.objects.update(state=Photo.State.PROCESSING)
    make_renditions.enqueue(photo.pk)
    began = timezone.now() - datetime.timedelta(minutes=minutes)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=began)
    _reconcile()
    assert _tasks() == ([[photo.pk]] if handed_out else [])
    assert DBTaskResult.objects.running().exists() is not handed_out


def test_reconcile_makes_missing_renditions_again(photo, files):
    next(files.renditions.rglob("*.avif")).unlink()
    assert _reconcile()[1] == "1 photos handed to the queue"
    assert len(files_under(files.renditions)) == 3


def test_reconcile_removes_renditions_of_hidden_photos_at_any_age(photo, files):
    Photo.objects.update(hidden_at=timezone.now())
    assert _reconcile()[0] == "3 orphan files removed"
    assert files_under(files.renditions) == []


def test_reconcile_reports_missing_originals(photo, files):
    next(files.originals.rglob("*.jpg")).unlink()
    assert f"photo {photo.pk}: its original is missing" in _reconcile()
