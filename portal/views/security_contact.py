"""`/.well-known/security.txt` (RFC 9116): where to report a hole."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from publishing.addresses import absolute


@require_safe
def security_txt(request):
    contact = settings.SECURITY_CONTACT or absolute(request, reverse("portal:accessibility"))
    expires = timezone.now() + timedelta(days=180)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: zh, en",
        f"Canonical: {absolute(request, request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
