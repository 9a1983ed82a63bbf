"""What an import did, in words: for the command line, the message above the draft, and the result page."""

import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from articles.models import Article, Photo

HEADING = re.compile(r"<h[23]>")


def placed_in(article: Article) -> Iterator[tuple[str, str]]:
    """What the import filled, as pairs of a field's name and its content or size."""
    for name in ("kicker", "title", "subtitle", "source", "issued_on", "lead"):
        if value := getattr(article, name):
            yield str(Article._meta.get_field(name).verbose_name), str(value)
    if credits := article.credits.all():
        yield _("Byline"), "　".join(credit.printed for credit in credits)
    if article.body:
        count = {"characters": len(strip_tags(article.body)), "headings": len(HEADING.findall(article.body))}
        yield _("Body"), _("%(characters)d characters, %(headings)d headings") % count
    states = list(article.photos.values_list("state", flat=True))
    if states:
        count = {"photos": len(states), "waiting": states.count(Photo.State.WAITING)}
        yield _("Photos"), _("%(photos)d, of which %(waiting)d wait for their pictures") % count


def to_check(article: Article) -> list[str]:
    """Sentences about an article that `import_feature` just made: what to look at, then what found no place."""
    unplaced = [_("Not placed: %s") % line for line in article.unplaced.splitlines()]
    return [*article.import_notes, *unplaced]
