"""Ready-made HTML of what pages show of a publication, made once per change and kept on its row.

A piece counts only while its key fits: the templates' digest and the names it was made with (organisation,
channel, topic). So a deployment or a renamed organisation never shows an old piece: the page renders it
afresh, and `manage.py refresh_pieces` keeps the new one.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from publishing.models import Publication

PIECES = ("head", "page", "card")
_INDENTATION = re.compile(r"\s*\n\s*")


@lru_cache(maxsize=1)
def templates_digest() -> str:
    """A short digest of all public templates and their words in Chinese, read once per process."""
    digest = hashlib.sha256()
    for folder in settings.LOCALE_PATHS:
        digest.update((Path(folder) / "zh_Hans" / "LC_MESSAGES" / "django.po").read_bytes())
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in sorted(Path(folder).rglob("*.html")):
            if "admin" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def key_of(publication: Publication) -> str:
    """Return the key that the publication's kept pieces must bear to count; reads loaded relations only."""
    return "|".join([templates_digest(), *publication.names_shown()])[:300]


def piece(publication: Publication, name: str) -> SafeString:
    """Return the HTML of a piece (`head`, `page` or `card`): the kept one if it fits, else made now and not kept."""
    return kept(publication, name) or render(publication, name)


def fits(publication: Publication) -> bool:
    """Whether the kept pieces may be shown: made with today's templates and names, in the page's language."""
    return translation.get_language() == settings.LANGUAGE_CODE and not is_stale(publication)


def kept(publication: Publication, name: str) -> SafeString:
    """Return the kept piece; empty when there is none that fits the templates, the names and the language."""
    return SafeString(getattr(publication, f"{name}_html") if fits(publication) else "")


def render(publication: Publication, name: str) -> SafeString:
    """Render a piece in the current language, without the indentation of its templates."""
    html = render_to_string(publication.piece_template(name), publication.piece_context(name))
    return SafeString(_INDENTATION.sub("\n", html.strip()))


def is_stale(publication: Publication) -> bool:
    """Whether the kept pieces were made with other templates or names."""
    return publication.pieces_key != key_of(publication)


@transaction.atomic
def refresh(publication: Publication) -> None:
    """Make the pieces of a publication anew and keep them; call it after every change that readers see.

    The row is locked: a correction that comes while the old text is rendered is not covered by it.
    """
    rows = type(publication)._default_manager.for_page().locking()
    publication = rows.get(pk=publication.pk)
    with translation.override(settings.LANGUAGE_CODE):
        html = {f"{name}_html": render(publication, name) for name in PIECES}
    type(publication)._default_manager.filter(pk=publication.pk).update(pieces_key=key_of(publication), **html)
