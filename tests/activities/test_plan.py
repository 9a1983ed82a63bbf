"""The year's plan: by months, by days, as an Excel file; of the units that one sees."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from activities.models import SeatPool, Shift
from activities.plan import of_month, of_year, planned
from tests.factories import OrganisationFactory, PostFactory, StudySessionFactory, VolunteerEventFactory
from tests.publishing.desk import signed_in

pytestmark = pytest.mark.django_db
PLAN = "/admin/activities/studysession/plan/"


def _local(*parts) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(*parts))


@pytest.fixture
def own(people):
    return {"organisation": people.alice.organisation, "author": people.alice}


@pytest.fixture
def alice(client, people):
    return signed_in(client, people.alice)


def _session(own, *start, hours=2, **fields):
    starts_at = _local(*start)
    return StudySessionFactory(starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=hours), **own | fields)


def _titles(months) -> dict:
    return {first.month: [entry.activity.title for entry in entries] for first, entries in months if entries}


def _days(weeks) -> dict:
    return {
        day.date.day: [entry.activity.title for entry in day.entries] for week in weeks for day in week if day.entries
    }


def test_year_stands_month_by_month_in_order(own):
    for month, day, title in ((12, 31, "丁"), (1, 1, "甲"), (3, 30, "丙"), (3, 2, "乙")):
        _session(own, 2027, month, day, 23 if month == 12 else 0, 30, title=title)
    _session(own, 2028, 1, 1, 0, 0, title="明年")
    found = planned([own["organisation"].pk])
    assert _titles(of_year(found, 2027)) == {1: ["甲"], 3: ["乙", "丙"], 12: ["丁"]}


def test_withdrawn_ones_are_no_plan(own):
    _session(own, 2027, 3, 2, 9, withdrawn=True)
    assert _titles(of_year(planned([own["organisation"].pk]), 2027)) == {}


def test_month_begins_on_monday_and_holds_all_its_days(own):
    weeks = of_month(planned([own["organisation"].pk]), 2027, 2)
    assert [len(week) for week in weeks] == [7] * 4  # 1 February 2027 is a Monday
    assert sum(day.is_in_month for week in weeks for day in week) == 28


def test_what_lasts_for_days_stands_on_each_of_them(own):
    _session(own, 2027, 2, 27, 8, hours=24 * 3, title="研学")
    found = planned([own["organisation"].pk])
    assert _days(of_month(found, 2027, 2)) == {27: ["研学"], 28: ["研学"]}
    assert _days(of_month(found, 2027, 3)) == {1: ["研学"], 2: ["研学"]}


def test_evening_past_midnight_is_one_evening(own):
    _session(own, 2027, 2, 27, 22, hours=4, title="夜话")
    assert _days(of_month(planned([own["organisation"].pk]), 2027, 2)) == {27: ["夜话"]}


@pytest.fixture
def patrol(own):
    return VolunteerEventFactory(
        title="夜间巡逻", weekdays="15", shift_from=datetime.time(19, 30), shift_until=datetime.time(21),
        starts_at=_local(2027, 2, 1, 19, 30), ends_at=_local(2027, 2, 19, 21), repeats_until=datetime.date(2027, 2, 20),
        **own,
    )  # fmt: skip


def test_rota_stands_on_its_days_before_its_shifts_are_made(own, patrol):
    assert list(_days(of_month(planned([own["organisation"].pk]), 2027, 2))) == [1, 5, 8, 12, 15, 19]


def test_shifts_stand_where_they_were_moved_and_say_what_was_called_off(own, patrol):
    for day, state in ((2, "planned"), (5, "cancelled")):
        start = _local(2027, 2, day, 19, 30)
        Shift.objects.create(
            event=patrol, date=start.date(), starts_at=start, ends_at=start + datetime.timedelta(hours=1), state=state
        )
    weeks = of_month(planned([own["organisation"].pk]), 2027, 2)
    entries = {day.date.day: entry.is_called_off for week in weeks for day in week for entry in day.entries}
    assert entries == {2: False, 5: True}


def test_rota_stands_once_in_the_list(own, patrol):
    ((_first, (entry,)),) = [part for part in of_year(planned([own["organisation"].pk]), 2027) if part[1]]
    assert "19:30—21:00" in entry.rota


def test_seats_are_said_as_taken_and_all(own):
    session = _session(own, 2027, 2, 2, 9, takes_sign_ups=True, seats=461)
    SeatPool.objects.create(activity=session, seats=161, taken=5)
    SeatPool.objects.create(activity=session, organisation=OrganisationFactory(), seats=300, taken=7)
    ((_first, (entry,)),) = [part for part in of_year(planned([own["organisation"].pk]), 2027) if part[1]]
    assert entry.seats == "12/461"


# --- the pages ---
def test_plan_holds_the_units_that_one_sees(alice, own, people):
    _session(own, 2027, 3, 2, 9, title="我们的学习")
    _session({"organisation": OrganisationFactory(parent=own["organisation"])}, 2027, 3, 3, 9, title="社区的学习")
    _session({"organisation": people.eve.organisation}, 2027, 3, 4, 9, title="别处的学习")
    for query in ("?year=2027", "?year=2027&month=3"):
        text = alice.get(PLAN + query).content.decode()
        assert ("我们的学习" in text, "社区的学习" in text, "别处的学习" in text) == (True, True, False)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=study", "讲"),
        ("kind=service", "扫"),
        ("form=lecture", "讲"),
        ("form=contest", ""),
        ("month=3", "讲"),
        ("", "讲扫"),
    ],
)
def test_plan_is_narrowed(alice, own, query, titles):
    _session(own, 2027, 3, 2, 9, title="宣讲")
    VolunteerEventFactory(title="清扫", starts_at=_local(2027, 4, 2, 9), **own)
    text = alice.get(f"{PLAN}?year=2027&{query}").content.decode()
    assert ("宣讲</a>" in text, "清扫</a>" in text) == ("讲" in titles, "扫" in titles)


def test_plan_is_narrowed_to_a_unit(alice, own):
    below = OrganisationFactory(parent=own["organisation"])
    _session(own, 2027, 3, 2, 9, title="宣讲")
    assert "宣讲</a>" not in alice.get(f"{PLAN}?year=2027&unit={below.pk}").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "year=0",
        "year=99999999999999999999",
        "year=x",
        "month=13",
        "month=0",
        "unit=7777",
        "unit=x",
        "kind=x",
        "form=%20",
    ],
)
def test_odd_question_is_said_beside_its_box_and_shows_this_year(alice, own, query):
    response = alice.get(f"{PLAN}?{query}")
    assert response.status_code == 200
    assert response.context["year"] == timezone.localdate().year
    assert alice.get(f"{PLAN}excel/?{query}").status_code == 200


def test_months_lead_to_their_neighbours_across_the_year(alice):
    urls = [url for _label, url in alice.get(f"{PLAN}?year=2027&month=12&kind=study").context["neighbours"]]
    assert urls == ["?year=2027&month=11&kind=study", "?year=2028&month=1&kind=study"]
    assert [url for _label, url in alice.get(f"{PLAN}?year=2100").context["neighbours"]] == ["?year=2099"]


def test_day_leads_to_a_new_activity_of_that_day(alice):
    assert (
        "/admin/activities/studysession/add/?starts=2027-12-03"
        in alice.get(f"{PLAN}?year=2027&month=12").content.decode()
    )


def test_reader_is_offered_no_new_one(client, people):
    assert "?starts=" not in signed_in(client, people.olga).get(f"{PLAN}?year=2027&month=12").content.decode()


def test_member_without_a_post_is_sent_away(client, people):
    assert signed_in(client, people.charlie).get(PLAN).status_code == 302


def test_excel_file_holds_the_plan_and_no_formula(alice, own):
    _session(
        own, 2027, 3, 30, 9, title='=HYPERLINK("http://evil.example")', venue="＋株洲站", takes_sign_ups=True, seats=461
    )
    response = alice.get(f"{PLAN}excel/?year=2027")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows())
    values = [cell.value for cell in rows[1]]
    assert len(rows) == 2
    assert (values[0], values[2], values[3]) == ("2027-03-30", "09:00", "11:00")
    assert (values[9], values[10]) == (461, 0)
    assert {cell.data_type for row in rows for cell in row if cell.value} <= {"s", "n"}
    assert rows[1][4].quotePrefix


def test_number_of_queries_is_the_same_for_one_and_for_many(alice, own, patrol):

    def _count(query):
        with CaptureQueriesContext(connection) as queries:
            alice.get(PLAN + query)
        return len(queries)

    before = [_count("?year=2027"), _count("?year=2027&month=2")]
    for day in range(1, 9):
        _session(own, 2027, 2, day, 9)
    assert [_count("?year=2027"), _count("?year=2027&month=2")] == before


def test_overseer_of_all_sees_all(client, people, own):
    PostFactory(member=people.dana, role="secretary", organisation=people.eve.organisation)
    _session({"organisation": people.eve.organisation}, 2027, 3, 4, 9, title="别处的学习")
    assert "别处的学习" in signed_in(client, people.dana).get(f"{PLAN}?year=2027").content.decode()
