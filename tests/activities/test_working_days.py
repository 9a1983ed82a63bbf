"""Issue "The ten-working-day clock right over every holiday of 2021-2026, table-tested, with 调休 weekends"."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from activities.actions.calendars import calendar_changed, due_on, load_calendars, missing_years, working_calendar
from activities.holidays import CALENDARS, Holiday, Unreadable, read_file, read_notice, special_days
from activities.models import CalendarYear, SpecialDay
from activities.working_days import Calendar, add_working_days, is_weekend, is_working_day, reckon
from members.models import AuditEntry
from tests.activities.notices import NOTICES, WORKED
from tests.factories import ServiceRecordFactory

FILES = {year: holidays for year, _source, holidays in map(read_file, CALENDARS.glob("*.toml"))}
CALENDAR = Calendar.of(
    FILES, [(day, worked) for holidays in FILES.values() for day, (worked, _) in special_days(holidays).items()]
)


def d(text: str) -> date:
    return date.fromisoformat(text)


# --- the data
@pytest.mark.parametrize("year", NOTICES)
def test_file_says_what_the_notice_says(year):
    assert special_days(read_notice(NOTICES[year], year)) == special_days(FILES[year])


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [(2021, 31, 7), (2022, 31, 7), (2023, 27, 7), (2024, 28, 8), (2025, 28, 5), (2026, 33, 6)],
)
def test_number_of_days_is_the_notices(year, off, worked):
    """A second source: the numbers of days by which the notices are usually summed up."""
    assert sum((one.last - one.first).days + 1 for one in FILES[year]) == off
    assert sum(len(one.worked) for one in FILES[year]) == worked


@pytest.mark.parametrize("day", [day for days in WORKED.values() for day in days])
def test_weekend_that_makes_up_is_worked(day):
    assert is_weekend(d(day)) and is_working_day(d(day), CALENDAR)


def test_no_other_weekend_is_worked_and_no_holiday_is():
    day, worked, off = date(2021, 1, 1), set(), set()
    while day.year < 2027:
        if is_working_day(day, CALENDAR) == is_weekend(day):
            (worked if is_weekend(day) else off).add(day)
        day += timedelta(days=1)
    assert worked == {d(day) for days in WORKED.values() for day in days}
    spans = [one for holidays in FILES.values() for one in holidays]
    assert all(any(one.first <= day <= one.last for one in spans) for day in off)


# --- the clock: over every holiday of the six years, counted by hand on the calendar
TEN_DAYS = [
    # 2021: 7 and 20 February worked around the Spring Festival
    ("2021-02-01", "2021-02-19"), ("2021-02-05", "2021-02-24"), ("2021-02-10", "2021-03-02"), ("2021-02-14", "2021-03-02"),
    ("2021-03-30", "2021-04-14"), ("2021-04-02", "2021-04-19"), ("2021-04-24", "2021-05-10"), ("2021-04-30", "2021-05-18"),
    ("2021-05-07", "2021-05-20"), ("2021-06-11", "2021-06-28"), ("2021-09-17", "2021-10-08"), ("2021-09-30", "2021-10-20"),
    ("2021-12-25", "2022-01-10"),
    # 2022
    ("2022-01-28", "2022-02-16"), ("2022-04-01", "2022-04-18"), ("2022-04-29", "2022-05-17"), ("2022-06-02", "2022-06-17"),
    ("2022-09-09", "2022-09-26"), ("2022-09-30", "2022-10-19"), ("2022-12-30", "2023-01-16"),
    # 2023
    ("2023-01-20", "2023-02-08"), ("2023-04-04", "2023-04-19"), ("2023-04-28", "2023-05-16"), ("2023-06-21", "2023-07-06"),
    ("2023-09-28", "2023-10-18"), ("2023-12-29", "2024-01-15"),
    # 2024: 9 February, the eve, is a working day by the notice
    ("2024-02-08", "2024-02-28"), ("2024-04-03", "2024-04-18"), ("2024-04-30", "2024-05-16"), ("2024-06-07", "2024-06-24"),
    ("2024-09-13", "2024-09-29"), ("2024-09-30", "2024-10-18"), ("2024-12-31", "2025-01-15"),
    # 2025
    ("2025-01-27", "2025-02-17"), ("2025-04-03", "2025-04-18"), ("2025-04-30", "2025-05-19"), ("2025-05-30", "2025-06-16"),
    ("2025-09-30", "2025-10-21"), ("2025-12-31", "2026-01-15"),
    # 2026
    ("2026-02-13", "2026-03-05"), ("2026-04-03", "2026-04-20"), ("2026-04-30", "2026-05-18"), ("2026-06-18", "2026-07-03"),
    ("2026-09-24", "2026-10-15"), ("2026-09-30", "2026-10-20"),
]  # fmt: skip


@pytest.mark.parametrize(("ended", "due"), TEN_DAYS)
def test_tenth_working_day(ended, due):
    assert str(add_working_days(d(ended), 10, CALENDAR)) == due


def test_day_itself_does_not_count_and_none_is_the_same_day():
    assert add_working_days(d("2021-05-18"), 0, CALENDAR) == d("2021-05-18")
    assert add_working_days(d("2021-05-18"), 1, CALENDAR) == d("2021-05-19")


def test_unknown_year_counts_from_monday_to_friday_and_says_so():
    assert reckon(d("2026-12-25"), 10, CALENDAR) == (d("2027-01-08"), (2027,))
    assert reckon(d("2026-12-01"), 10, CALENDAR) == (d("2026-12-15"), ())
    assert reckon(d("2031-05-02"), 2, Calendar()) == (d("2031-05-06"), (2031,))


def test_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="forwards"):
        reckon(d("2026-01-01"), -1, CALENDAR)


# --- reading a notice
OLD = "一、元旦：1月1日放假1天。\n二、清明节：4月5日放假，4月7日（星期一）补休。\n三、劳动节：5月1日至3日放假调休。5月4日上班。"


def test_older_wordings_are_read_too():
    holidays = read_notice(OLD, 2014)
    assert Holiday("清明节", d("2014-04-07"), d("2014-04-07")) in holidays
    assert holidays[-1] == Holiday("劳动节", d("2014-05-01"), d("2014-05-03"), (d("2014-05-04"),))


@pytest.mark.parametrize(
    "text",
    ["", "放假通知", "一、元旦：放假三天。", "一、元旦：13月1日放假。", "一、元旦：2月30日放假。", "一、春节：2月17日至11日放假。",
     "一、春节：2月1日至3月30日放假。", "一、元旦：日放假。", "一、春节：2月11日放假。2月40日上班。", "一、元旦：\x00日放假"],
)  # fmt: skip
def test_what_is_no_notice_is_refused_with_its_sentence(text):
    with pytest.raises(Unreadable):
        read_notice(text, 2027)


# --- in the database
@pytest.mark.django_db
def test_files_are_entered_once_and_changes_stay():
    assert load_calendars() == [2021, 2022, 2023, 2024, 2025, 2026]
    SpecialDay.objects.filter(date="2026-10-08").delete()
    SpecialDay.objects.create(year=CalendarYear.objects.get(year=2026), date="2026-10-08", name="补休")
    assert load_calendars() == []
    assert SpecialDay.objects.get(date="2026-10-08").name == "补休"
    assert working_calendar().years == frozenset(range(2021, 2027))


@pytest.mark.django_db
def test_database_holds_the_calendar_of_the_files():
    call_command("load_calendars")
    assert working_calendar() == CALENDAR


@pytest.mark.django_db
def test_day_of_the_end_is_the_districts_day():
    load_calendars()
    late_evening = datetime(2021, 2, 4, 15, 59, tzinfo=UTC)  # 23:59 in Beijing
    assert due_on(late_evening) == d("2021-02-23")
    assert due_on(late_evening + timedelta(minutes=1)) == d("2021-02-24")


@pytest.mark.django_db
def test_missing_year_is_named_when_dates_reach_it_and_before():
    assert missing_years(d("2026-05-01")) == [2026]
    load_calendars()
    assert missing_years(d("2026-05-01")) == []
    assert missing_years(d("2026-11-26")) == [2027]
    assert missing_years(d("2026-12-24")) == [2027]
    assert missing_years(d("2027-12-24")) == [2027, 2028]


@pytest.mark.django_db
def test_pending_due_dates_follow_the_calendar(django_assert_num_queries):
    ended = datetime(2021, 4, 30, 9, tzinfo=UTC)
    pending = ServiceRecordFactory(starts_at=ended - timedelta(hours=2), ends_at=ended, due_on="2021-05-14")
    approved = ServiceRecordFactory(
        starts_at=ended - timedelta(hours=2), ends_at=ended, due_on="2021-05-14", approved=True
    )
    load_calendars()
    pending.refresh_from_db(), approved.refresh_from_db()
    assert (str(pending.due_on), str(approved.due_on)) == ("2021-05-18", "2021-05-14")
    assert AuditEntry.objects.get(action="calendar.due").note == "1"
    assert calendar_changed(actor=None) == 0
