"""How one kind of thing becomes a document, and a document a hit."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from members.access import Scope as StaffScope
from members.indexing import Ref
from members.roles import Right
from portal.search.engine import Document
from portal.search.folding import fold
from portal.search.marks import Mark, mark, marks_of_day
from portal.search.pinyin import keys_of
from publishing.states import State

KINDS = ("article", "photo-report", "photo", "activity", "topic", "channel", "organisation", "place", "material")
STATES = {state: number for number, state in enumerate(State, start=1)}


class Source:
    """One kind. `words` says what is written there; only what readers of its page may read, too."""

    kind: str
    model: type[models.Model]
    organisation_path: str | None = "organisation"  # from a row to its organisation; None: the whole site's
    title_field = "title"
    is_open = False  # whether everybody sees all of them
    parts: tuple[str | Prefetch, ...] = ()  # rows of their own whose words it has, too

    # --- documents ---
    def rows(self, numbers: Collection[int]) -> Iterable[models.Model]:
        """Return those rows with all that a document is made of."""
        return self.bare(numbers).prefetch_related(*self.parts)

    def bare(self, numbers: Collection[int]) -> QuerySet:
        """Return those rows without their parts."""
        return self.model._default_manager.filter(pk__in=numbers)

    def title(self, row) -> str:
        return getattr(row, self.title_field)

    def text(self, row) -> list[str]:
        """Return what it says itself beside its title, the most telling first."""
        return []

    def words_of_parts(self, row) -> list[str]:
        """Return what its parts say."""
        return []

    def words(self, row) -> list[str]:
        return [*self.text(row), *self.words_of_parts(row)]

    def names(self, row) -> list[str]:
        """Return the names by whose sound it is found."""
        return []

    def days(self, row) -> list[date | None]:
        """Return the days by which it is found, beside that of its moment."""
        return []

    def topic_id(self, row) -> int | None:
        return None

    def place_id(self, row) -> int | None:
        return None

    def state(self, row) -> State | None:
        return None

    def moment(self, row) -> datetime | None:
        """Return when it came, or comes, to be: what the newest are found first by."""
        return None

    def organisation_id(self, row) -> int | None:
        return row.organisation_id

    def visibility(self, row) -> tuple[str, datetime | None]:
        """Return for whom and from when it is on the site; None: not at all."""
        return "everyone", datetime.fromtimestamp(0, timezone.get_default_timezone())

    def documents(self, numbers: Collection[int]) -> dict[int, Document]:
        return {row.pk: self.document(row) for row in self.rows(numbers)}

    def document(self, row) -> Document:
        moment, (audience, visible_from) = self.moment(row), self.visibility(row)
        return Document(
            kind=self.kind,
            object_id=row.pk,
            title=fold(self.title(row)),
            body=fold("\n".join(filter(None, self.words(row)))),
            keys=keys_of(*self.names(row)),
            marks=frozenset(self._marks(row, moment, audience, visible_from)),
            moment=_seconds(moment),
            organisation_id=self.organisation_id(row),
            audience=audience,
            visible_from=_seconds(visible_from),
        )

    def _marks(self, row, moment, audience: str, visible_from) -> Iterable[int]:
        days = [timezone.localdate(moment) if moment else None, *self.days(row)]
        numbers = [
            (Mark.KIND, KINDS.index(self.kind) + 1),
            (Mark.ORGANISATION, self.organisation_id(row)),
            (Mark.TOPIC, self.topic_id(row)),
            (Mark.PLACE, self.place_id(row)),
            (Mark.STATE, STATES.get(self.state(row))),
            (Mark.PUBLIC, 1 if audience == "everyone" and visible_from else None),
        ]
        yield from (mark(code, value) for code, value in numbers if value is not None)
        yield from (number for day in days if day for number in marks_of_day(day))

    def dependents(self, numbers: Collection[int]) -> list[Ref]:
        """Return what has words or visibility from these, as (model, number)."""
        return []

    # --- who sees it ---
    def visible(self, user, now: datetime | None = None) -> QuerySet:
        return self.model._default_manager.all()

    def in_scope(self, scope: StaffScope) -> QuerySet:
        rows = self.model._default_manager.all()
        if self.organisation_path is None or scope.everything:
            return rows
        return rows.filter(**{f"{self.organisation_path}__in": scope.with_right(Right.READ)})

    # --- hits ---
    def shown(self, numbers: Collection[int], user) -> list[models.Model]:
        """Return rows with all that a hit shows; `user` is None for staff, who see all of what they found."""
        return list(self.bare(numbers))

    def heading(self, row) -> str:
        return self.title(row)

    def address(self, row) -> str:
        return row.get_absolute_url()

    def admin_address(self, row) -> str:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])

    def organisation(self, row) -> str:
        return ""

    def face_id(self, row) -> int | None:
        """Return the number of the photo that stands for it."""
        return None


def references(model: type[models.Model], numbers: Iterable[int]) -> list[Ref]:
    return [(model, number) for number in numbers]


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() // 1)
