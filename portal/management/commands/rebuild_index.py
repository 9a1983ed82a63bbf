"""`manage.py rebuild_index`: make the search's index say what the rows say, after an import or a restore.

What is right already is not written again, so it may be stopped at any time and started again, and runs beside a
live site: a batch is one transaction of a second or two, and whoever saves a row of it waits for no more than that.
"""

import sys
import time
from contextlib import nullcontext

from django.core.management.base import BaseCommand
from django.db import OperationalError, connection, transaction

from portal.search.engine import engine
from portal.search.index import batches, drifted, refresh
from portal.search.sources import KINDS

TRIES = 3
MANY = 100  # keys; nobody waits long for fewer


class Command(BaseCommand):
    help = "Make the index of the search anew where it differs from the rows."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say what differs; ends with 1 if anything does")

    def handle(self, *, check: bool, **options):
        with nullcontext() if check or connection.in_atomic_block else engine().filling():
            total = self._go_through(check)
        is_ready = engine().is_ready()
        if check and (total or not is_ready):
            trouble = "differs from the rows" if is_ready else "is not whole"
            self.stderr.write(f"The index {trouble}: run manage.py rebuild_index.")
            sys.exit(1)

    def _go_through(self, check: bool) -> int:
        """Return how many things differed."""
        total = 0
        for kind in KINDS:
            differing = seen = 0
            for keys in batches(kind):
                seen += len(keys)
                differing += len(drifted(keys) if check else _refreshed(keys))
                if seen >= 1000 and self.stdout.isatty():
                    self.stdout.write(f"{kind}: {seen}", ending="\r")
            if seen:
                self.stdout.write(f"{kind}: {seen} seen, {differing} {'differ' if check else 'made anew'}")
            total += differing
        return total


def _refreshed(keys: set) -> set:
    """Refresh a batch; a row that somebody holds for long may make it try again."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                changed = refresh(keys)
            if len(keys) > MANY and not connection.in_atomic_block:
                time.sleep(engine().pause)
            return changed
        except OperationalError:
            if attempt == TRIES - 1:
                raise
    return set()
