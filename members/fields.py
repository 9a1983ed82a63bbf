"""A text field that is encrypted at rest, with keys that can be rotated."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured("PRIVATE_KEYS must hold Fernet keys: 32 bytes, URL-safe base64.") from error


def cipher() -> MultiFernet:
    """The cipher of settings.PRIVATE_KEYS: the first key encrypts, every key decrypts."""
    return _cipher(tuple(settings.PRIVATE_KEYS))


class EncryptedTextField(models.TextField):
    """Text that the database holds encrypted (Fernet); no lookup on it means anything, so none is allowed.

    Raises cryptography.fernet.InvalidToken on reading when no key of the list fits.
    """

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if not value else cipher().encrypt(value.encode()).decode()

    def from_db_value(self, value, expression, connection):
        return value if not value else cipher().decrypt(value.encode()).decode()

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def rotated(token: str) -> str:
    """Return the token encrypted anew with the first key."""
    return cipher().rotate(token.encode()).decode()


__all__ = ["EncryptedTextField", "InvalidToken", "cipher", "rotated"]
