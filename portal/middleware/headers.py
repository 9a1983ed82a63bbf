"""Security headers on every answer of Django, error answers, redirects and static files included."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings

from portal.middleware.privacy import is_personal

# A shared computer keeps no drafts of the one before. Cookies stay: the session's is gone by then, and the device's
# (members.devices) is what lets its owner pass a lockout.
CLEAR_SITE_DATA = '"cache", "storage"'


class SecurityHeaders:
    """The outermost middleware: what Django's own security middleware does not know, or cannot reach."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.headers = {
            "Permissions-Policy": settings.PERMISSIONS_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            # Django sets these three too, but not on answers made further out (a redirect to https, a static file)
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        }

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if is_personal(request):  # addresses in admin and on account pages are nobody else's business
            response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        if getattr(request, "has_signed_out", False):
            response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
        return response


class ContentPolicy(CSPMiddleware):
    """The content policy of the page's kind: the public one, or admin's with its editor."""

    def get_policy_parts(self, request, response, report_only=False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and request.path_info.startswith("/admin/"):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts


def note_sign_out(sender, request, **kwargs) -> None:
    """Receiver of Django's `user_logged_out`: has SecurityHeaders clear the browser's copies."""
    if request is not None:
        request.has_signed_out = True
