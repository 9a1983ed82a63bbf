"""Activities for calendars (RFC 5545), with the icalendar library."""

from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localtime
from icalendar import Calendar, Event, vRecur

from activities.models import Activity, Shift
from publishing.addresses import absolute, site_root

PRODUCT = "-//portal//activities//ZH"
MOST = 300  # entries of one calendar
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_of(activities: list[Activity], request: HttpRequest, *, name: str) -> bytes:
    """Return a calendar: one query for the rota of each that comes again, all at once."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    again = [activity.pk for activity in activities if _event_of(activity)]
    off: dict[int, list[datetime]] = {}
    for event, starts_at in Shift.objects.filter(event__in=again, state=Shift.State.CANCELLED).values_list(
        "event", "starts_at"
    ):
        off.setdefault(event, []).append(starts_at)
    for activity in activities:
        calendar.add_component(_entry(activity, request, off.get(activity.pk, [])))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(activity: Activity, request: HttpRequest, called_off: list[datetime]) -> Event:
    entry = Event()
    entry.add("uid", f"activity-{activity.pk}@{urlsplit(site_root(request)).hostname}")
    entry.add("dtstamp", activity.revised_at)
    entry.add("last-modified", activity.revised_at)
    entry.add("sequence", activity.review_round)
    entry.add("summary", activity.title)
    event = _event_of(activity)
    starts_at, ends_at = (localtime(moment) for moment in (activity.starts_at, activity.ends_at))
    if event:
        starts_at, ends_at = _first_shift(starts_at, event)
        entry.add("rrule", _rule(event))
        for moment in called_off:
            entry.add("exdate", localtime(moment))
    entry.add("dtstart", starts_at)
    entry.add("dtend", ends_at)
    if place := " ".join(filter(None, (str(activity.place or ""), activity.venue))):
        entry.add("location", place)
    url = absolute(request, activity.get_absolute_url())
    words = [activity.summary, activity.directions, f"{activity.contact_name} {activity.contact_phone}".strip(), url]
    entry.add("description", "\n".join(filter(None, words)))
    entry.add("url", url)
    withdrawn = activity.state == activity.State.WITHDRAWN
    entry.add("status", "CANCELLED" if withdrawn else "CONFIRMED")
    return entry


def _event_of(activity: Activity):
    """The volunteer event that comes again, if it is one; loaded with the activity."""
    event = getattr(activity, "volunteerevent", None) if activity.kind == "service" else None
    return event if event is not None and event.weekdays and event.shift_from and event.shift_until else None


def _first_shift(starts_at: datetime, event) -> tuple[datetime, datetime]:
    start = datetime.combine(starts_at.date(), event.shift_from, starts_at.tzinfo)
    end = datetime.combine(starts_at.date(), event.shift_until, starts_at.tzinfo)
    return start, end if end > start else end + timedelta(days=1)


def _rule(event) -> vRecur:
    rule = {"freq": "weekly", "byday": [WEEKDAYS[int(digit) - 1] for digit in sorted(set(event.weekdays))]}
    if event.repeats_until:
        last = datetime.combine(event.repeats_until, time(23, 59, 59), localtime(event.starts_at).tzinfo)
        rule["until"] = last
    return vRecur(rule)
