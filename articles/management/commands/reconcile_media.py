from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.actions.reconcile import reconcile


class Command(BaseCommand):
    help = "Removes files that no photo or consent knows, and makes renditions that a killed worker left unmade."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--age", type=float, default=24, help="hours before a file without a row is removed (24)")
        parser.add_argument("--stalled", type=float, default=10, help="minutes before a running task is lost (10)")

    def handle(self, *, dry_run, age, stalled, verbosity, **options):
        found = reconcile(
            now=timezone.now(), age=timedelta(hours=age), stalled=timedelta(minutes=stalled), dry_run=dry_run
        )
        would = "would be " if dry_run else ""
        if verbosity > 1:
            for file in found.orphans:
                self.stdout.write(str(file))
        for pk in found.missing:
            self.stderr.write(f"photo {pk}: its original is missing")
        self.stdout.write(f"{len(found.orphans)} orphan files {would}removed")
        self.stdout.write(f"{len(found.requeued)} photos {would}handed to the queue")
        self.stdout.write(f"{len(found.missing)} originals missing")
