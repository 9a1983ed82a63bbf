"""`manage.py refresh_pieces`: make the kept HTML of published items anew where templates have changed since."""

from django.core.management.base import BaseCommand

from publishing import pieces
from publishing.kinds import kinds


class Command(BaseCommand):
    help = "Makes the kept pieces of published items anew where they were made with other templates."

    def add_arguments(self, parser):
        parser.add_argument("--newest", type=int, metavar="N", help="only N items of each kind, newest first")

    def handle(self, *, newest: int | None, **options):
        for kind in kinds():
            published = kind._default_manager.filter(state=kind.State.PUBLISHED)
            stale = published.exclude(pieces_key__startswith=pieces.templates_digest()).newest_first()[:newest]
            count = 0
            for count, publication in enumerate(stale.only("pk"), start=1):  # noqa: B007  (count is read below)
                pieces.refresh(publication)
            if count:
                self.stdout.write(f"{kind._meta.label}: {count} refreshed")
