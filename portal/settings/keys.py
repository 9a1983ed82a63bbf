"""Secrets: what counts as one on a public site, and where a checkout keeps its own."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from . import env

WEAK_WORDS = ("insecure", "changeme", "change-me", "example", "secret-key", "tests only")
LONG_ENOUGH = 50
HOW_TO_MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


def strong(name: str, value: str) -> str:
    """Return `value` if it can guard a public site, else raise ImproperlyConfigured with the way out."""
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: make one with {HOW_TO_MAKE_ONE}")
    if len(value) < LONG_ENOUGH or len(set(value)) < 12 or any(word in value.lower() for word in WEAK_WORDS):
        raise ImproperlyConfigured(
            f"{name} is too weak, it needs {LONG_ENOUGH} random characters: make one with {HOW_TO_MAKE_ONE}"
        )
    return value


def strong_list(name: str) -> list[str]:
    """Return the keys of a list, newest first; each must be strong, and there must be one."""
    return [strong(name, value) for value in env.words(name) or [""]]


def fernet_list(name: str) -> list[str]:
    """Return the encryption keys of a list, newest first, each checked for its form."""
    values = env.words(name)
    try:
        for value in values:
            Fernet(value)
    except ValueError:
        values = []
    if not values:
        raise ImproperlyConfigured(
            f"{name} must be one encryption key, or several (newest first, comma-separated): make one with "
            "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
        )
    return values


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return the secret kept at `path`, made on first use and readable by its owner only.

    Several processes may start at once: the first one's file wins, whole, and all read that.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:  # made with mode 0600
            file.write(make())
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text().strip()
