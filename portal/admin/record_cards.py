"""The desk of those who answer for volunteers' hours: 民政部令第67号 gives ten working days to record them."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from activities.actions.calendars import missing_years
from activities.models import CalendarYear, ServiceRecord
from members.access import Scope
from members.roles import Right
from portal.admin.cards import SHOWN, Card, Item, list_url


def record_cards(request, scope: Scope) -> Iterator[Card]:
    """Hours to approve: overdue, due within three days, later; and the year whose holidays nobody has entered."""
    if scope.has(Right.PEOPLE):
        today = timezone.localdate()
        mine = ServiceRecord.objects.of_organisations(scope.with_right(Right.PEOPLE))
        overdue = Card("overdue", _("Hours overdue"), _("No record is past its tenth working day."))
        yield _by_event(overdue, mine.overdue(today), due="overdue")
        soon = Card("due_soon", _("Hours to approve within three days"), _("Nothing is due within three days."))
        yield _by_event(soon, mine.due_soon(today), due="soon")
    if scope.has(Right.PEOPLE) or scope.has_everywhere(Right.MANAGE):
        yield from _calendar_card()


def _by_event(card: Card, records, **filters) -> Card:
    """An item for each event: forty people of one event are one thing to do."""
    waiting = records.order_by().values("activity", "title").annotate(number=Count("pk"), first=Min("due_on"))
    events = list(waiting.order_by("first", "activity")[:SHOWN])
    if events:
        card.count = records.count()
        card.items = [
            Item(
                event["title"],
                list_url(ServiceRecord, event=event["activity"], **filters),
                _("%(n)s records, due on %(day)s") % {"n": event["number"], "day": date_format(event["first"])},
            )
            for event in events
        ]
        card.lists = [(ServiceRecord._meta.verbose_name_plural, list_url(ServiceRecord, **filters))]
    return card


def _calendar_card() -> Iterator[Card]:
    """Only while something is missing."""
    years = missing_years(timezone.localdate())
    if years:
        note = _("Due dates in that time are counted from Monday to Friday and may be wrong.")
        url = list_url(CalendarYear)
        items = [Item(_("The holidays of %(year)s are not entered") % {"year": year}, url, note) for year in years]
        lists = [(CalendarYear._meta.verbose_name_plural, url)]
        yield Card("calendar", _("Working calendar"), "", count=len(years), items=items, lists=lists)
