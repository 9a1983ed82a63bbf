"""`manage.py rotate_private_keys`: encrypts everything anew with the first of settings.PRIVATE_KEYS."""

from django.core.management.base import BaseCommand, CommandError

from members.actions.keys import rotate_everything


class Command(BaseCommand):
    help = (
        "Encrypts private values anew with the newest key. Put the new key first in PRIVATE_KEYS, run this, then take "
        "the old one away. It may be interrupted and run again: what is done already is left as it is."
    )

    def handle(self, **options):
        done = rotate_everything()
        self.stdout.write(f"{done.rotated} rows encrypted anew, {done.current} were already")
        if done.unreadable:
            raise CommandError(
                f"{done.unreadable} rows cannot be read with any key in PRIVATE_KEYS: give the key they were stored with"
            )
