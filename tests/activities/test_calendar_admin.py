"""The working calendar in the admin: a notice pasted, rows checked, due dates that follow."""

import datetime

import pytest

from activities.actions.calendars import due_on, load_calendars, working_calendar
from activities.models import CalendarYear, SpecialDay
from members.models import AuditEntry
from tests.activities.notices import NOTICES
from tests.factories import ServiceRecordFactory, VolunteerEventFactory, administrator_of_all

pytestmark = pytest.mark.django_db

LIST = "/admin/activities/calendaryear/"


@pytest.fixture
def desk(client, people):
    client.force_login(administrator_of_all(people.dana))
    return client


def _form(rows=(), **kwargs):
    data = {"days-TOTAL_FORMS": len(rows), "days-INITIAL_FORMS": 0, "days-MIN_NUM_FORMS": 0, "days-MAX_NUM_FORMS": 1000}
    for number, (day, is_working, name) in enumerate(rows):
        data |= {f"days-{number}-date": day, f"days-{number}-name": name}
        data |= {f"days-{number}-is_working": "on"} if is_working else {}
    return data | {"year": "2021", "source": "国办发明电〔2020〕27号", "notice": ""} | kwargs


@pytest.mark.parametrize("year", NOTICES)
def test_pasted_notice_becomes_the_years_days(desk, year):
    answer = desk.post(f"{LIST}add/", _form(year=year, source="", notice=NOTICES[year]))
    assert answer.status_code == 302
    entered = set(SpecialDay.objects.values_list("date", "is_working"))
    assert CalendarYear.objects.get().source.startswith("国办发明电〔")
    SpecialDay.objects.all().delete(), CalendarYear.objects.all().delete()
    load_calendars()
    assert entered == set(SpecialDay.objects.filter(year__year=year).values_list("date", "is_working"))


def test_rows_are_entered_by_hand(desk):
    rows = [("2021-02-07", True, "春节"), ("2021-02-11", False, "春节")]
    assert desk.post(f"{LIST}add/", _form(rows)).status_code == 302
    assert SpecialDay.objects.count() == 2
    assert AuditEntry.objects.filter(action="calendar.change").exists()


@pytest.mark.parametrize(
    ("rows", "kwargs"),
    [
        ([("2021-02-08", True, "春节")], {}),  # a Monday is worked anyway
        ([("2021-02-06", False, "春节")], {}),  # a Saturday is off anyway
        ([("2022-02-07", False, "春节")], {}),  # another year
        ([("2020-11-30", False, "春节")], {}),  # too far back
        ([("2021-02-30", False, "春节")], {}),
        ([("2021-02-11", False, "")], {}),
        ([("2021-02-11", False, "春节"), ("2021-02-11", False, "春节")], {}),
        ([], {"year": "0"}), ([], {"year": "1999"}), ([], {"year": "99999999999999999999"}), ([], {"year": "x"}),
        ([], {"source": ""}),
        ([], {"notice": "明年放假安排另行通知"}), ([], {"notice": NOTICES[2022]}), ([], {"notice": "\x00一、元旦：1月1日放假。"}),
        ([], {"notice": "一、元旦：1月1日放假。1月4日上班。"}),  # a Monday
        ([], {"year": "2022", "notice": "二、春节：2月11日至17日放假调休，共7天。2月7日（星期日）上班。"}),  # 2021's days
    ],
)  # fmt: skip
def test_impossible_days_are_said_beside_the_field(desk, rows, kwargs):
    answer = desk.post(f"{LIST}add/", _form(rows, **kwargs))
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not CalendarYear.objects.exists()


def test_december_before_may_stand_in_a_years_notice(desk):
    assert desk.post(f"{LIST}add/", _form([("2018-12-31", False, "元旦")], year="2019")).status_code == 302


def test_change_moves_the_due_dates_of_what_waits(desk, people, town):
    load_calendars()
    ended = datetime.datetime(2026, 9, 30, 8, tzinfo=datetime.UTC)
    times = {"starts_at": ended - datetime.timedelta(hours=2), "ends_at": ended, "due_on": due_on(ended)}
    record = ServiceRecordFactory(activity=VolunteerEventFactory(organisation=town), **times)
    year = CalendarYear.objects.get(year=2026)
    notice = NOTICES[2026].replace("10月1日（周四）至7日（周三）", "10月1日（周四）至8日（周四）")
    answer = desk.post(f"{LIST}{year.pk}/change/", _form(notice=notice, source="国办发明电〔2025〕7号"))
    assert answer.status_code == 302
    record.refresh_from_db()
    assert str(record.due_on) == "2026-10-21"
    assert AuditEntry.objects.get(action="calendar.due", note="1").personal["member"] == people.dana.pk


def test_everyone_with_a_post_reads_and_only_administrators_of_all_change(client, people):
    load_calendars()
    year = CalendarYear.objects.get(year=2021)
    for name in ("alice", "olga", "dana"):  # dana administers one organisation of two
        client.force_login(getattr(people, name))
        page = client.get(f"{LIST}{year.pk}/change/")
        assert page.status_code == 200 and 'name="notice"' not in page.content.decode()
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}{year.pk}/change/", _form()).status_code == 403
    assert len(working_calendar().years) == 6


def test_years_are_not_deleted(desk):
    load_calendars()
    assert desk.post(f"{LIST}{CalendarYear.objects.first().pk}/delete/", {"post": "yes"}).status_code == 403


def test_add_form_offers_the_missing_year_and_the_list_warns(desk):
    page = desk.get(LIST).content.decode()
    assert "notice warning" in page
    assert f'value="{datetime.date.today().year}"' in desk.get(f"{LIST}add/").content.decode()
