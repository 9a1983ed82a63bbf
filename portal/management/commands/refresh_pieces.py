"""`manage.py refresh_pieces`: make the kept HTML of published items anew after a deployment or a renamed unit.

Pages are right without it (a piece that does not fit is rendered on each request), only slower. It may be stopped
at any time and started again: what was refreshed is not touched twice.
"""

from collections.abc import Iterator

from django.core.management.base import BaseCommand

from publishing import pieces
from publishing.kinds import kinds
from publishing.models import Publication

BATCH = 200


class Command(BaseCommand):
    help = "Make the kept HTML of published items anew where templates or names have changed."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="make every piece anew, whether it fits or not")
        parser.add_argument("--newest", type=int, metavar="N", help="only look at the newest N items of each kind")

    def handle(self, *, newest: int | None = None, **options):
        for kind in kinds():
            refreshed = 0
            for publication in _newest(kind, newest) if newest else _published(kind):
                if options["all"] or pieces.is_stale(publication):
                    pieces.refresh(publication)
                    refreshed += 1
            if refreshed:
                self.stdout.write(f"{kind._meta.label}: {refreshed}")


def _newest(kind: type[Publication], number: int) -> Iterator[Publication]:
    """The items that most readers ask for: a start refreshes these and waits for no others."""
    return kind._default_manager.filter(state=kind.State.PUBLISHED).for_cards().newest_first()[:number].iterator(BATCH)


def _published(kind: type[Publication]) -> Iterator[Publication]:
    """Every published item with its names, in batches by number, so that neither memory nor a transaction grows."""
    rows = kind._default_manager.filter(state=kind.State.PUBLISHED).for_cards().order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk
