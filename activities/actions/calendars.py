"""The working calendar: reading it, filling it from the notices that we ship, and the dates that hang on it."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from activities.holidays import CALENDARS, read_file, special_days
from activities.models import CalendarYear, RecordVersion, ServiceRecord, SpecialDay
from activities.working_days import RECORDING_DAYS, Calendar, add_working_days, reckon
from members import audit

AHEAD = timedelta(days=45)  # next year's notice comes in November


def working_calendar() -> Calendar:
    """Return all that is known: two queries."""
    years = CalendarYear.objects.values_list("year", flat=True)
    return Calendar.of(years, SpecialDay.objects.values_list("date", "is_working"))


def due_on(ended_at: datetime, calendar: Calendar | None = None) -> date:
    """Return the last day for recording what ended then: 民政部令第67号, article 7, ten working days after the end."""
    return add_working_days(timezone.localdate(ended_at), RECORDING_DAYS, calendar or working_calendar())


def missing_years(today: date, calendar: Calendar | None = None) -> list[int]:
    """Return the years that today's dates need, or soon will, and whose arrangement nobody has entered."""
    calendar = calendar or working_calendar()
    missing = set(reckon(today, RECORDING_DAYS, calendar).missing)
    return sorted(missing | {year for year in (today.year, (today + AHEAD).year) if year not in calendar.years})


@transaction.atomic
def load_calendars(folder: Path = CALENDARS) -> list[int]:
    """Enter the years of our files that the table lacks; what an administrator entered or changed stays."""
    entered = []
    for path in sorted(folder.glob("*.toml")):
        year, source, holidays = read_file(path)
        row, is_new = CalendarYear.objects.get_or_create(year=year, defaults={"source": source})
        if is_new:
            set_days(row, special_days(holidays))
            entered.append(year)
    if entered:
        calendar_changed(actor=None)
    return entered


def set_days(year: CalendarYear, days: dict[date, tuple[bool, str]]) -> None:
    """Replace the special days of a year: day -> (whether it is worked, name). Call it in a transaction."""
    year.days.all().delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(year=year, date=day, is_working=is_worked, name=name) for day, (is_worked, name) in days.items()
    )


@transaction.atomic
def calendar_changed(*, actor, request=None) -> int:
    """Reckon the due dates of pending records anew; returns how many moved."""
    calendar, moved = working_calendar(), []
    corrections = RecordVersion.objects.filter(record=OuterRef("pk")).order_by("-version")
    pending = ServiceRecord.objects.pending().annotate(corrected_at=Subquery(corrections.values("corrected_at")[:1]))
    for record in pending.order_by("pk"):
        day = due_on(counts_from(record.ends_at, record.corrected_at), calendar)
        if day != record.due_on:
            record.due_on = day
            moved.append(record)
    ServiceRecord.objects.bulk_update(moved, ["due_on"], batch_size=500)
    if moved:
        audit.record(actor=actor, action="calendar.due", note=str(len(moved)), request=request)
    return len(moved)


def counts_from(ended_at: datetime, corrected_at: datetime | None) -> datetime:
    """From when the ten days run: the end of the service, or the correction that has to be checked."""
    return max(filter(None, (ended_at, corrected_at)))
