"""A text field that is encrypted at rest, with keys that can be rotated."""

import logging
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

logger = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured("PRIVATE_KEYS must hold Fernet keys: 32 bytes, URL-safe base64.") from error


def cipher() -> MultiFernet:
    """The cipher of settings.PRIVATE_KEYS: the first key encrypts, every key decrypts."""
    return _cipher(tuple(settings.PRIVATE_KEYS))


class Unreadable(str):
    """What a stored value reads as when none of our keys fits it: empty, but never lost when the row is saved."""

    token: str

    def __new__(cls, token: str):
        value = super().__new__(cls)
        value.token = token
        return value


class EncryptedTextField(models.TextField):
    """Text that the database holds encrypted (Fernet); no lookup on it means anything, so none is allowed.

    A value that no key of the list fits reads as `Unreadable`.
    """

    def get_prep_value(self, value):
        if isinstance(value, Unreadable):
            return value.token
        value = super().get_prep_value(value)
        return value if not value else cipher().encrypt(value.encode()).decode()

    def from_db_value(self, value, expression, connection):
        if not value:
            return value
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken:
            logger.error("a private value cannot be read: no key in PRIVATE_KEYS fits")
            return Unreadable(value)

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
