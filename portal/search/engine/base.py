"""What an index is told, what it is asked, and what it answers. Plain values: no model, no query."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple, Protocol

from portal.search.query import Term

Key = tuple[str, int]  # kind, number of the object


@dataclass(frozen=True)
class Document:
    """One thing as it is found. Words are folded (portal.search.folding), moments are seconds."""

    kind: str
    object_id: int
    title: str
    body: str = ""
    keys: str = ""  # how its name sounds: portal.search.pinyin
    marks: frozenset[int] = frozenset()
    moment: int | None = None
    organisation_id: int | None = None  # None: it belongs to the whole site
    audience: str = "everyone"
    visible_from: int | None = 0  # None: only staff find it

    @property
    def key(self) -> Key:
        return self.kind, self.object_id

    @cached_property
    def digest(self) -> str:
        """Tell whether two documents are the same, today and after a restart."""
        values = [sorted(value) if isinstance(value, frozenset) else value for value in vars(self).values()]
        return blake2b(repr(values).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Scope:
    """Whose eyes look: a reader's at a moment, or staff's, who see everything of some organisations."""

    now: int = 0
    is_member: bool = False
    organisation_id: int | None = None  # a member's own
    is_staff: bool = False
    organisations: frozenset[int] | None = None  # of staff; None: of all


@dataclass(frozen=True)
class Ask:
    """Everything is ANDed; of each group of marks one is enough."""

    scope: Scope
    terms: tuple[Term, ...] = ()
    without: tuple[str, ...] = ()
    marks: tuple[frozenset[int], ...] = ()


class Found(NamedTuple):
    kind: str
    object_id: int
    moment: int | None
    organisation_id: int | None
    marks: str  # the document's, with spaces between them

    @property
    def key(self) -> Key:
        return self.kind, self.object_id

    @property
    def order(self) -> tuple:
        """The newest first; what has no moment before all; equals in an order that every database has."""
        return self.moment is not None, -(self.moment or 0), self.kind, -self.object_id


class Engine(Protocol):
    writers: int  # processes that fill it sooner than one
    pause: float  # seconds to leave between two large refreshes, so that others may write

    def refresh(self, keys: Collection[Key], read: Callable[[Collection[Key]], Mapping[Key, Document]]) -> set[Key]:
        """Make the index say of `keys` what `read` says of them now, in the transaction that is under way.

        What `read` leaves out goes. Returns the keys of which the index said something else before. `read` is
        called once nobody else can refresh the same keys, and perhaps again.
        """

    def newest(self, ask: Ask, limit: int, *, title: bool = False) -> list[Found]:
        """Return the newest documents that hold every word, at least `limit` where there are so many.

        With `title`: those whose title, or whose name's sound, holds every word.
        """

    def best(self, ask: Ask, limit: int) -> list[Found]:
        """Return those whose title holds every word, then the others, the newest first: at least `limit` of them.

        Where there are so many with the words in the title, no others are looked for.
        """

    def some(self, ask: Ask, limit: int, *, title: bool = False) -> list[Found]:
        """Return any documents that `newest` would, `limit` of them where there are so many; in no order."""

    def filling(self) -> AbstractContextManager:
        """Around very many refreshes, outside a transaction: do at once what costs more one by one."""

    def is_ready(self) -> bool:
        """Whether what `filling` does at the end has been done; without it answers are right, but slow."""

    def tidy(self) -> None:
        """Do now and then, outside any request, what would slow searches down if it were never done."""

    def digests(self, keys: Collection[Key]) -> dict[Key, str]:
        """Return the digests of what is kept: for finding drift. Waits for nobody."""

    def numbers(self, kind: str, first: int, last: int) -> Iterable[int]:
        """Return which numbers are kept of a kind, from `first` to `last`."""
