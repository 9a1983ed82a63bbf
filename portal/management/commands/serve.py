"""`manage.py serve`: the whole site in one process tree (behind `make run`, and enough for a small one)."""

import errno
import socket
import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.settings import env
from portal.supervisor import Supervisor

SERVER = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.wsgi"]
WORKER = [sys.executable, "manage.py", "work"]


class Command(BaseCommand):
    help = "Prepares the database, then runs the web server and the task worker until stopped."
    requires_system_checks = []

    def handle(self, **options):
        host, port = env.text("HOST", "127.0.0.1"), env.number("PORT", 8000, least=1, most=65535)
        _refuse_taken(host, port)
        call_command("prepare", stdout=self.stdout)
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
        supervisor = Supervisor(SERVER, WORKER, say=self._say)
        code = supervisor.run(address=(shown, port))
        if code:
            raise CommandError("The web server stopped by itself; its own lines above say why.", returncode=code)

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(f"Port {port} is in use: choose another one, make run PORT={port + 1}") from None
            raise CommandError(f"Cannot listen on {host}, port {port}: {error.strerror or error}.") from None
