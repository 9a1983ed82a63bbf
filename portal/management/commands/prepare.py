"""`manage.py prepare`: everything between a new release and its first request. Doing it twice changes nothing."""

import fcntl
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from members.models import Organisation
from portal.models import SearchRow
from portal.search.engine import engine


class Command(BaseCommand):
    help = "Brings the database, the cache table, the search, the kept pieces and the static files up to date."
    requires_system_checks = []

    def handle(self, **options):
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(settings.VAR_DIR / "prepare.lock"):
            if _has_open_migrations():
                call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            call_command("load_calendars", stdout=self.stdout)
            if settings.DEMO and not Organisation.objects.exists():
                call_command("load_demo", stdout=self.stdout)
            if not SearchRow.objects.exists() or not engine().is_ready():  # from before the search, or stopped midway
                call_command("rebuild_index", stdout=self.stdout)
            call_command("refresh_pieces", newest=200, stdout=self.stdout)  # pages make the others themselves
            if not settings.DEMO:
                call_command("collectstatic", verbosity=0, interactive=False)


@contextmanager
def _one_at_a_time(path):
    """Have a second start wait for the first one's preparation, and then find nothing left to do."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _has_open_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
