"""Absolute addresses, for feeds, sitemaps and shared links."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

# Stands for scheme and host in pieces that are kept: `rooted` puts the real ones there.
ANY_ROOT = "https://site.invalid"


def site_root(request: HttpRequest) -> str:
    """Return scheme and host of the site, without a slash: SITE_URL, or what the request asked for."""
    return settings.SITE_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def absolute(request: HttpRequest, path: str) -> str:
    return f"{site_root(request)}{path}"


def rooted(html: str, request: HttpRequest) -> SafeString:
    """Return kept HTML with the addresses of the site that the request asked for."""
    return SafeString(html.replace(ANY_ROOT, site_root(request)))
