"""Security headers on every answer of Django, error answers, redirects and static files included."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings

PRIVATE_PREFIXES = ("/admin/", "/accounts/", "/en/accounts/", "/me/", "/en/me/")


class SecurityHeaders:
    """The outermost middleware: adds what Django's own security middleware does not know."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # answers that were made above Django's own middleware (a bad host, a static file) get these here
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        headers.setdefault("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY)
        if is_private(request):
            headers["Cache-Control"] = "private, no-store"
            headers["Referrer-Policy"] = "same-origin"
        headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        return response


class ContentPolicy(CSPMiddleware):
    """The content policy of the page's kind: the public one, or admin's with its editor."""

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only and parts.replace is None:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


def is_private(request) -> bool:
    """Whether the answer belongs to one person: admin, the account pages, one's own page."""
    return request.path_info.startswith(PRIVATE_PREFIXES)
