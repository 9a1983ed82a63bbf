"""For monitoring: `/healthz` says that the process lives, `/readyz` names what does not work. No secrets in either."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal.health import failures


@require_safe
def healthz(request):
    return _unkept(HttpResponse("ok\n", content_type="text/plain"))


@require_safe
def readyz(request):
    """200 `{"status": "ready", "failing": []}`, or 503 with the names of what fails."""
    failing = failures()
    status = 503 if failing else 200
    return _unkept(JsonResponse({"status": "unavailable" if failing else "ready", "failing": failing}, status=status))


def _unkept(response):
    response.headers["Cache-Control"] = "no-store"
    return response
