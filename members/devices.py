"""Devices that signed in to an account before: they pass the account's lockout (OWASP: device cookies).

Whoever guesses passwords locks an account for strangers only, not for the person at their own computer. A
device has a lock of its own, so a stolen cookie gives no more guesses than anybody has.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "members.devices"
AGE = 365 * 24 * 3600


def _cookie_name(username: str) -> str:
    """One cookie per account, whose name does not tell the account's; the signature covers the cookie's name."""
    prefix = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
    return f"{prefix}device_{salted_hmac(SALT, username.lower()).hexdigest()[:16]}"


def device_of(request, username: str) -> str:
    """Return the random number of a device that signed in to this account before; empty for any other."""
    try:
        return request.get_signed_cookie(_cookie_name(username), salt=SALT, max_age=AGE)
    except (KeyError, signing.BadSignature):
        return ""


def remember(request, response, username: str) -> None:
    """Mark the device as one that signed in to this account; it keeps its number from before."""
    device = device_of(request, username) or secrets.token_hex(16)
    response.set_signed_cookie(
        _cookie_name(username),
        device,
        salt=SALT,
        max_age=AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
