"""Absolute addresses, for feeds, sitemaps and shared links."""

from django.conf import settings
from django.http import HttpRequest


def site_root(request: HttpRequest) -> str:
    """Return scheme and host of the site, without a slash: SITE_URL, or what the request asked for."""
    return settings.SITE_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def absolute(request: HttpRequest, path: str) -> str:
    return f"{site_root(request)}{path}"
