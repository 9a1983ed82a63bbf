"""`manage.py create_administrator USERNAME --organisation NAME`: the first account, with a temporary password."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from members.actions.accounts import create_administrator


class Command(BaseCommand):
    help = "Makes an administrator; the first one of a site may do everything. The organisation is made if need be."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--organisation", required=True, help="the organisation's full name")
        parser.add_argument("--name", default="", help="the person's full name; the account name when left out")

    def handle(self, username, *, organisation, name, **options):
        try:
            member, password = create_administrator(
                username=username, display_name=name, organisation_name=organisation
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        power = "may do everything" if member.is_superuser else f"administrator of {member.organisation}"
        self.stdout.write(f"account {member.username}, {power}")
        self.stdout.write(f"temporary password, shown this once: {password}")
