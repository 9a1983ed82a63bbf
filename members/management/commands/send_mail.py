"""`manage.py send_mail`: sends what is owed once. `make run` and `manage.py work` do it by themselves."""

from django.core.management.base import BaseCommand

from members.actions.mail import forget_sent, send_owed


class Command(BaseCommand):
    help = "Sends the mails that are due, and deletes those that went out thirty days ago."

    def handle(self, **options):
        sent = send_owed()
        forget_sent()
        self.stdout.write(f"{sent} sent.")
