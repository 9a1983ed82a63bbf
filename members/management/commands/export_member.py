"""`manage.py export_member USERNAME`: all that the portal holds of a person, as JSON, for that person."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from members.actions.erasure import export_member
from members.models import Member


class Command(BaseCommand):
    help = "Prints all that the portal holds of a member as JSON, private details in full; leaves an audit entry."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, username, **options):
        member = Member.objects.filter(username=username.lower()).first()
        if member is None:
            raise CommandError(f"there is no account {username}")
        data = export_member(member)
        self.stdout.write(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
