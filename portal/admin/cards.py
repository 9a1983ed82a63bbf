"""The boxes of the desk, and how a queryset fills one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse

SHOWN = 5
URGENT = ("review", "returned", "overdue", "calendar", "closing_late")


@dataclass(frozen=True)
class Item:
    title: str
    url: str
    note: str = ""


@dataclass
class Card:
    """One box of the desk: how many wait, the first of them, where the others are."""

    key: str
    title: str
    empty: str
    count: int = 0
    items: list[Item] = field(default_factory=list)
    lists: list[tuple[str, str]] = field(default_factory=list)  # label and address of the filtered lists

    @property
    def is_urgent(self) -> bool:
        return self.count > 0 and self.key in URGENT


def filled(card: Card, queryset, note: Callable, **filters) -> Card:
    """Put the first rows on the card, and a link to the list that `filters` narrow to the rest."""
    first = list(queryset[: SHOWN + 1])
    card.count = len(first) if len(first) <= SHOWN else queryset.count()
    card.items = [Item(str(row), change_url(row), str(note(row))) for row in first[:SHOWN]]
    if first:
        card.lists = [(queryset.model._meta.verbose_name_plural, list_url(queryset.model, **filters))]
    return card


def change_url(row) -> str:
    return _reversed(f"admin:{name_of(row)}_change", [row.pk])


def list_url(model, **filters) -> str:
    url = _reversed(f"admin:{name_of(model)}_changelist", [])
    query = "&".join(f"{key}={value}" for key, value in filters.items())
    return f"{url}?{query}" if url and query else url


def name_of(model) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def _reversed(name: str, args: list) -> str:
    """The address, or nothing for a model without an admin."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
