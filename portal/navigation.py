"""The main menu and the language switch."""

from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def nav_items(request) -> list[tuple[str, str, bool]]:
    """Return the menu as (address, label, is this page in it)."""
    entries = [
        (reverse("portal:home"), _("Home")),
        (reverse("articles:article-list"), _("News")),
        (reverse("articles:photo-report-list"), _("Photo reports")),
        (reverse("articles:archive"), _("Archive")),
    ]
    home = entries[0][0]
    path = request.path
    return [(url, label, path == url or (url != home and path.startswith(url))) for url, label in entries]


def language_url(request) -> str:
    """Return this page's address in the other language; empty where there is none (error pages, admin)."""
    if request.resolver_match is None or request.path_info.startswith("/admin/"):
        return ""
    other = "en" if get_language() != "en" else "zh-hans"
    url = translate_url(request.get_full_path(), other)
    return "" if url == request.get_full_path() else url
