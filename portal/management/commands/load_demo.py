"""`manage.py load_demo`: the demo content, once; prints the accounts and their password."""

import secrets

import environ
from django.core.management.base import BaseCommand

from portal.demo.load import load

env = environ.Env()


class Command(BaseCommand):
    help = "Fill an empty database with the demo content and print its accounts; change nothing on any other."

    def handle(self, **options):
        password = env.str("DEMO_PASSWORD", "") or secrets.token_urlsafe(9)
        accounts = load(password)
        if not accounts:
            self.stdout.write("演示内容已在，未作改动。")
            return
        self.stdout.write(f"演示账号（密码均为 {password} ，只显示这一次）：")
        for account in accounts:
            self.stdout.write(f"  {account.username:<20}{account.name}（{account.reach}）")
