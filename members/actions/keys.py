"""Rotating the keys of private values: every encrypted field of every model, and the second factors' secrets."""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast

from members import audit
from members.fields import EncryptedTextField, cipher

MFA_SECRETS = ("secret", "seed")  # in Authenticator.data, as members.adapters encrypts them
BATCH = 200


@dataclass
class Progress:
    rotated: int = 0
    current: int = 0
    unreadable: int = 0

    def count(self, outcome: str) -> None:
        setattr(self, outcome, getattr(self, outcome) + 1)


def rotate_everything() -> Progress:
    """Encrypt what is stored anew with the first key, row by row; rows that it fits already are left alone."""
    progress = Progress()
    for model, names in encrypted_fields():
        for pk in _keys(model._base_manager):
            progress.count(_rotate_row(model, pk, names))
    for pk in _keys(Authenticator.objects):
        progress.count(_rotate_authenticator(pk))
    if progress.rotated:
        with transaction.atomic():
            audit.record(actor=None, action="private.rotate", note=f"{progress.rotated} rows")
    return progress


def encrypted_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Yield each model that has encrypted fields, with their names."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]
        if names:
            yield model, names


def _keys(manager) -> Iterator:
    return manager.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)


@transaction.atomic
def _rotate_row(model, pk, names: list[str]) -> str:
    stored = _stored_tokens(model, pk, names)
    try:
        plain = {name: decrypted(token) for name, token in stored.items() if token and not is_current(token)}
    except InvalidToken:
        return "unreadable"
    if not plain:
        return "current"
    model._base_manager.filter(pk=pk).update(**plain)  # the field encrypts with the first key
    return "rotated"


def _stored_tokens(model, pk, names: list[str]) -> dict[str, str]:
    """Return the values as the database holds them; the row stays locked until the transaction ends."""
    as_text = {f"stored_{name}": Cast(name, models.TextField()) for name in names}
    rows = model._base_manager.select_for_update().filter(pk=pk).order_by()
    row = rows.annotate(**as_text).values(*as_text).first() or {}
    return {name: row.get(f"stored_{name}") or "" for name in names}


@transaction.atomic
def _rotate_authenticator(pk) -> str:
    authenticator = Authenticator.objects.select_for_update().get(pk=pk)
    secrets = {name: authenticator.data[name] for name in MFA_SECRETS if authenticator.data.get(name)}
    try:
        fresh = {
            name: cipher().rotate(token.encode()).decode() for name, token in secrets.items() if not is_current(token)
        }
    except InvalidToken:
        return "unreadable"
    if not fresh:
        return "current"
    authenticator.data |= fresh
    authenticator.save(update_fields=["data"])
    return "rotated"


def decrypted(token: str) -> str:
    """Return what a token holds. Raises InvalidToken when no key fits it."""
    return cipher().decrypt(token.encode()).decode()


def is_current(token: str) -> bool:
    """Whether the first key made the token."""
    try:
        Fernet(settings.PRIVATE_KEYS[0]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True
