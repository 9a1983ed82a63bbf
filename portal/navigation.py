"""The main menu, the language switch, and the addresses by which a page is known."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.addresses import site_root

ENGLISH = "en/"
ONE_LANGUAGE = ("/admin/",)
NO_SEARCH_ENGINES = ("/accounts/", "/me/", "/certificates/", "/search/")


def nav_items(request) -> list[tuple[str, str, bool]]:
    """Return the menu as (address, label, is this page in it)."""
    entries = _entries(get_language(), get_script_prefix())
    home, path = entries[0][0], request.path
    return [(url, label, path == url or (url != home and path.startswith(url))) for url, label in entries]


@lru_cache(maxsize=8)
def _entries(language: str, prefix: str) -> list[tuple[str, str]]:
    return [
        (reverse("portal:home"), _("Home")),
        (reverse("articles:article-list"), _("News")),
        (reverse("activities:list"), _("Activities")),
        (reverse("articles:photo-report-list"), _("Photo reports")),
        (reverse("articles:archive"), _("Archive")),
    ]


def language_url(request) -> str:
    """Return this page's address in the other language; empty where there is none (error pages, admin)."""
    if request.resolver_match is None or request.path_info.startswith(ONE_LANGUAGE):
        return ""
    return _twin(request.get_full_path())


def canonical_urls(request) -> dict:
    """Return `canonical_url` and `alternates` of a public page: its address without anything but the page number."""
    path = escape_uri_path(request.path)
    plain = _twin(path) if get_language() == "en" else path
    if request.resolver_match is None or plain.startswith((*ONE_LANGUAGE, *NO_SEARCH_ENGINES)):
        return {}
    root, number = site_root(request), request.GET.get("page", "")
    query = f"?page={number}" if number.isascii() and number.isdecimal() and number != "1" else ""
    chinese, english = f"{root}{plain}{query}", f"{root}{_twin(plain)}{query}"
    return {
        "canonical_url": english if get_language() == "en" else chinese,
        "alternates": [("zh-Hans", chinese), ("en", english), ("x-default", chinese)],
    }


def _twin(path: str) -> str:
    """The same page's path in the other language."""
    prefix = get_script_prefix()
    rest = path[len(prefix) :]
    return prefix + (rest[len(ENGLISH) :] if rest.startswith(ENGLISH) else ENGLISH + rest)
