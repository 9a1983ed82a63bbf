"""`manage.py build_assets`: one stylesheet and one script from static/src/, in the order given here."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

STATIC = settings.BASE_DIR / "static"
SOURCES = STATIC / "src"
ASSETS = {
    "css/site.css": (
        "vendor/bootstrap-subset.css",
        *(
            f"css/{name}.css"
            for name in [
                "tokens",
                "type",
                "shell",
                "lists",
                "article",
                "places",
                "activities",
                "search",
                "forms",
                "tools",
                "print",
            ]
        ),
    ),
    "js/site.js": tuple(
        f"js/{name}.js" for name in ["preferences", "shell", "search", "share", "viewer", "read-aloud"]
    ),
}


def build(sources: tuple[str, ...]) -> str:
    """Return the sources one after the other; each ends with a line end, so nothing runs into the next."""
    return "".join(f"{(SOURCES / name).read_text(encoding='utf-8').strip()}\n" for name in sources)


def is_current(target: Path, text: str) -> bool:
    return target.exists() and target.read_text(encoding="utf-8") == text


class Command(BaseCommand):
    help = "Builds static/css/site.css and static/js/site.js from static/src/."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say whether the built files are current")

    def handle(self, *, check: bool, **options):
        for name, sources in ASSETS.items():
            target, text = STATIC / name, build(sources)
            if is_current(target, text):
                continue
            if check:
                raise CommandError(f"static/{name} is not current: run manage.py build_assets")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            self.stdout.write(f"static/{name}: {len(text.encode()):,} bytes")
