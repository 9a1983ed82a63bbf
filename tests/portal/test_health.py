from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult


def test_healthz_asks_no_database(client):
    assert client.get("/healthz").content == b"ok\n"  # pytest-django would fail a query here


@pytest.mark.django_db
def test_readyz_all_well_says_so(client):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "failing": []})


@pytest.mark.django_db
def test_readyz_storage_not_writable_names_it(client, settings, tmp_path):
    (tmp_path / "media").write_text("a file where a folder should be")
    settings.MEDIA_ROOT = tmp_path / "media"
    _assert_failing(client, ["storage"])


@pytest.mark.django_db
def test_readyz_little_disk_names_it(client, settings):
    settings.MIN_FREE_BYTES = 2**62
    _assert_failing(client, ["disk"])


@pytest.mark.django_db
def test_readyz_redis_gone_names_cache(client, settings, free_port):
    redis = {"BACKEND": "portal.cache.FaultTolerantRedis", "LOCATION": f"redis://127.0.0.1:{free_port}"}
    settings.CACHES = {"default": redis, "fallback": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    _assert_failing(client, ["cache"])


@pytest.mark.django_db
def test_readyz_open_migration_names_it(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'articles'")
    _assert_failing(client, ["migrations"])


@pytest.mark.parametrize(("minutes", "failing"), [(1, []), (9, ["tasks"])])
def test_readyz_task_waiting_long_names_it(client, queued_task, minutes, failing):
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=minutes))
    _assert_failing(client, failing)


def _assert_failing(client, names):
    response = client.get("/readyz")
    assert (response.status_code, response.json()["failing"]) == (503 if names else 200, names)
