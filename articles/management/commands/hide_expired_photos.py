from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.actions.photo_visibility import hide_expired


class Command(BaseCommand):
    help = "Hides photos whose licence or consent has ended; for each night, after midnight."

    def handle(self, **options):
        for photo in hide_expired(timezone.localdate()):
            self.stdout.write(f"photo {photo.pk} is hidden")
