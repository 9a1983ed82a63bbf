"""The ledger: what was closed in a period, in numbers, for those who reach it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.actions.closing import close_activity
from activities.actions.records import approve_records
from activities.actions.roster import fill_roster, mark
from activities.models import ServiceRecord
from members.roles import Role
from tests.activities.roster_files import table_of
from tests.activities.rosters import HOUR, filled, session_with, shift_with
from tests.factories import MemberFactory, PostFactory, VolunteerEventFactory
from tests.publishing.desk import signed_in

pytestmark = pytest.mark.django_db
LEDGER = reverse("admin:activities_studysession_ledger")
EXCEL = reverse("admin:activities_studysession_ledger_excel")
COUNTS = {
    "headcount": 300, "is_approximate": True, "basis": "estimate", "headcount_of": "党员干部", "organisations": 16,
    "delegates": 24, "delegates_of": "企业",
}  # fmt: skip


def _at(month, day, hour=9):
    return datetime.datetime(2021, month, day, hour, tzinfo=timezone.get_default_timezone())


def _closed(organisation, starts_at, title, **facts):
    session = session_with(organisation, title=title, starts_at=starts_at, ends_at=starts_at + 2 * HOUR)
    close_activity(session, actor=session.author, **COUNTS | facts)
    return session


def _titles(client, **period):
    return [entry.activity.title for entry in client.get(LEDGER, period).context["entries"]]


def test_ledger_of_a_period_in_the_order_of_days(client, people, town):
    _closed(town, _at(7, 1, 0), "七一")
    _closed(town, _at(4, 2), "四月")
    _closed(town, _at(12, 31, 23), "跨年")
    session_with(town, title="没有办结", starts_at=_at(5, 1), ends_at=_at(5, 1, 11))
    signed_in(client, people.alice)
    assert _titles(client, since="2021-01-01", until="2021-12-31") == ["四月", "七一", "跨年"]
    assert _titles(client, since="2021-07-01", until="2021-07-01") == ["七一"]
    assert _titles(client) == []


def test_file_says_counts_and_hours_and_nobody(client, people, town):
    now = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - datetime.timedelta(days=3)
    event = filled(
        town, "欧阳惜春", "王芳", factory=VolunteerEventFactory, title="清淤", starts_at=now, ends_at=now + 2 * HOUR
    )
    mark(event, marks={1: "present", 2: "present"}, actor=people.dana)
    close_activity(event, actor=people.dana, headcount=2, basis="roster")
    approve_records(list(ServiceRecord.objects.order_by("pk")[:1]), actor=people.dana, person_in_charge="周主任")
    signed_in(client, people.alice)
    day = f"{now:%Y-%m-%d}"
    answer = client.get(EXCEL, {"since": day, "until": day})
    heading, line, total = table_of(answer.content)
    assert line[:5] == (day, "00:00", "02:00", "清淤保洁", "清淤")
    assert line[6:13] == ("雷打石镇", 2, None, None, None, None, "2人") and line[14:] == (2, 1)
    assert (heading[7], total[0], total[14]) == ("参加人数", "合计", 2)
    assert "欧阳惜春".encode() not in answer.content


def test_every_evening_is_an_entry(client, people, town):
    shift = shift_with(town, "张伟")
    fill_roster(shift.event, shift, actor=people.dana)
    mark(shift.event, shift, marks={1: "present"}, actor=people.dana)
    close_activity(shift.event, shift, actor=people.dana, headcount=1, basis="roster")
    signed_in(client, people.alice)
    day = f"{shift.date:%Y-%m-%d}"
    (entry,) = client.get(LEDGER, {"since": day, "until": day}).context["entries"]
    assert entry.starts_at == shift.starts_at and entry.pending == 1


def test_others_activities_are_not_in_it(client, people, town, harbour):
    _closed(harbour, _at(7, 1), "别人的")
    signed_in(client, people.alice)
    assert _titles(client, since="2021-01-01", until="2021-12-31") == []
    assert "别人的".encode() not in client.get(EXCEL, {"since": "2021-01-01", "until": "2021-12-31"}).content


@pytest.mark.parametrize("who", ["charlie", None])
def test_without_a_post_there_is_none(client, people, who):
    if who:
        signed_in(client, people.charlie)
    assert client.get(LEDGER).status_code == 302


@pytest.mark.parametrize(
    "period",
    [
        {"since": "x"}, {"since": ""}, {"since": "0000-01-01"}, {"since": "2021-02-30"}, {"until": "9999-12-31"},
        {"since": "2021-05-01", "until": "2021-04-01"}, {"since": "2001-01-01", "until": "2021-01-01"}, {"since": "٢٠٢١"},
    ],
)  # fmt: skip
def test_odd_periods_are_told(client, people, period):
    signed_in(client, people.alice)
    for page in (LEDGER, EXCEL):
        answer = client.get(page, period)
        assert answer.status_code == 200 and answer.context["form"].errors


def test_queries_do_not_grow(client, town, django_assert_max_num_queries):
    secretary = MemberFactory(organisation=town)
    PostFactory(member=secretary, role=Role.SECRETARY)
    for number in range(6):
        _closed(town, _at(4, 2 + number), f"第{number}次")
    signed_in(client, secretary)
    with django_assert_max_num_queries(14):
        assert len(_titles(client, since="2021-01-01", until="2021-12-31")) == 6
