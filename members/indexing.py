"""What tells the search that something changed. The index itself belongs to the top floor, which puts itself here."""

from collections.abc import Collection, Iterable
from typing import Protocol

from django.db import models, transaction

Ref = tuple[type[models.Model], int]


class Index(Protocol):
    def refresh(self, refs: Collection[Ref]) -> None:
        """Make the index say what the rows say now, in the transaction that is under way."""

    def around(self, refs: Collection[Ref]) -> list[Ref]:
        """Return them and everything whose words or visibility come from them: asked before they are deleted."""

    def found(self, model: type[models.Model], text: str, user, *, public_too: bool = False) -> list[int] | None:
        """Return the numbers of a model's rows that staff find by `text`; None for a model that is not indexed."""


class NoIndex:
    """Before the top floor is there."""

    def refresh(self, refs: Collection[Ref]) -> None:
        pass

    def around(self, refs: Collection[Ref]) -> list[Ref]:
        return list(refs)

    def found(self, model: type[models.Model], text: str, user, *, public_too: bool = False) -> None:
        return None


_index: Index = NoIndex()


def use(index: Index) -> None:
    global _index
    _index = index


def index() -> Index:
    return _index


@transaction.atomic(savepoint=False)
def changed(objects: Iterable[models.Model]) -> None:
    """Call it in the transaction of a write that passes by `save()`: bulk_create, bulk_update, update."""
    _index.refresh([ref for each in objects for ref in refs_of(each)])


def refs_of(changed: models.Model) -> list[Ref]:
    """Return an object and what it is found in."""
    owners = (changed._meta.get_field(name) for name in getattr(changed, "indexed_in", ()))
    refs = [(type(changed), changed.pk), *((field.related_model, getattr(changed, field.attname)) for field in owners)]
    return [(model, pk) for model, pk in refs if pk is not None]


class Indexed:
    """For models that are found, and their parts. Put it before models.Model.

    `indexed_in` names the foreign keys to what a part is found in: a credit in its article.
    """

    indexed_in: tuple[str, ...] = ()

    def save(self, *args, **kwargs):
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            changed([self])

    def delete(self, *args, **kwargs):
        refs = _index.around(refs_of(self))
        with transaction.atomic(savepoint=False):
            deleted = super().delete(*args, **kwargs)
            _index.refresh(refs)
        return deleted
