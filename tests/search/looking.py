"""Asking the search as a reader or as staff does."""

from django.contrib.auth.models import AnonymousUser

from portal.search.filters import Filters
from portal.search.results import search, suggest

STRANGER = AnonymousUser()


def results(text, user=STRANGER, **options):
    return search(text, user=user, filters=options.pop("filters", Filters()), **options)


def found(text, user=STRANGER, **options) -> list[str]:
    """Return the titles of the hits, without their marks."""
    return [_bare(hit.title) for hit in results(text, user, **options).hits]


def titles_suggested(text, user=STRANGER) -> list[str]:
    return [suggestion.title for suggestion in suggest(text, user=user)]


def _bare(html: str) -> str:
    return html.replace("<mark>", "").replace("</mark>", "")
