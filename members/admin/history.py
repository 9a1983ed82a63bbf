"""Audit entries as lines that people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from members.audit_actions import LABELS, label_of
from members.labels import field_label
from members.models import AuditEntry

ENDINGS = {"add": _("Added"), "change": _("Changed"), "delete": _("Deleted")}


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    fields: str
    note: str


def history_of(obj, entries: Iterable[AuditEntry]) -> list[Line]:
    """Return one line for each entry about `obj`, with the fields by the names that the form gives them."""
    return [
        Line(
            at=entry.at,
            who=(entry.personal or {}).get("name", ""),
            what=words_of(entry.action),
            fields="、".join(field_label(obj, name) for name in entry.fields if ":" not in name),
            note=entry.note,
        )
        for entry in entries
    ]


def words_of(action: str) -> str:
    """Return what an action is called; each model's plain additions, changes and deletions share their words."""
    ending = action.rpartition(".")[2]
    return str(ENDINGS[ending]) if action not in LABELS and ending in ENDINGS else label_of(action)
