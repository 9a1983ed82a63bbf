"""`manage.py check_translations`: every word of the interface has its Chinese, and none is in doubt."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.translations import catalogue, lacking, words_of

ROOT = settings.BASE_DIR
CODE = [ROOT / name for name in ("portal", "articles", "publishing", "members", "templates")]
SCRIPTS = [ROOT / "static" / "admin" / "js"]
DOMAINS = {"django": (CODE, (".py", ".html", ".txt")), "djangojs": (SCRIPTS, (".js",))}


class Command(BaseCommand):
    help = "Fails with a list of the words in the code that have no Chinese."
    requires_system_checks = []

    def handle(self, **options):
        findings = []
        for domain, (folders, suffixes) in DOMAINS.items():
            used = {
                key: f"{path.relative_to(ROOT)}:{line}"
                for path in _files(folders, suffixes)
                for key, line in words_of(path)
            }
            path = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"
            found = list(lacking(used, catalogue(path)))
            self.stdout.write(f"{domain}: {len(used)} words in use, {len(found)} findings")
            findings += found
        if findings:
            raise CommandError("\n".join(["The translations are not complete:", *sorted(findings)]))


def _files(folders: Iterable[Path], suffixes: tuple[str, ...]) -> Iterable[Path]:
    """The files of the folders; migrations keep words of former days."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in suffixes and "migrations" not in path.parts:
                yield path
