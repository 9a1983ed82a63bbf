"""What a request may carry. Refused before anything of it is parsed or written to a temporary file."""

import contextlib

from django.conf import settings

from portal.views.errors import bad_request, too_large

CHUNK = 64 * 1024
MOST_DISCARDED = 64 * 1024 * 1024


class RequestSize:
    """Answer 413 for bodies larger than the part of the site that they are sent to can use."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        in_admin = request.path_info.startswith("/admin/")
        limit = settings.MAX_ADMIN_REQUEST_BYTES if in_admin else settings.MAX_REQUEST_BYTES
        if not length.isdecimal() or int(length) <= limit:
            return self.get_response(request)
        if int(length) <= MOST_DISCARDED:
            _discard(request)
        return too_large(request)


class QueryWithoutNul:
    """Answer 400 for a query with a NUL character: nobody types one, and PostgreSQL takes none in any comparison."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return bad_request(request) if "%00" in request.META["QUERY_STRING"] else self.get_response(request)


def _discard(request) -> None:
    """Let a browser finish sending, since many show no answer before that; a flood is cut off instead."""
    with contextlib.suppress(OSError):  # the visitor went away
        while request.read(CHUNK):
            pass
