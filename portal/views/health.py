"""For monitoring: `/healthz` says that the process lives, `/readyz` names what does not work. No secrets in either."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.health import failures


@require_safe
@cache_control(no_store=True)
def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@cache_control(no_store=True)
def readyz(request):
    """200 `{"status": "ready", "failing": []}`, or 503 with the names of what fails."""
    failing = failures()
    status = 503 if failing else 200
    return JsonResponse({"status": "unavailable" if failing else "ready", "failing": failing}, status=status)
