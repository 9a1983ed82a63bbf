"""What somebody looks for in the list of activities, as it stands in the address; calendars take the same words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.kinds import Form, Kind, forms_of
from articles.public.months import day_bounds

SPANS = {"week": gettext_lazy("this week"), "month": gettext_lazy("this month")}
FIRST_YEAR, LAST_YEAR = 1949, 2100
LOOKED_THROUGH = 200  # for free seats: ten pages of a list


@dataclass(frozen=True)
class Wish:
    """What a reader looks for. What an address says that makes no sense is left out."""

    kind: str = ""
    form: str = ""
    organisation: int | None = None
    span: str = ""
    since: date | None = None
    until: date | None = None
    is_past: bool = False
    has_seats: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str], today: date) -> "Wish":
        kind = query.get("kind", "") if query.get("kind") in Kind else ""
        forms = forms_of(Kind(kind)) if kind else tuple(Form)
        since, until = _day(query.get("from", "")), _day(query.get("to", ""))
        if since and until and until < since:
            since, until = until, since
        is_past = query.get("past") == "1" or bool(until and not since and until < today)
        has_span = query.get("time") in SPANS and not (since or until or is_past)
        return cls(
            kind=kind,
            form=query.get("form", "") if query.get("form") in {form.value for form in forms} else "",
            organisation=_number(query.get("organisation", "")),
            span=query.get("time", "") if has_span else "",
            since=since,
            until=until,
            is_past=is_past,
            has_seats=query.get("free") == "1" and not is_past,
        )

    @property
    def parameters(self) -> dict[str, str]:
        """The address again, without what is empty."""
        values = {
            "kind": self.kind, "form": self.form, "organisation": str(self.organisation or ""), "time": self.span,
            "from": self.since.isoformat() if self.since else "", "to": self.until.isoformat() if self.until else "",
            "free": "1" if self.has_seats else "", "past": "1" if self.is_past else "",
        }  # fmt: skip
        return {name: value for name, value in values.items() if value}

    def narrow(self, activities: QuerySet, now: datetime, organisations: frozenset[int]) -> QuerySet:
        """Narrow public activities to what is wished, in the order in which a list shows them.

        `organisations` are the numbers of the one that is wished and of all below it, none for any. Without a day to
        begin with, what began more than a day ago is not among them, however long it lasts: see `under_way`.
        """
        found = self._of_kind(activities, organisations)
        start, end = self._bounds(now)
        if start:
            found = found.filter(starts_at__gte=start)
        if end:
            found = found.filter(starts_at__lt=end)
        if self.is_past:
            return found.past(now).latest_first()
        found = (found if self.since else found.coming(now)).soonest_first()
        if not self.has_seats:
            return found
        near = found.open_for_sign_up(now).values("pk")[:LOOKED_THROUGH]
        return found.model.objects.filter(pk__in=near).with_free_seats().soonest_first()

    def under_way(self, activities: QuerySet, now: datetime, organisations: frozenset[int]) -> QuerySet:
        """Return what is wished among those that began before the list begins; of a list from a day on, nothing."""
        if self.is_past or self.since:
            return activities.none()
        found = self._of_kind(activities, organisations).under_way(now)
        return found.open_for_sign_up(now).with_free_seats() if self.has_seats else found

    def _of_kind(self, activities: QuerySet, organisations: frozenset[int]) -> QuerySet:
        if self.form:
            activities = activities.of_form(self.form)
        elif self.kind:
            activities = activities.of_kind(self.kind)
        return activities.of_organisations(organisations) if organisations else activities

    def _bounds(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        today = timezone.localdate(now)
        if self.span == "week":
            return None, day_bounds(today, today + timedelta(days=6 - today.weekday()))[1]
        if self.span == "month":
            next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
            return None, day_bounds(today, next_month - timedelta(days=1))[1]
        start = day_bounds(self.since, self.since)[0] if self.since else None
        end = day_bounds(self.until, self.until)[1] if self.until else None
        return start, end

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return Kind.choices

    @property
    def forms(self) -> list[tuple[str, tuple[Form, ...]]]:
        """The forms to choose from, by their kind."""
        return [(kind.label, forms_of(kind)) for kind in Kind if self.kind in ("", kind)]

    @property
    def spans(self) -> list[tuple[str, str]]:
        return list(SPANS.items())

    def chips(self, organisation: str) -> list[tuple[str, str]]:
        """Return what is set, each with the address without it; `organisation` is the name of the one wished."""
        labels = {
            "kind": str(Kind(self.kind).label) if self.kind else "",
            "form": str(Form(self.form).label) if self.form else "",
            "organisation": organisation,
            "time": str(SPANS[self.span]) if self.span else "",
            "from": _("from %(day)s") % {"day": self.since} if self.since else "",
            "to": _("until %(day)s") % {"day": self.until} if self.until else "",
            "free": _("with free seats") if self.has_seats else "",
        }
        return [(label, self._without(name)) for name, label in labels.items() if label]

    def _without(self, name: str) -> str:
        query = urlencode({key: value for key, value in self.parameters.items() if key != name})
        return f"?{query}" if query else "."


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 19 else None


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
