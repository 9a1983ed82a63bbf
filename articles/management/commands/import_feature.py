from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from articles.actions.importing import import_feature
from articles.import_report import placed_in, to_check
from articles.models import Channel, Topic
from articles.newspaper.feature import FeatureError
from members.models import Member, Organisation


class Command(BaseCommand):
    help = "Imports newspaper features (.docx or .txt), one draft a file, and prints what was placed and what was not."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--author", required=True, help="user name of the person who writes the drafts up")
        parser.add_argument("--organisation", help="name of the drafts' organisation (the author's own)")
        parser.add_argument("--year", type=int, help="year of dates that are printed without one")
        parser.add_argument("--channel", help="name or slug of the channel")
        parser.add_argument("--topic", help="title or slug of the topic")

    def handle(self, *, files, author, organisation, year, channel, topic, **options):
        member = _find(Member, author, "username")
        fields = {
            "actor": member,
            "organisation": _find(Organisation, organisation, "name", "short_name") or member.organisation,
            "channel": _find(Channel, channel, "slug", "name"),
            "topic": _find(Topic, topic, "slug", "title"),
            "year": year,
        }
        refused = sum(not self.bring_in(path, fields) for path in files)
        if refused:
            raise CommandError(
                _("%(refused)d of %(all)d files were refused.") % {"refused": refused, "all": len(files)}
            )

    def bring_in(self, path, fields) -> bool:
        self.stdout.write(str(path))
        try:
            article = import_feature(data=path.read_bytes(), filename=path.name, **fields)
        except OSError as error:
            self.stderr.write(f"  {error.strerror}")
            return False
        except FeatureError as error:
            self.stderr.write(f"  {error}")
            return False
        for name, content in placed_in(article):
            self.stdout.write(f"  {name}: {content}")
        for sentence in to_check(article):
            self.stdout.write(f"  ! {sentence}")
        return True


def _find(model, wanted: str | None, *fields: str):
    """The one object that any of the fields names; None when nothing is wanted."""
    if wanted is None:
        return None
    found = model._default_manager.filter(Q(*((field, wanted) for field in fields), _connector=Q.OR))[:2]
    if len(found) != 1:
        raise CommandError(
            _("No single %(kind)s is called “%(name)s”.") % {"kind": model._meta.verbose_name, "name": wanted}
        )
    return found[0]
