"""Ready-made HTML of what pages show of a publication, made once per change and kept on its row.

A piece counts only while its key fits: the templates' digest and the names it was made with (organisation,
channel, topic). So a deployment or a renamed organisation never shows an old piece: the page renders it
afresh, and `manage.py refresh_pieces` keeps the new one.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from publishing.models import Publication

PIECES = ("page", "card")


@lru_cache(maxsize=1)
def templates_digest() -> str:
    """A short digest of all public templates, read once per process."""
    digest = hashlib.sha256()
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in sorted(Path(folder).rglob("*.html")):
            if "admin" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def key_of(publication: Publication) -> str:
    """Return the key that the publication's kept pieces must bear to count; reads loaded relations only."""
    return "|".join([templates_digest(), *publication.names_shown()])[:300]


def piece(publication: Publication, name: str) -> str:
    """Return the HTML of a piece (`page` or `card`): the kept one if it fits, else made now and not kept."""
    kept = getattr(publication, f"{name}_html")
    if kept and translation.get_language() == settings.LANGUAGE_CODE and publication.pieces_key == key_of(publication):
        return kept
    return render(publication, name)


def render(publication: Publication, name: str) -> str:
    """Render a piece in the current language."""
    return render_to_string(publication.piece_template(name), publication.piece_context(name))


def refresh(publication: Publication) -> None:
    """Make the pieces of a publication anew and keep them; call it after every change that readers see."""
    publication = type(publication)._default_manager.for_page().get(pk=publication.pk)
    with translation.override(settings.LANGUAGE_CODE):
        html = {f"{name}_html": render(publication, name) for name in PIECES}
    type(publication)._default_manager.filter(pk=publication.pk).update(pieces_key=key_of(publication), **html)


def stale(kind: type[Publication]):
    """Published items of a kind whose kept pieces were made with other templates."""
    return kind._default_manager.filter(state=kind.State.PUBLISHED).exclude(pieces_key__startswith=templates_digest())
