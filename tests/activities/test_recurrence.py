"""Days and hours of what comes again: across midnight and the year, in zones that set their clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from activities.recurrence import Rule, moments

CHINA = ZoneInfo("Asia/Shanghai")


def _rule(weekdays="1234567", since=date(2026, 1, 1), until=None, hours=("19:30", "21:00"), zone=CHINA):
    starts, ends = map(time.fromisoformat, hours)
    return Rule(weekdays, since, until, starts, ends, zone)


def _days(rule, first, last):
    return [day.isoformat() for day in rule.days(date.fromisoformat(first), date.fromisoformat(last))]


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [
        ("1234567", ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-10", "2026-01-11"]),
        ("1", ["2026-01-05"]),
        ("7", ["2026-01-11"]),
        ("67", ["2026-01-10", "2026-01-11"]),
        ("531", ["2026-01-05", "2026-01-07", "2026-01-09"]),
        ("", []),
        ("9", []),
    ],
)
def test_week_from_monday_to_sunday(weekdays, expected):
    assert _days(_rule(weekdays), "2026-01-05", "2026-01-11") == expected


@pytest.mark.parametrize(
    ("since", "until", "first", "last", "number"),
    [
        ("2026-01-01", None, "2025-12-30", "2026-01-03", 3),  # not before it begins
        ("2026-01-01", "2026-01-02", "2026-01-01", "2026-01-31", 2),  # not after its last day
        ("2026-01-01", "2026-01-01", "2026-01-01", "2026-01-31", 1),
        ("2026-01-02", "2026-01-01", "2025-12-01", "2026-01-31", 0),  # the last day lies before the first
        ("2026-01-01", None, "2026-01-31", "2026-01-01", 0),
        ("2025-12-30", None, "2025-12-30", "2026-01-02", 4),  # over the year
        ("2028-01-01", None, "2028-02-27", "2028-03-01", 4),  # a leap year
    ],
)
def test_days_lie_between_beginning_and_last_day(since, until, first, last, number):
    rule = _rule(since=date.fromisoformat(since), until=until and date.fromisoformat(until))
    assert len(_days(rule, first, last)) == number


@pytest.mark.parametrize(
    ("hours", "starts", "ends"),
    [
        (("19:30", "21:00"), "2026-12-31T11:30", "2026-12-31T13:00"),
        (("22:00", "00:00"), "2026-12-31T14:00", "2026-12-31T16:00"),
        (("22:00", "02:00"), "2026-12-31T14:00", "2026-12-31T18:00"),  # into the new year
        (("00:00", "06:00"), "2026-12-30T16:00", "2026-12-30T22:00"),
        (("08:00", "08:00"), "2026-12-31T00:00", "2027-01-01T00:00"),  # once round the clock
    ],
)
def test_end_that_is_not_later_lies_on_the_next_day(hours, starts, ends):
    begin, end = _rule(hours=hours).times(date(2026, 12, 31))
    assert (begin, end) == tuple(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (starts, ends))


def test_hours_are_those_of_the_clock_when_clocks_are_set():
    new_york = ZoneInfo("America/New_York")
    length = [end - begin for begin, end in map(_rule(hours=("22:00", "06:00"), zone=new_york).times,
              (date(2026, 3, 7), date(2026, 10, 31), date(2026, 6, 1)))]  # fmt: skip
    assert length == [timedelta(hours=7), timedelta(hours=9), timedelta(hours=8)]


def test_clocks_of_china_were_set_too_until_1991():
    begin, end = moments(date(1990, 4, 14), time(22), time(6), CHINA)
    assert end - begin == timedelta(hours=7)


def test_a_year_of_evenings_keeps_its_hour():
    rule = _rule(zone=ZoneInfo("Europe/Berlin"))
    local = {rule.times(day)[0].astimezone(rule.zone).time() for day in rule.days(date(2026, 1, 1), date(2026, 12, 31))}
    assert local == {time(19, 30)}
