"""The list of those who signed up for an activity, as staff with the right to people work with it.

Names are encrypted, so the database cannot search them: a search reads and decrypts the names of all sign-ups that
the other filters leave, and nothing else of them (5,000 names: 0.4 s, with the first search by initials 0.5 s more).
Without a search only the fifty of the page are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from activities.initials import has_initials, is_initials
from activities.models import Activity, SignUp
from activities.pasted import as_phone
from activities.people import phone_of_sign_up
from members.rules import masked_phone

PER_PAGE = 50
STATES = [state.value for state in SignUp.State]
CONFIRMED, WAITING, CANCELLED = STATES
ANY = "all"
NAMES = ("participant__name", "participant__member__display_name", "firm", "unit_name")
UNITS = ("participant__organisation__name", "participant__organisation__short_name")
PEOPLE = (
    "participant__member__private",
    "participant__guardian__private",
    "participant__organisation",
    "made_by__private",
)
UNREAD = [  # of the people of a list, beyond name and number
    f"{who}__private__{field}"
    for who in ("participant__member", "participant__guardian", "made_by")
    for field in ("born_on", "identity_number", "email", "emergency_contact")
] + ["participant__born_on", "participant__email"]


@dataclass(frozen=True)
class Asked:
    """What of the list is looked at; anything odd in an address asks for nothing."""

    state: str = ""
    unit: str = ""  # the number of a unit, or w: and the words that somebody wrote
    group: str = ""
    words: str = ""
    page: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Asked":
        state = data.get("state", "")
        return cls(
            state=state if state in (*STATES, ANY) else "",
            unit=data.get("unit", "")[:70],
            group=group if is_small(group := data.get("group", "")) or group == "none" else "",
            words=" ".join(data.get("q", "").replace("\0", "").split())[:60],
            page=data.get("p", ""),
        )

    def query(self, **changes: str) -> str:
        """Return the address of the list with one thing asked otherwise; its page is the first again."""
        asked = {"state": self.state, "unit": self.unit, "group": self.group, "q": self.words} | changes
        return "?" + urlencode({name: value for name, value in asked.items() if value})


class SignUpList:
    """What the page of the list shows: at most eight queries, whatever the number of people."""

    def __init__(self, activity: Activity, asked: Asked):
        self.activity, self.asked = activity, asked

    @property
    def state(self) -> str:
        """Those who are in, unless asked otherwise; a search looks everywhere."""
        return self.asked.state or (ANY if self.asked.words else CONFIRMED)

    @cached_property
    def counts(self) -> dict[str, int]:
        found = dict(self.activity.sign_ups.order_by().values_list("state").annotate(Count("pk")))
        return {state: found.get(state, 0) for state in STATES}

    @cached_property
    def units(self) -> list[tuple[str, str, int]]:
        """Value, name and number of people of each unit; units that somebody wrote come last."""
        fields = ("unit_name", "participant__organisation", *UNITS)
        rows = self.activity.sign_ups.order_by("participant__organisation__position", "unit_name").values_list(*fields)
        found: dict[str, tuple[str, int]] = {}
        for written, number, name, short, people in rows.annotate(Count("pk")):
            value = f"w:{written}" if written else str(number or "none")
            label = written or short or name or "—"
            found[value] = (label, found.get(value, ("", 0))[1] + people)
        return [
            (value, label, people)
            for value, (label, people) in sorted(found.items(), key=lambda item: item[0][:2] == "w:")
        ]

    def numbers(self) -> list[int] | QuerySet:
        """Return the keys of the rows that are asked for, in the order of the list."""
        rows = self._filtered()
        if not self.asked.words:
            return rows.values_list("pk", flat=True)
        words = self.asked.words
        if words.replace(" ", "").replace("-", "").isdigit():
            return _with_number(rows, words)
        found = rows.values_list("pk", *NAMES, *UNITS)
        by_initials = is_initials(words)
        return [pk for pk, *texts in found if _matches(texts, words, by_initials)]

    @cached_property
    def page(self) -> Page:
        """The page that is asked for; its rows know their place in the queue, their unit and a masked number."""
        page = Paginator(self.numbers(), PER_PAGE).get_page(self.asked.page)
        rows = {row.pk: row for row in rows_for_people(SignUp.objects.filter(pk__in=list(page.object_list)))}
        page.object_list = [rows[pk] for pk in page.object_list if pk in rows]
        return page

    def _filtered(self) -> QuerySet:
        rows, unit, group = self.activity.sign_ups.all(), self.asked.unit, self.asked.group
        if self.state != ANY:
            rows = rows.filter(state=self.state)
        if unit.startswith("w:"):
            rows = rows.filter(unit_name=unit[2:])
        elif unit == "none":
            rows = rows.filter(unit_name="", participant__organisation=None)
        elif is_small(unit):
            rows = rows.filter(unit_name="", participant__organisation=int(unit))
        if group:
            rows = rows.filter(group=None) if group == "none" else rows.filter(group=int(group))
        return in_order(rows, self.state)


def in_order(rows: QuerySet, state: str = ANY) -> QuerySet:
    """Those who are in by their coming, those who wait by their place, the last who left first."""
    if state == CANCELLED:
        return rows.order_by("-cancelled_at", "-pk")
    rank = Case(When(state=CONFIRMED, then=Value(0)), When(state=WAITING, then=Value(1)), default=Value(2))
    return rows.order_by(rank, "pool", Coalesce("position", 0), "pk") if state != CONFIRMED else rows.order_by("pk")


def rows_for_people(rows: QuerySet) -> list[SignUp]:
    """Return the sign-ups with what their lines show: `place`, `unit`, `masked_phone`."""
    before = SignUp.objects.waiting().filter(pool=OuterRef("pool"), position__lte=OuterRef("position")).order_by()
    place = Subquery(before.values("pool").annotate(n=Count("pk")).values("n"))
    rows = rows.select_related(*PEOPLE, "pool__organisation", "group", "cancelled_by").defer(*UNREAD)
    rows = list(rows.annotate(place=Case(When(state=WAITING, then=place))))
    for row in rows:
        organisation = row.participant.organisation
        row.unit = row.unit_name or (organisation.brief if organisation else "")
        row.masked_phone = masked_phone(phone_of_sign_up(row))
    return rows


def _matches(texts: list, words: str, by_initials: bool) -> bool:
    name = texts[0] or texts[1] or ""
    if by_initials and has_initials(name, words):
        return True
    wanted = words.casefold()
    return any(text and wanted in text.casefold() for text in texts)


def _with_number(rows: QuerySet, typed: str) -> list[int]:
    """By a whole number or its last four digits, which the list shows anyway: fewer would let one guess the rest."""
    digits = typed.replace(" ", "")
    wanted = as_phone(digits)
    if not wanted and len(digits) != 4:
        return []
    found = rows.values_list(
        "pk", *(f"participant__{whose}phone" for whose in ("member__private__", "guardian__private__", ""))
    )
    numbers = ((pk, next(filter(None, phones), "")) for pk, *phones in found)
    return [pk for pk, phone in numbers if phone and (phone == wanted if wanted else phone.endswith(digits))]


def is_small(number: str) -> bool:
    """Whether the text is a number that a row can have."""
    return number.isascii() and number.isdecimal() and len(number) < 19
