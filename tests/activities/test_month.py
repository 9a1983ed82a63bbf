"""The month view: a table of days with what is on."""

import datetime
import re

import pytest
from django.utils import timezone

from activities.kinds import Form
from activities.models import Shift
from tests.factories import StudySessionFactory, VolunteerEventFactory

pytestmark = pytest.mark.django_db

NOW = "/activities/month/"
DAY = datetime.timedelta(days=1)


def _at(day: int, hour: int = 9, month: int = 4, year: int = 2026) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(year, month, day, hour))


def _page(client, year=2026, month=4) -> str:
    response = client.get(f"{NOW}{year}/{month}/")
    assert response.status_code == 200
    return response.content.decode()


def _cell(page: str, day: str) -> str:
    return next(cell for cell in page.split("<td")[1:] if f'datetime="{day}"' in cell)


def _session(day, hour=9, month=4, **fields):
    start = _at(day, hour, month)
    return StudySessionFactory(published=True, starts_at=start, ends_at=start + DAY / 12, **fields)


@pytest.fixture
def patrol(town):
    """A rota of three evenings in April: one as planned, one called off, one moved."""
    event = VolunteerEventFactory(
        organisation=town, published=True, form=Form.PATROL, title="夜间巡逻", weekdays="1234567",
        starts_at=_at(1, 19), ends_at=_at(30, 21), shift_from=datetime.time(19), shift_until=datetime.time(21),
    )  # fmt: skip
    for day, hour, state in ((7, 19, "planned"), (8, 19, "cancelled"), (9, 20, "planned")):
        start = _at(day, hour)
        Shift.objects.create(event=event, date=start.date(), starts_at=start, ends_at=start + DAY / 12, state=state)
    return event


def test_day_holds_what_begins_on_it_in_its_order(client):
    _session(2, 14, title="下午的课")
    _session(2, 8, title="上午的课")
    cell = _cell(_page(client), "2026-04-02")
    assert re.findall(r"<b>(\d\d:\d\d)</b> (.*?)</a>", cell) == [
        ("08:00", "上午的课"),
        ("14:00", "下午的课"),
    ]


def test_rota_stands_there_with_its_evenings_and_not_as_a_whole(client, patrol):
    page = _page(client)
    assert page.count("夜间巡逻") == 3
    assert "夜间巡逻" not in _cell(page, "2026-04-01")
    assert "20:00" in _cell(page, "2026-04-09")


def test_evening_called_off_is_struck_through(client, patrol):
    page = _page(client)
    assert page.count("<del>") == 1
    assert "<del>" in _cell(page, "2026-04-08")


def test_week_begins_on_monday_and_days_of_other_months_fill_it(client):
    _session(30, month=3, title="三月末的课")
    page = _page(client)
    first = page.split("<td")[1]
    assert 'datetime="2026-03-30"' in first
    assert 'class="other' in first
    assert "三月末的课" in first


def test_day_with_very_many_leads_to_the_list(client):
    for number in range(13):
        _session(2, 8, title=f"第{number}课")
    cell = _cell(_page(client), "2026-04-02")
    assert cell.count("<li>") == 4
    assert "/activities/?from=2026-04-02&amp;to=2026-04-02" in cell
    assert (
        client.get("/activities/?from=2026-04-02&to=2026-04-02").content.decode().count('class="agenda activities"')
        == 1
    )


def test_month_with_more_than_it_reads_says_so_on_the_days_concerned(client, monkeypatch):
    monkeypatch.setattr("activities.public.month.MOST", 2)
    for name in ("ACTIVITIES", "SHIFTS"):
        monkeypatch.setattr(f"activities.public.month.{name}.written", {})
    for day in (2, 3, 4):
        _session(day)
    page = _page(client)
    assert "to=2026-04-02" not in page
    assert "to=2026-04-03" in _cell(page, "2026-04-03")


def test_title_cannot_be_markup(client):
    _session(2, title="<b>课</b>")
    assert "&lt;b&gt;课&lt;/b&gt;" in _cell(_page(client), "2026-04-02")


def test_hidden_event_shows_no_evening(client, patrol):
    type(patrol).objects.update(state="draft")
    assert "夜间巡逻" not in _page(client)


def test_empty_month_says_so(client):
    assert 'class="empty"' in _page(client, 2020, 2)


def test_today_is_marked_in_the_present_month_only(client):
    assert client.get(NOW).content.decode().count('aria-current="date"') == 1
    assert 'aria-current="date"' not in _page(client, 2020, 2)


def test_months_lead_to_their_neighbours_across_the_year(client):
    page = _page(client, 2025, 12)
    assert re.findall(r'rel="(prev|next)" href="([^"]*)"', page) == [
        ("prev", "/activities/month/2025/11/"), ("next", "/activities/month/2026/1/"),
    ]  # fmt: skip


def test_first_and_last_month_have_no_way_on(client):
    assert 'rel="prev"' not in _page(client, 2000, 1)
    assert 'rel="next"' not in _page(client, timezone.localdate().year + 5, 12)


@pytest.mark.parametrize(
    ("path", "status"),
    [("1999/12", 404), ("2026/13", 404), ("2026/0", 404), ("9999/1", 404), ("0/0", 404), ("9" * 30 + "/1", 404), ("2021/4", 200)],
)  # fmt: skip
def test_only_months_that_can_hold_something_have_a_page(client, path, status):
    assert client.get(f"{NOW}{path}/").status_code == status
