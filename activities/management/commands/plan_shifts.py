"""`manage.py plan_shifts`: makes the evenings of what comes again, sixty days ahead. For a nightly timer; the worker does it too."""

from django.core.management.base import BaseCommand

from activities.actions.shifts import plan_all


class Command(BaseCommand):
    help = "Makes the coming evenings of published events that come again. Done again nothing changes."

    def handle(self, **options):
        self.stdout.write(f"{plan_all()} evenings changed.")
