"""The pages that say what went wrong; those for broken services need no database and no context."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.cache import patch_cache_control


def _page(request, status: int, template: str, **context) -> HttpResponse:
    response = render(request, template, context, status=status)
    patch_cache_control(response, no_cache=True)
    return response


def bad_request(request, exception=None):
    return _plain(400)


def forbidden(request, exception=None):
    return _page(request, 403, "403.html")


def not_found(request, exception=None):
    return _page(request, 404, "404.html")


def csrf_failure(request, reason=""):
    """A form that was open too long: the words say to go back, reload and send again; what was typed is kept there."""
    return _page(request, 403, "403_csrf.html")


def too_many_requests(request, exception=None):
    return _page(request, 429, "429.html")


def server_error(request):
    return _plain(500)


def service_unavailable(request):
    response = _plain(503)
    response["Retry-After"] = "10"
    return response


def _plain(status: int) -> HttpResponse:
    """Render `<status>.html` without a request: no context processor runs, so nothing else can fail."""
    template = loader.get_template(f"{status}.html")
    response = HttpResponse(template.render({"site_name": settings.SITE_NAME}), status=status)
    patch_cache_control(response, no_store=True)
    return response
