"""What a signed-in person's requests need beyond Django's own middleware."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect

HINT = "signed_in"
OPEN_ADMIN_PAGES = ("login", "logout", "jsi18n")
PRIVATE_PAGES = (
    "portal:me",
    "portal:member-article",
    "portal:member-photo-report",
    "mfa_index",
    "usersessions_list",
    "activities:my-records",
    "activities:my-activities",
    "activities:my-details",
    "activities:sign-up",
    "activities:cancel",
    "activities:class",
)


class SignedInHint:
    """Keep a readable cookie that says only "somebody is signed in here".

    Public pages are the same bytes for all; their script asks for the personal fragment only when it is there.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.session.accessed and not request.session.modified:
            return response  # a public page: touch neither session nor cookies
        signed_in = request.user.is_authenticated
        if signed_in and HINT not in request.COOKIES:
            response.set_cookie(HINT, "1", samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
        elif not signed_in and HINT in request.COOKIES:
            response.delete_cookie(HINT, samesite="Lax")
        return response


class SecondFactorForStaff:
    """Send people with a post to set up their second factor before they enter admin (SECURITY: login)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not enters_admin(request.resolver_match):
            return None
        user = request.user
        if user.is_authenticated and user.is_staff and not is_mfa_enabled(user):
            return redirect("mfa_index")
        return None


class TemporaryPassword:
    """Send people whose password somebody else knows to choose their own, before they see anything private."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if not enters_admin(match) and match.view_name not in PRIVATE_PAGES:
            return None
        if request.user.is_authenticated and request.user.password_is_temporary:
            return redirect("account_change_password")
        return None


def enters_admin(match) -> bool:
    return "admin" in match.namespaces and match.url_name not in OPEN_ADMIN_PAGES
