"""Noticing what a request changed, and what it told."""

import hashlib
import json

from django.apps import apps

from members.models import Member

VOLATILE = {"sessions.Session", "usersessions.UserSession", "members.AuditHead"}
# reading these is recorded, and nothing else happens
READINGS = {"photo.original", "consent.read", "consent.paper", "roster.print", "shift.print"}


def snapshot(*left_out: str) -> dict[str, str]:
    """Return a digest of every table's rows; `left_out` are models by label."""
    models = [model for model in apps.get_models() if model._meta.label not in VOLATILE | set(left_out)]
    return {model._meta.label: _digest(model) for model in models}


def _digest(model) -> str:
    rows = model._base_manager.order_by("pk").values()
    if model._meta.label == "members.AuditEntry":
        rows = rows.exclude(action__in=READINGS)
    if model is Member:
        rows = [{**row, "last_login": None} for row in rows]
    return hashlib.sha256(json.dumps(list(rows), default=str, sort_keys=True).encode()).hexdigest()


def told(side, response) -> list[str]:
    """Return the canaries of a side of tests.world that an answer holds."""
    raw = response.serialize_headers() + response.content
    return [canary for canary in side.canaries if canary.encode() in raw]
