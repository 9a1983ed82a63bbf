"""The pages that say what went wrong; those for broken services need no database and no context."""

import errno
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)


def bad_request(request, exception=None):
    return too_large(request) if isinstance(exception, TOO_LARGE) else _plain(400)


def forbidden(request, exception=None):
    return _page(request, 403, "403.html")


def not_found(request, exception=None):
    return _page(request, 404, "404.html")


def too_large(request):
    return _plain(413)


def csrf_failure(request, reason=""):
    """A form that was open too long: the words say to go back, reload and send again; what was typed is kept there."""
    return _page(request, 403, "403_csrf.html")


def too_many_requests(request, exception=None):
    return _page(request, 429, "429.html")


def too_many_searches(request, wait: int):
    """`wait` are the seconds until the next search."""
    response = _page(request, 429, "portal/search_busy.html", {"wait": wait})
    response.headers["Retry-After"] = str(wait)
    return response


def server_error(request):
    """Say 503 where the fault lies outside the program and passes by itself, else 500.

    Django calls this within the `except` of whichever layer failed, so a database that goes away under
    the session middleware is recognised as well as one that goes away in a view.
    """
    return service_unavailable(request) if _is_outage(sys.exc_info()[1]) else _plain(500)


def service_unavailable(request):
    response = _plain(503)
    response.headers["Retry-After"] = "10"
    return response


def _is_outage(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL_DISK
    return isinstance(error, OperationalError | InterfaceError)


def _page(request, status: int, template: str, context: dict | None = None) -> HttpResponse:
    """Render with the site's frame; the frame asks neither the database nor who is signed in."""
    return _unkept(render(request, template, context, status=status))


def _plain(status: int) -> HttpResponse:
    """Render `<status>.html` without a request: no context processor runs, so nothing else can fail."""
    template = loader.get_template(f"{status}.html")
    return _unkept(HttpResponse(template.render({"site_name": settings.SITE_NAME}), status=status))


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
