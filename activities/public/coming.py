"""What comes next, in a few lines: for the front page, and the pages of an organisation and a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from activities import rules
from activities.kinds import Kind
from activities.models import Activity, Shift
from activities.public.addresses import activity_url
from activities.public.live import seats_in_words
from activities.querysets import LONG
from publishing.prepared import Prepared

LINES = 4
COLUMNS = (
    "pk", "title", "kind", "organisation__name", "venue", "place__name", "starts_at", "ends_at", "is_long", "state",
    "takes_sign_ups", "sign_up_opens_at", "sign_up_closes_at", "seats", "taken", "next_at",
)  # fmt: skip


@dataclass(slots=True)
class Coming:
    """One of them, and the variables of templates/ui/agenda_item.html."""

    pk: int
    title: str
    kind: str
    organisation: str
    venue: str
    place: str | None
    starts_at: datetime
    ends_at: datetime
    is_long: bool
    state: str
    takes_sign_ups: bool
    sign_up_opens_at: datetime | None
    sign_up_closes_at: datetime | None
    seats: int | None
    taken: int
    next_at: datetime | None
    date: datetime | None = None
    text: str = ""
    tag: str = ""
    State = Activity.State

    @property
    def url(self) -> str:
        return activity_url(self.pk)

    @property
    def section(self) -> str:
        return Kind.SERVICE.value if self.kind == Kind.SERVICE else ""


def coming(now: datetime, activities: QuerySet | None = None) -> list[Coming]:
    """Return what strangers see that comes next (of `activities` when given), soonest first: one query.

    What comes again and again stands there once, with its next time.
    """
    rows = COMING.rows(now=now) if activities is None else _coming(now, activities)
    return _lines(rows, now)[:LINES]


def under_way(now: datetime, activities: QuerySet | None = None) -> list[Coming]:
    """Return what of `activities`, or of what strangers see, began long ago and is not over, by its next time."""
    return _lines(UNDER_WAY.rows(now=now) if activities is None else _chosen(now, activities), now)


def _coming(now: datetime, activities: QuerySet | None = None) -> QuerySet:
    public = (Activity.objects.all() if activities is None else activities).public(now)
    soon = public.coming(now).soonest_first().values("pk")[:LINES]
    again = public.under_way(now).filter(volunteerevent__weekdays__gt="").order_by("ends_at", "pk").values("pk")[:LINES]
    return _columns(Activity.objects.filter(Q(pk__in=soon) | Q(pk__in=again)), now)


def _under_way(now: datetime) -> QuerySet:
    return _chosen(now, Activity.objects.public(now).under_way(now))


def _chosen(now: datetime, activities: QuerySet) -> QuerySet:
    chosen = activities.order_by("ends_at", "pk").values("pk")[:LINES]
    return _columns(Activity.objects.filter(pk__in=chosen), now)


def _columns(activities: QuerySet, now: datetime) -> QuerySet:
    shifts = Shift.objects.filter(event=OuterRef("pk"), state=Shift.State.PLANNED, ends_at__gt=now)
    following = Subquery(shifts.order_by("starts_at").values("starts_at")[:1])
    return activities.with_taken().annotate(next_at=following).order_by().values_list(*COLUMNS)


COMING, UNDER_WAY = (
    Prepared(query, before={"yesterday": ("now", LONG)}, now=DateTimeField) for query in (_coming, _under_way)
)


def _lines(rows: Iterable[tuple], now: datetime) -> list[Coming]:
    """Return rows as lines, by their next time."""
    found = [_with_words(Coming(*row), now) for row in rows]
    return sorted(found, key=lambda line: (line.date, line.pk))


def _with_words(line: Coming, now: datetime) -> Coming:
    begins = max(line.starts_at, min(now, line.ends_at)) if line.is_long else line.starts_at
    line.date = localtime(line.next_at or begins)
    last = localtime(line.ends_at)
    goes_on = line.is_long and not line.next_at and line.ends_at > now
    when = _("until %(day)s") % {"day": f"{last:%Y-%m-%d}"} if goes_on else f"{line.date:%H:%M}"
    line.text = f"{when} · {line.place or line.venue or line.organisation}"
    if rules.why_not_sign_up(line, now) is None:
        line.tag = seats_in_words([(line.seats, line.taken)])
    return line
