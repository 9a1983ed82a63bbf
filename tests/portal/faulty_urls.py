"""The portal's addresses and a few that fail, each in one way."""

import errno

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path

from portal import urls
from portal.views.errors import too_many_requests

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500


def _raising(error: Exception):
    def view(request):
        raise error

    return view


def read_form(request):
    return HttpResponse(request.POST.get("text", ""))


urlpatterns = [
    path("faults/broken", _raising(RuntimeError("no stack trace of ours, no secret: canary-7d1"))),
    path("faults/database", _raising(OperationalError("canary-7d1: connection refused"))),
    path("faults/full-disk", _raising(OSError(errno.ENOSPC, "canary-7d1"))),
    path("faults/forbidden", _raising(PermissionDenied("canary-7d1"))),
    path("faults/too-many", too_many_requests),
    path("faults/form", read_form),
    *urls.urlpatterns,
]
