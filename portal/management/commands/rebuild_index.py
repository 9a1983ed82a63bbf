"""`manage.py rebuild_index`: make the search's index say what the rows say, after an import or a restore.

What is right already is not written again, so it may be stopped at any time and started again, and runs beside a
live site: a batch is one transaction of a second or two, and whoever saves a row of it waits for no more than that.
"""

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from itertools import chain, islice
from multiprocessing import get_context

from django.core.management.base import BaseCommand
from django.db import OperationalError, connection, transaction

from portal.search.engine import engine
from portal.search.engine.base import Key
from portal.search.index import batches, drifted, refresh
from portal.search.sources import KINDS
from portal.supervisor import die_with_parent

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
            for looked_at, found in _each(drifted if check else _refreshed, batches(kind)):
                seen += looked_at
                differing += len(found)
                if seen >= 1000 and self.stdout.isatty():
                    self.stdout.write(f"{kind}: {seen}", ending="\r")
            if seen:
                self.stdout.write(f"{kind}: {seen} seen, {differing} {'differ' if check else 'made anew'}")
            total += differing
        return total


def _each(work: Callable[[set[Key]], set[Key]], all_keys: Iterator[set[Key]]) -> Iterator[tuple[int, set[Key]]]:
    """Yield of each batch how large it is and what `work` finds: by several processes, where the database gains by it."""
    first = list(islice(all_keys, 2))
    if len(first) < 2 or engine().writers == 1 or connection.in_atomic_block:
        yield from ((len(keys), work(keys)) for keys in chain(first, all_keys))
        return
    connection.close()  # each process has one of its own
    with ProcessPoolExecutor(engine().writers, mp_context=get_context("fork"), initializer=_begin) as pool:
        pool.submit(os.getpid).result()  # all of them start before this one connects again
        waiting: deque = deque()
        for keys in chain(first, all_keys):
            waiting.append((len(keys), pool.submit(work, keys)))
            if len(waiting) > 2 * engine().writers:
                size, found = waiting.popleft()
                yield size, found.result()
        yield from ((size, found.result()) for size, found in waiting)


def _begin() -> None:
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the first process, which waits for the others


def _refreshed(keys: set[Key]) -> set[Key]:
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
