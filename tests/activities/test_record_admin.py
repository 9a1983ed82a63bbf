"""The desk of those who approve hours: list, bulk pages, corrections, by hand, export, certificates at the counter."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.actions.certificates import issue_certificate
from activities.actions.participants import participant_of
from activities.models import Certificate, ServiceRecord, Shift
from members.models import AuditEntry
from tests.factories import (
    ParticipantFactory,
    ServiceRecordFactory,
    VolunteerEventFactory,
    administrator_of_all,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/activities/servicerecord/"
NAME, PHONE = "欧阳惜春", "13812345678"
TODAY = timezone.localdate()


@pytest.fixture
def event(town):
    start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) - datetime.timedelta(days=3)
    return VolunteerEventFactory(
        organisation=town, published=True, title="清理沟渠", starts_at=start, person_in_charge="余红梅",
        ends_at=start + datetime.timedelta(hours=3),
    )  # fmt: skip


@pytest.fixture
def record(event):
    return ServiceRecordFactory(activity=event, participant=ParticipantFactory(name=NAME, phone=PHONE))


@pytest.fixture
def desk(client, olive):
    client.force_login(olive)
    return client


def _act(client, action, *records, **kwargs):
    data = {"action": action, "_selected_action": [record.pk for record in records]} | kwargs
    return client.post(f"{LIST}?state=all", data)


def _text(answer) -> str:
    return answer.content.decode()


# --- who sees what
def test_organiser_sees_names_and_no_numbers(desk, record):
    assert NAME in _text(desk.get(LIST))
    page = desk.get(f"{LIST}{record.pk}/change/")
    assert NAME in _text(page) and PHONE not in _text(page)


def test_auditor_sees_masked_names_everywhere(client, people, record):
    ServiceRecordFactory(activity=record.activity, approved=True, participant=ParticipantFactory(name=NAME))
    client.force_login(people.olga)
    for address in (LIST, f"{LIST}?state=all", f"{LIST}{record.pk}/change/", f"{LIST}{record.pk}/history/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert NAME not in _text(answer)
    assert "欧阳某某" in _text(client.get(LIST))


def test_auditor_decides_nothing(client, people, record):
    client.force_login(people.olga)
    for action in ("approve_selected", "decline_selected", "certify_selected", "export_selected"):
        _act(client, action, record, confirmed="1", reason="x")
    assert client.get(f"{LIST}{record.pk}/correct/").status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert ServiceRecord.objects.get().state == "pending"
    assert not AuditEntry.objects.filter(action__startswith="record.").exists()


@pytest.mark.parametrize("name", ["alice", "bob", "dave"])
def test_writers_and_reviewers_see_no_records(client, people, record, name):
    client.force_login(getattr(people, name))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{record.pk}/change/").status_code == 404


def test_other_organisations_records_are_not_there(desk, harbour):
    theirs = ServiceRecordFactory(
        activity=VolunteerEventFactory(organisation=harbour, title="邻镇的活动", published=True),
        participant=ParticipantFactory(name=NAME),
    )
    for address in ("change/", "correct/", "history/"):
        assert desk.get(f"{LIST}{theirs.pk}/{address}").status_code == 404
    for query in ("", "?state=all", "?q=邻镇", f"?event={theirs.activity_id}&state=all"):
        assert "邻镇的活动" not in _text(desk.get(LIST + query)) or query == "?q=邻镇"
        assert NAME not in _text(desk.get(LIST + query))
    _act(desk, "approve_selected", theirs, confirmed="1")
    assert ServiceRecord.objects.get().state == "pending"
    assert desk.get(f"{LIST}add/?event={theirs.activity_id}").status_code == 404


# --- the list
def test_list_shows_what_waits_soonest_due_first(desk, event, record):
    ServiceRecordFactory(activity=event, title="早已核准", approved=True)
    late = ServiceRecordFactory(activity=event, title="已经超期", due_on=TODAY - datetime.timedelta(days=1))
    text = _text(desk.get(LIST))
    assert "早已核准" not in text
    assert text.index(late.title) < text.index(record.title, text.index("result_list"))
    assert "state failed" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [("due=overdue", ["迟"]), ("due=soon", ["快"]), ("", ["迟", "快", "慢"]), ("due=xx", ["迟", "快", "慢"])],
)
def test_due_filter(desk, event, query, shown):
    for title, days in (("迟", -1), ("快", 3), ("慢", 4)):
        ServiceRecordFactory(activity=event, title=f"事项{title}", due_on=TODAY + datetime.timedelta(days=days))
    rows = [record.title[-1] for record in desk.get(f"{LIST}?{query}").context["cl"].result_list]
    assert rows == shown


@pytest.mark.parametrize(
    "query", ["?state=x", "?event=abc", "?event=9999999999999999999", "?event=-1", "?due=", "?q=" + "长" * 300, "?p=99", "?unit=x",
              "?starts_at__year=0", "?starts_at__year=99999", "?participant__name__startswith=1", "?source__exact=x"],
)  # fmt: skip
def test_odd_questions_never_break_the_list(desk, record, query):
    assert desk.get(LIST + query).status_code in (200, 302, 400)


def test_list_costs_the_same_for_any_number_of_records(desk, event):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            desk.get(LIST)
        return len(caught)

    ServiceRecordFactory(activity=event)
    before = queries()
    for _number in range(5):
        ServiceRecordFactory(activity=event)
    assert queries() == before


# --- in bulk
def test_page_says_what_will_happen_and_changes_nothing(desk, olive, event, record):
    own = ServiceRecordFactory(activity=event, participant=participant_of(olive))
    page = _act(desk, "approve_selected", record, own)
    text = _text(page)
    assert page.status_code == 200
    assert NAME in text and "state failed" in text and 'name="confirmed"' in text
    assert set(ServiceRecord.objects.values_list("state", flat=True)) == {"pending"}


def test_forty_are_approved_at_once(desk, event):
    records = [ServiceRecordFactory(activity=event) for _number in range(40)]
    _act(desk, "approve_selected", *records, confirmed="1")
    assert ServiceRecord.objects.approved().count() == 40


def test_refused_ones_are_named_with_the_reason(desk, olive, event, record):
    own = ServiceRecordFactory(activity=event, participant=participant_of(olive))
    answer = desk.get(_act(desk, "approve_selected", record, own, confirmed="1").headers["Location"])
    assert "Olive" in _text(answer)
    assert ServiceRecord.objects.get(pk=record.pk).state == "approved"
    assert ServiceRecord.objects.get(pk=own.pk).state == "pending"


def test_overlap_names_the_other_event_only_within_ones_reach(desk, event, record, town, harbour):
    for organisation, title, is_named in ((town, "同镇活动", True), (harbour, "邻镇活动", False)):
        other = VolunteerEventFactory(organisation=organisation, title=title, starts_at=event.starts_at, published=True)
        theirs = ServiceRecordFactory(activity=other, participant=record.participant, approved=True)
        assert (title in _text(_act(desk, "approve_selected", record))) is is_named
        theirs.delete()


def test_missing_person_in_charge_is_asked_for(desk, event):
    record = ServiceRecordFactory(activity=event, person_in_charge="")
    assert 'name="person_in_charge"' in _text(_act(desk, "approve_selected", record))
    assert _act(desk, "approve_selected", record, confirmed="1", person_in_charge="").status_code == 200
    assert ServiceRecord.objects.get().state == "pending"
    _act(desk, "approve_selected", record, confirmed="1", person_in_charge="陈洪波")
    assert (ServiceRecord.objects.get().state, ServiceRecord.objects.get().person_in_charge) == ("approved", "陈洪波")


def test_declining_asks_for_a_reason(desk, record):
    page = _act(desk, "decline_selected", record, confirmed="1", reason=" ")
    assert page.status_code == 200 and ServiceRecord.objects.get().state == "pending"
    _act(desk, "decline_selected", record, confirmed="1", reason="当日请假，未到场")
    assert ServiceRecord.objects.get().decision_note == "当日请假，未到场"


# --- correcting
def _correction(record, **kwargs):
    start, end = (f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}" for moment in (record.starts_at, record.ends_at))
    return {
        "starts_at": start, "ends_at": end, "hours": "1.5", "place": record.place, "content": record.content,
        "person_in_charge": record.person_in_charge, "note": "提前离开", "version": record.version,
    } | kwargs  # fmt: skip


def test_correction_keeps_the_version_and_shows_it(desk, record):
    assert desk.get(f"{LIST}{record.pk}/correct/").status_code == 200
    answer = desk.post(f"{LIST}{record.pk}/correct/", _correction(record))
    assert answer.status_code == 302
    text = _text(desk.get(answer.headers["Location"]))
    assert "提前离开" in text and "Olive" in text
    assert ServiceRecord.objects.get().hours == Decimal("1.5")


@pytest.mark.parametrize(
    "change",
    [
        {"note": ""}, {"hours": "25"}, {"hours": "1.3"}, {"hours": "0"}, {"hours": "-2"}, {"hours": "NaN"}, {"hours": "9" * 40},
        {"starts_at": "2021-05-18T25:00"}, {"starts_at": "0000-01-01T00:00"}, {"ends_at": ""}, {"ends_at": "x\x00y"},
        {"starts_at": "1999-05-18T09:00"}, {"version": "7"}, {"version": "x"}, {"place": "长" * 200}, {"content": ""},
        {"hours": "2.0"},
    ],
)  # fmt: skip
def test_impossible_correction_comes_back_with_what_was_typed(desk, record, change):
    answer = desk.post(
        f"{LIST}{record.pk}/correct/",
        _correction(record, place="另一处" if "hours" not in change else record.place) | change,
    )
    assert answer.status_code == 200
    assert "errorlist" in _text(answer)
    assert ServiceRecord.objects.get().version == 1


# --- by hand
def _by_hand(event, **kwargs):
    start = timezone.localtime(event.starts_at)
    return {
        "account": "", "name": "王秀英", "phone": PHONE, "starts_at": f"{start:%Y-%m-%dT%H:%M}",
        "ends_at": f"{start + datetime.timedelta(hours=2):%Y-%m-%dT%H:%M}", "hours": "2", "place": "日升社区",
        "content": "搬运沙袋", "person_in_charge": "余红梅",
    } | kwargs  # fmt: skip


def test_hours_by_hand_begin_with_the_event(desk, event):
    assert event.title in _text(desk.get(f"{LIST}add/"))
    assert desk.get(f"{LIST}add/?event={event.pk}").status_code == 200


def test_hours_by_hand_for_somebody_without_account(desk, event):
    assert desk.post(f"{LIST}add/?event={event.pk}", _by_hand(event)).status_code == 302
    record = ServiceRecord.objects.get()
    assert (record.participant.name, record.source, record.state) == ("王秀英", "manual", "pending")


def test_hours_by_hand_for_a_member_of_ones_unit(desk, event, people):
    desk.post(f"{LIST}add/?event={event.pk}", _by_hand(event, account="Charlie", name="", phone=""))
    assert ServiceRecord.objects.get().participant.member == people.charlie


def test_members_of_other_units_cannot_be_named_unless_they_joined(desk, event, people):
    answer = desk.post(f"{LIST}add/?event={event.pk}", _by_hand(event, account="eve", name="", phone=""))
    assert answer.status_code == 200 and not ServiceRecord.objects.exists()
    assert "Eve" not in _text(answer)


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""}, {"phone": "123"}, {"account": "nobody"}, {"hours": "25"}, {"hours": "2.5"}, {"ends_at": "2021-01-01T00:00"},
        {"starts_at": "x"}, {"name": "长" * 99},
    ],
)  # fmt: skip
def test_impossible_hours_by_hand_come_back(desk, event, change):
    answer = desk.post(f"{LIST}add/?event={event.pk}", _by_hand(event) | change)
    assert answer.status_code == 200 and "errorlist" in _text(answer)
    assert not ServiceRecord.objects.exists()


def test_recurring_event_asks_for_the_shift(desk, event):
    event.weekdays = "12345"
    event.save()
    shift = Shift.objects.create(
        event=event, date=event.starts_at.date(), starts_at=event.starts_at, ends_at=event.ends_at
    )
    assert "errorlist" in _text(desk.post(f"{LIST}add/?event={event.pk}", _by_hand(event)))
    desk.post(f"{LIST}add/?event={event.pk}", _by_hand(event, shift=shift.pk))
    assert ServiceRecord.objects.get().shift == shift


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 25, "１２"])
def test_odd_event_numbers_are_404(desk, number):
    assert desk.get(f"{LIST}add/?event={number}").status_code == 404


# --- export
def _exported(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def test_export_has_the_facts_and_leaves_what_is_not_kept_empty(desk, event, olive):
    person = ParticipantFactory(name="=cmd|'/c calc'!A1", phone=PHONE)
    record = ServiceRecordFactory(activity=event, participant=person, approved=True, content="+86清理\x07沟渠")
    pending = ServiceRecordFactory(activity=event)
    answer = _act(desk, "export_selected", record, pending)
    book = _exported(answer)
    sheet = book["志愿服务记录"]
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert sheet.max_row == 2
    assert (row["志愿服务活动名称"], row["服务时长（小时）"], row["活动负责人"]) == (record.title, 2, "余红梅")
    assert row["性别"] is None and row["联系方式"] is None
    assert PHONE not in str([cell.value for line in sheet for cell in line])
    assert "说明" in book.sheetnames
    assert sheet["A2"].data_type == "s" and sheet["A2"].quotePrefix
    entry = AuditEntry.objects.get(action="record.export")
    assert (entry.object_id, entry.note) == (str(event.organisation_id), "1")


def test_nothing_approved_is_said(desk, record):
    answer = _act(desk, "export_selected", record)
    assert answer.status_code == 302
    assert not AuditEntry.objects.filter(action="record.export").exists()


# --- at the counter
def test_elder_at_the_counter_gets_a_certificate(desk, event):
    elder = ParticipantFactory(name="王秀英", phone=PHONE)
    record = ServiceRecordFactory(activity=event, participant=elder, approved=True)
    assert 'name="full_name"' in _text(_act(desk, "certify_selected", record))
    answer = _act(desk, "certify_selected", record, confirmed="1", full_name="True")
    certificate = Certificate.objects.get()
    assert certificate.name == "王秀英" and certificate.number in _text(answer)


def test_certificate_of_two_people_or_of_pending_hours_is_refused(desk, event):
    records = [ServiceRecordFactory(activity=event, approved=True) for _number in range(2)]
    _act(desk, "certify_selected", *records, confirmed="1", full_name="True")
    _act(desk, "certify_selected", ServiceRecordFactory(activity=event), confirmed="1", full_name="True")
    assert not Certificate.objects.exists()


def test_staff_withdraw_with_a_reason(desk, event, olive, client):
    record = ServiceRecordFactory(activity=event, approved=True)
    certificate = issue_certificate(record.participant, records=[record], shows_full_name=True, actor=olive)
    address = f"{LIST}{record.pk}/certificates/{certificate.pk}/"
    assert address in _text(desk.get(f"{LIST}{record.pk}/change/"))
    assert certificate.code not in _text(desk.get(address))
    assert "errorlist" in _text(desk.post(address, {"reason": ""}))
    desk.post(address, {"reason": "记录有误"})
    assert "记录有误" in _text(client.get(certificate.get_absolute_url()))


def test_certificate_of_another_record_is_not_there(desk, event, olive):
    record, other = (ServiceRecordFactory(activity=event, approved=True) for _number in range(2))
    certificate = issue_certificate(other.participant, records=[other], shows_full_name=True, actor=olive)
    assert desk.get(f"{LIST}{record.pk}/certificates/{certificate.pk}/").status_code == 404


# --- the desk
def _cards(client):
    return {card.key: card for card in client.get("/admin/").context["cards"]}


def test_desk_counts_what_is_due_and_overdue(desk, event, harbour):
    for days in (-1, -1, 0, 3, 4):
        ServiceRecordFactory(activity=event, due_on=TODAY + datetime.timedelta(days=days))
    ServiceRecordFactory(
        activity=VolunteerEventFactory(organisation=harbour), due_on=TODAY - datetime.timedelta(days=9)
    )
    cards = _cards(desk)
    assert (cards["overdue"].count, cards["overdue"].is_urgent) == (2, True)
    assert (cards["due_soon"].count, len(cards["due_soon"].items)) == (2, 1)
    assert desk.get(cards["overdue"].items[0].url).status_code == 200


def test_desk_of_writers_has_no_hours(client, people):
    client.force_login(people.alice)
    assert not {"overdue", "due_soon", "calendar"} & set(_cards(client))


def test_desk_and_list_warn_of_a_missing_year(desk, record):
    assert _cards(desk)["calendar"].is_urgent
    assert f"{TODAY.year}" in _text(desk.get(LIST))


def test_event_links_to_its_records(event, olive, rf):
    from django.contrib import admin

    from activities.models import VolunteerEvent

    request = rf.get("/")
    request.user = olive
    links = dict(admin.site._registry[VolunteerEvent].tools(request, event)).values()
    assert f"{LIST}?event={event.pk}&state=all" in links


def test_administrator_of_all_sees_everything(client, people, record):
    client.force_login(administrator_of_all(people.dana))
    assert NAME in _text(client.get(LIST))
