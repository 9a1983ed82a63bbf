"""How sign-in behaves here: accounts are issued by organisations, nobody signs up by themselves yet."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        """Staff go to their desk, everybody else to their own page."""
        return reverse("admin:index") if request.user.is_staff else reverse(settings.LOGIN_REDIRECT_URL)
