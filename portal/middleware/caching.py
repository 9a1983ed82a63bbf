"""What browsers and shared caches may keep.

Public pages are the same bytes for every visitor, so any cache may store them; it must ask each time
whether they are still current, so what is published or withdrawn shows at once. The ETag makes that
question cheap to answer. Everything that could belong to one person is never stored: SECURITY.md counts
six Django faults that leaked private pages through a shared cache.
"""

import hashlib

from django.utils.cache import get_conditional_response, has_vary_header
from django.utils.http import parse_http_date_safe

from portal.middleware.privacy import is_personal

PUBLIC = "public, no-cache"  # keep it, and ask before every use
PRIVATE = "private, no-store"


class PublicCaching:
    """Set Cache-Control where the view did not, give public pages an ETag, and answer 304 where it matches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not _is_public(request, response):
            response.headers["Cache-Control"] = PRIVATE
            return response
        response.headers.setdefault("Cache-Control", PUBLIC)
        if response.status_code != 200 or response.streaming:
            return response
        response.headers.setdefault("ETag", _etag(response.content))
        modified = parse_http_date_safe(response.headers.get("Last-Modified", ""))
        return get_conditional_response(request, response.headers["ETag"], modified, response)


def _is_public(request, response) -> bool:
    """Whether nothing in the answer came from, or goes to, one visitor alone."""
    return (
        request.method in ("GET", "HEAD")
        and not is_personal(request)
        and not response.cookies
        and not has_vary_header(response, "Cookie")
    )


def _etag(content: bytes) -> str:
    """Return a weak ETag: a proxy that compresses the page need not change it."""
    return f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
