"""`manage.py erase_member USERNAME --yes`: erases a person for good; reviews, counts and printed credits stay."""

from django.core.management.base import BaseCommand, CommandError

from members.actions.erasure import erase_member
from members.models import Member


class Command(BaseCommand):
    help = "Erases a member's name, account, private details, posts, sessions and part in the log. Cannot be undone."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--yes", action="store_true", help="without it, nothing is done")

    def handle(self, username, *, yes, **options):
        member = Member.objects.filter(username=username.lower()).first()
        if member is None:
            raise CommandError(f"there is no account {username}")
        if not yes:
            raise CommandError(f"this erases {member} ({member.organisation}) for good: say so with --yes")
        erase_member(member)
        self.stdout.write(f"account {username} is erased; its row is number {member.pk}")
