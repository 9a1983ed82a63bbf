"""Audit entries as lines that people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from members.audit_actions import LABELS, label_of
from members.labels import field_label
from members.models import AuditEntry, Member

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


def name_by_unit(entries: Iterable[AuditEntry], organisation_ids: frozenset[int]) -> None:
    """Put the unit in the place of the name for people outside the given organisations: one query."""
    known = [entry for entry in entries if entry.personal]
    people = Member.objects.select_related("organisation").in_bulk(
        {entry.personal["member"] for entry in known} - {None}
    )
    for entry in known:
        person = people.get(entry.personal["member"])
        if person is None or person.organisation_id not in organisation_ids:
            entry.personal = entry.personal | {"name": person.organisation.name if person else ""}


def words_of(action: str) -> str:
    """Return what an action is called; each model's plain additions, changes and deletions share their words."""
    ending = action.rpartition(".")[2]
    return str(ENDINGS[ending]) if action not in LABELS and ending in ENDINGS else label_of(action)
