"""The rows of the list of activities: kept cards, and the seats that are left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from activities import rules
from activities.kinds import Kind
from activities.models import Activity, SeatPool
from activities.public.live import seats_in_words
from articles.public.months import Month
from members.access import subtree
from members.models import Organisation
from publishing import pieces

NAMES_SHOWN = ("organisation__name", "topic__title", "place__name")


@dataclass(slots=True)
class ActivityRow:
    """What a list needs of an activity: its kept card, what tells whether that fits, and what changes by itself."""

    pk: int
    kind: str
    card_html: str
    pieces_key: str
    organisation: str
    topic: str | None
    place: str | None
    state: str
    takes_sign_ups: bool
    seats: int | None
    starts_at: datetime
    ends_at: datetime
    sign_up_opens_at: datetime | None
    sign_up_closes_at: datetime | None
    card: str = ""
    words: str = ""
    is_full: bool = False
    State = Activity.State

    @property
    def section(self) -> str:
        return Kind.SERVICE.value if self.kind == Kind.SERVICE else ""

    def names_shown(self) -> list[str]:
        """The same as Activity.names_shown."""
        return [self.organisation, self.topic or "", self.place or ""]


COLUMNS = (
    "pk", "kind", "card_html", "pieces_key", *NAMES_SHOWN, "state", "takes_sign_ups", "seats", "starts_at", "ends_at",
    "sign_up_opens_at", "sign_up_closes_at",
)  # fmt: skip


def activity_rows(page: QuerySet, now: datetime) -> list[ActivityRow]:
    """Return the rows of a page (a slice) in its order: two queries, one more where cards must be made anew."""
    order = page.query.order_by
    found = Activity.objects.filter(pk__in=page.values("pk")).order_by(*order).values_list(*COLUMNS)
    rows = [ActivityRow(*row) for row in found]
    _set_seats(rows, now)
    _set_cards(rows)
    return rows


def by_month(rows: list[ActivityRow]) -> list[tuple[Month, list[ActivityRow]]]:
    """Return the rows under the months in which they begin, in their order."""
    return [(month, list(found)) for month, found in groupby(rows, key=lambda row: Month.of(row.starts_at))]


def _set_seats(rows: list[ActivityRow], now: datetime) -> None:
    open_rows = [row for row in rows if rules.why_not_sign_up(row, now) is None]
    pools: dict[int, list[tuple[int | None, int]]] = {}
    counts = SeatPool.objects.filter(activity__in=[row.pk for row in open_rows])
    for activity, seats, taken in counts.values_list("activity", "seats", "taken"):
        pools.setdefault(activity, []).append((seats, taken))
    for row in open_rows:
        counted = pools.get(row.pk, [(row.seats, 0)])
        row.words = seats_in_words(counted)
        row.is_full = all(seats is not None and taken >= seats for seats, taken in counted)


def _set_cards(rows: Iterable[ActivityRow]) -> None:
    for row in rows:
        row.card = pieces.kept(row, "card")
    stale = {row.pk: row for row in rows if not row.card}
    for activity in Activity.objects.for_page().filter(pk__in=stale) if stale else ():
        stale[activity.pk].card = pieces.render(activity, "card")


@dataclass(frozen=True)
class Tree:
    """The organisations to choose from, as they belong to each other: one query."""

    names: dict[int, str]
    children: dict[int | None, list[int]]

    @classmethod
    def read(cls) -> "Tree":
        names, children = {}, {}
        for pk, parent, name in Organisation.objects.values_list("pk", "parent_id", "name"):
            names[pk] = name
            children.setdefault(parent, []).append(pk)
        return cls(names, children)

    def below(self, pk: int | None) -> frozenset[int]:
        return subtree(pk, self.children) if pk in self.names else frozenset()

    def choices(self) -> list[tuple[int, str]]:
        """Return (number, indented name), each above what belongs to it."""
        found, waiting = [], [(pk, 0) for pk in reversed(self.children.get(None, []))]
        while waiting:
            pk, depth = waiting.pop()
            found.append((pk, "\u3000" * depth + self.names[pk]))
            waiting.extend((child, depth + 1) for child in reversed(self.children.get(pk, [])))
        return found
