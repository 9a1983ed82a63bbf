"""Two people at one text: noticing that somebody saved meanwhile, and showing both versions.

The form carries a fingerprint of each field as it was when the form was opened. What the database holds
otherwise when the form comes back was changed by somebody else; then nothing is saved until the person has
chosen, field by field, whose version stays.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import models
from django.forms.models import model_to_dict

from members.labels import field_label
from publishing.differences import Chunk, compare, in_words

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed while this person had it open."""

    name: str
    label: str
    theirs: str
    mine: str
    choice: str  # what is chosen beforehand; empty where both changed it
    is_row: bool  # rows beneath the form: what the person typed stands there, not here

    @property
    def chunks(self) -> list[Chunk]:
        """The way from their version to this person's."""
        return compare(self.theirs, self.mine)


def values_of(publication, fields) -> dict[str, str]:
    """Return the publication's fields, and the rows edited with it, as text."""
    values = {name: as_text(value) for name, value in model_to_dict(publication, fields=fields).items()}
    return values | publication.rows()


def as_text(value) -> str:
    """Return a field's value as text: numbers for related objects, times in UTC, line ends as one sign."""
    if isinstance(value, list | models.QuerySet):
        return " ".join(sorted(as_text(part) for part in value))
    value = getattr(value, "pk", value)
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return "" if value is None else str(value).replace("\r\n", "\n")


def fingerprints(values: dict[str, str]) -> str:
    """Return what the form carries: a short hash for each field, as JSON."""
    return json.dumps({name: _hash(text) for name, text in values.items()})


def changed_since(version: str, values: dict[str, str]) -> set[str]:
    """Return the names of `values` that differ from what the form was opened with."""
    opened = _read(version)
    return {name for name, text in values.items() if name in opened and opened[name] != _hash(text)}


def same_as_opened(version: str, name: str, text: str) -> bool:
    return _read(version).get(name) == _hash(text)


def in_print(publication, name: str, text: str) -> str:
    """Return a field's text as people know it: the words of a choice, the name of what a number means."""
    if name in publication.rows():
        return text
    field = publication._meta.get_field(name)
    if field.is_relation:
        numbers = [part for part in text.split() if part.isdecimal()]
        return "\n".join(str(row) for row in field.related_model._default_manager.filter(pk__in=numbers))
    return str(dict(field.flatchoices).get(text, "")) if field.choices else in_words(text)


def clash_of(publication, name: str, *, theirs: str, mine: str, choice: str) -> Clash:
    is_row = name in publication.rows()
    return Clash(
        name,
        field_label(type(publication), name),
        in_print(publication, name, theirs),
        "" if is_row else in_print(publication, name, mine),
        choice,
        is_row,
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(version: str) -> dict[str, str]:
    try:
        opened = json.loads(version)
    except ValueError:
        return {}
    return opened if isinstance(opened, dict) else {}
