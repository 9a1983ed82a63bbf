"""The list of activities: what was asked for in the address, the rows, their words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from activities import rules
from activities.kinds import Form, Kind, forms_of
from activities.models import Activity, SeatPool
from activities.public.live import seats_in_words
from articles.public.months import day_bounds
from members.access import subtree
from publishing import pieces

SPANS = ("week", "month")
NAMES_SHOWN = ("organisation__name", "topic__title", "place__name")


@dataclass(frozen=True)
class Wish:
    """What a reader looks for. What an address says that makes no sense is left out."""

    kind: str = ""
    form: str = ""
    organisation: int | None = None
    time: str = ""
    since: date | None = None
    until: date | None = None
    is_past: bool = False
    has_seats: bool = False

    @classmethod
    def read(cls, query: dict) -> "Wish":
        kind = query.get("kind", "") if query.get("kind") in Kind else ""
        forms = forms_of(Kind(kind)) if kind else tuple(Form)
        return cls(
            kind=kind,
            form=query.get("form", "") if query.get("form") in {form.value for form in forms} else "",
            organisation=_number(query.get("organisation", "")),
            time=query.get("time", "") if query.get("time") in SPANS else "",
            since=_day(query.get("from", "")),
            until=_day(query.get("to", "")),
            is_past=query.get("past") == "1",
            has_seats=query.get("free") == "1",
        )

    @property
    def parameters(self) -> dict[str, str]:
        """The address again, without what is empty."""
        values = {
            "kind": self.kind, "form": self.form, "organisation": str(self.organisation or ""), "time": self.time,
            "from": self.since.isoformat() if self.since else "", "to": self.until.isoformat() if self.until else "",
            "past": "1" if self.is_past else "", "free": "1" if self.has_seats else "",
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}

    def narrow(self, activities: QuerySet, now: datetime) -> QuerySet:
        """Narrow public activities to what is wished, in the order in which a list shows them."""
        if self.kind:
            activities = activities.of_kind(self.kind)
        if self.form:
            activities = activities.of_form(self.form)
        if self.organisation:
            activities = activities.of_organisations(subtree(self.organisation))
        if self.has_seats:
            activities = activities.open_for_sign_up(now).with_free_seats()
        start, end = self._bounds(now)
        if start:
            activities = activities.filter(ends_at__gte=start)
        if end:
            activities = activities.filter(starts_at__lt=end)
        return activities.past(now).latest_first() if self.is_past else activities.upcoming(now).soonest_first()

    def _bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        today = timezone.localdate(now)
        if self.time == "week":
            return day_bounds(today, today + timedelta(days=6 - today.weekday()))
        if self.time == "month":
            next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
            return day_bounds(today, next_month - timedelta(days=1))
        start = day_bounds(self.since, self.since)[0] if self.since else None
        end = day_bounds(self.until, self.until)[1] if self.until else None
        return start, end

    def chips(self, organisations: dict[int, str]) -> list[tuple[str, str]]:
        """Return what is set, each with the address without it."""
        labels = {
            "kind": str(Kind(self.kind).label) if self.kind else "",
            "form": str(Form(self.form).label) if self.form else "",
            "organisation": organisations.get(self.organisation or 0, ""),
            "time": {"week": _("this week"), "month": _("this month")}.get(self.time, ""),
            "from": _("from %(day)s") % {"day": self.since} if self.since else "",
            "to": _("until %(day)s") % {"day": self.until} if self.until else "",
            "free": _("with free seats") if self.has_seats else "",
        }
        return [(label, self._without(name)) for name, label in labels.items() if label]

    def _without(self, name: str) -> str:
        query = urlencode({key: value for key, value in self.parameters.items() if key != name})
        return f"?{query}" if query else "."


@dataclass(slots=True)
class ActivityRow:
    """What a list needs of an activity: its kept card, what tells whether that fits, and what changes by itself."""

    pk: int
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
    is_open: bool = False
    State = Activity.State

    def names_shown(self) -> list[str]:
        """The same as Activity.names_shown."""
        return [self.organisation, self.topic or "", self.place or ""]


COLUMNS = (
    "pk", "card_html", "pieces_key", *NAMES_SHOWN, "state", "takes_sign_ups", "seats", "starts_at", "ends_at",
    "sign_up_opens_at", "sign_up_closes_at",
)  # fmt: skip


def activity_rows(page: QuerySet, now: datetime) -> list[ActivityRow]:
    """Return the rows of a page (a slice) in its order: two queries, one more where cards must be made anew."""
    found = {
        row[0]: ActivityRow(*row) for row in Activity.objects.filter(pk__in=page.values("pk")).values_list(*COLUMNS)
    }
    rows = sorted(
        found.values(), key=lambda row: (row.starts_at, row.pk), reverse=page.query.order_by[:1] == ("-starts_at",)
    )
    _set_seats(rows, now)
    _set_cards(rows)
    return rows


def _set_seats(rows: list[ActivityRow], now: datetime) -> None:
    open_rows = [row for row in rows if rules.why_not_sign_up(row, now) is None]
    pools: dict[int, list[tuple[int | None, int]]] = {}
    for activity, seats, taken in SeatPool.objects.filter(activity__in=[row.pk for row in open_rows]).values_list(
        "activity", "seats", "taken"
    ):
        pools.setdefault(activity, []).append((seats, taken))
    for row in open_rows:
        row.words, row.is_open = seats_in_words(pools.get(row.pk, [(row.seats, 0)])), True


def _set_cards(rows: Iterable[ActivityRow]) -> None:
    rows = list(rows)
    for row in rows:
        row.card = pieces.kept(row, "card")
    stale = {row.pk: row for row in rows if not row.card}
    for activity in Activity.objects.for_page().filter(pk__in=stale) if stale else ():
        stale[activity.pk].card = pieces.render(activity, "card")


@dataclass(frozen=True)
class Choices:
    """What the filter form offers."""

    kinds: list[tuple[str, str]] = field(default_factory=lambda: list(Kind.choices))
    forms: list[tuple[str, str]] = field(default_factory=list)
    spans: list[tuple[str, str]] = field(default_factory=list)


def choices_for(wish: Wish) -> Choices:
    forms = forms_of(Kind(wish.kind)) if wish.kind else tuple(Form)
    spans = [("week", _("this week")), ("month", _("this month"))]
    return Choices(forms=[(form.value, str(form.label)) for form in forms], spans=spans)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1949 <= day.year <= 2100 else None
