"""Activities for calendars (RFC 5545), with the icalendar library."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localtime, make_aware
from icalendar import Calendar, Event, Timezone, vDuration, vRecur

from activities.kinds import Form, Kind
from activities.models import Activity, Shift
from activities.public.pieces import where_of
from publishing.addresses import absolute, site_root

PRODUCT = "-//portal//activities//ZH"
MOST = 200  # activities of one calendar
MOST_CHANGES = 2000  # shifts looked at for one calendar
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
AGAIN_AFTER = timedelta(hours=1)  # how long a calendar that follows a list may wait before it asks again


def calendar_of(activities: list[Activity], request: HttpRequest, *, name: str) -> bytes:
    """Return a calendar: one query, for the shifts of all that come again and again."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", vDuration(AGAIN_AFTER), parameters={"VALUE": "DURATION"})
    calendar.add_component(_timezone())
    shifts = _shifts([activity.pk for activity in activities if _event_of(activity)])
    for activity in activities:
        for entry in _entries(activity, request, shifts[activity.pk]):
            calendar.add_component(entry)
    return calendar.to_ical()


@lru_cache(maxsize=1)
def _timezone() -> Timezone:
    return Timezone.from_tzid(settings.TIME_ZONE)


def _shifts(events: list[int]) -> dict[int, list[Shift]]:
    found: dict[int, list[Shift]] = defaultdict(list)
    for shift in Shift.objects.filter(event__in=events).defer("handover")[:MOST_CHANGES] if events else ():
        found[shift.event_id].append(shift)
    return found


def _entries(activity: Activity, request: HttpRequest, shifts: list[Shift]) -> list[Event]:
    """Return the entry of an activity; of one that comes again also those of its shifts that were moved."""
    entry = _entry(activity, request)
    event = _event_of(activity)
    if event is None:
        entry.add("dtstart", localtime(activity.starts_at))
        entry.add("dtend", localtime(activity.ends_at))
        return [entry]
    first = _first_day(event)
    for name, moment in zip(("dtstart", "dtend"), _times(event, first), strict=True):
        entry.add(name, moment)
    entry.add("rrule", _rule(event))
    moved = []
    for shift in shifts:
        start, end = _times(event, shift.date)
        if shift.state == Shift.State.CANCELLED:
            entry.add("exdate", start)
        elif (shift.starts_at, shift.ends_at) != (start, end):
            moved.append(_moved(activity, request, shift, start))
    return [entry, *moved]


def _entry(activity: Activity, request: HttpRequest) -> Event:
    """Return an entry without its times. The sequence grows with every text that readers got to see."""
    changed_at = max(filter(None, (activity.revised_at, activity.withdrawn_at)))
    url = absolute(request, activity.get_absolute_url())
    words = [activity.summary, activity.directions, f"{activity.contact_name} {activity.contact_phone}".strip(), url]
    entry = Event()
    entry.add("uid", f"activity-{activity.pk}@{urlsplit(site_root(request)).hostname}")
    entry.add("dtstamp", changed_at)
    entry.add("last-modified", changed_at)
    entry.add("sequence", max(int((changed_at - activity.created_at).total_seconds()), 0))
    entry.add("summary", activity.title)
    entry.add("description", "\n".join(filter(None, words)))
    if place := where_of(activity):
        entry.add("location", place)
    entry.add("url", url)
    entry.add("categories", [str(Form(activity.form).label)])
    entry.add("status", "CANCELLED" if activity.state == activity.State.WITHDRAWN else "CONFIRMED")
    return entry


def _moved(activity: Activity, request: HttpRequest, shift: Shift, planned: datetime) -> Event:
    entry = _entry(activity, request)
    entry.add("recurrence-id", planned)
    entry.add("dtstart", localtime(shift.starts_at))
    entry.add("dtend", localtime(shift.ends_at))
    return entry


def _event_of(activity: Activity):
    """The volunteer event that comes again, if it is one; loaded with the activity."""
    event = getattr(activity, "volunteerevent", None) if activity.kind == Kind.SERVICE else None
    return event if event is not None and event.weekdays and event.shift_from and event.shift_until else None


def _first_day(event) -> date:
    """The first day of the rule: a calendar takes the first entry as one even where the rule leaves that day out."""
    start = localtime(event.starts_at).date()
    days = (start + timedelta(days=at) for at in range(7))
    return next((day for day in days if str(day.isoweekday()) in event.weekdays), start)


def _times(event, day: date) -> tuple[datetime, datetime]:
    """Return from when to when the event is on, by its rule, on a day; past midnight when it ends before it begins."""
    night = timedelta(days=event.shift_until <= event.shift_from)
    start, end = make_aware(datetime.combine(day, event.shift_from)), datetime.combine(day + night, event.shift_until)
    return start, make_aware(end)


def _rule(event) -> vRecur:
    last = event.repeats_until or localtime(event.ends_at).date()
    until = make_aware(datetime.combine(last, time(23, 59, 59))).astimezone(UTC)
    days = [WEEKDAYS[int(digit) - 1] for digit in sorted(set(event.weekdays))]
    return vRecur({"freq": "weekly", "until": until, "byday": days})
