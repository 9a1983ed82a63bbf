"""Credits grouped as a newspaper sets them: `记者 旷昆红 通讯员 陈亮`. Pure: takes Credit rows, asks no database."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One role of one unit, and who filled it."""

    role: str
    people: list[Named] = field(default_factory=list)


def credit_lines(credits: Iterable, source: str = "") -> list[CreditLine]:
    """Return neighbours of the same unit and role as one line; the unit is not said again when it is the source."""
    lines = []
    for (unit, _role), rows in groupby(credits, key=lambda credit: (credit.organisation_name, credit.role)):
        rows = list(rows)
        label = str(rows[0].get_role_display())
        people = [Named(row.name, author_url(row.name)) for row in rows]
        lines.append(CreditLine(f"{unit} {label}" if unit and unit != source else label, people))
    return lines


def author_url(name: str) -> str:
    return reverse("articles:author", args=[name]) if "/" not in name else ""
