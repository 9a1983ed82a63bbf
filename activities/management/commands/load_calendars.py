"""`manage.py load_calendars`: the working calendars that come with the portal, where the table lacks them."""

from django.core.management.base import BaseCommand

from activities.actions.calendars import load_calendars


class Command(BaseCommand):
    help = "Enters the holidays of the years that come with the portal; changes no year that is there already."

    def handle(self, **options):
        if years := load_calendars():
            self.stdout.write(f"已录入放假安排：{'、'.join(map(str, years))}年。")
