"""How allauth behaves here: accounts are issued by organisations, and nobody signs up by themselves."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members import devices
from members.fields import cipher


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The account name or the password is wrong."),
        "too_many_login_attempts": _("Too many failed attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        """Staff go to their desk, everybody else to their own page."""
        return reverse("admin:index") if request.user.is_staff else reverse(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request) -> str:
        """All sessions have ended, this one too: sign in anew."""
        return reverse("account_login")

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user.username)
        return response

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Signing in and out shows by itself; a message about it would wait on some later page."""
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whoever signed in a moment ago is not asked for the password again."""
        return super().is_reauthentication_required(app=app, **kwargs) and not self._signed_in_just_now()

    def _signed_in_just_now(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Failures count against the account, or against the device if it signed in to the account before.

        The limit per address counts both: see `login_failed` in ACCOUNT_RATE_LIMITS.
        """
        username = credentials.get("username", "").lower()
        device = devices.device_of(request, username)
        return f"device:{device}" if device else f"account:{username}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the second factor's secrets encrypted, and draws its QR code without an address of its own."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "unreadable": _(
            "The second factor cannot be checked at the moment. Ask the technical staff: a key is missing."
        ),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise self.validation_error("unreadable") from None

    def build_totp_svg(self, url: str) -> str:
        """Return the SVG alone: it stands in the page, since the content policy allows no data: images."""
        return super().build_totp_svg(url).partition("?>")[2].strip()
