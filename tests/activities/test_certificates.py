"""Certificates: from approved records, checked by anyone with the code, withdrawn, and honest about corrections."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities import printing
from activities.actions.certificates import issue_certificate, withdraw_certificate
from activities.actions.participants import child_of, participant_of
from activities.actions.records import correct_record, decline_records
from activities.certificates import ALPHABET, CODE_LENGTH, typed_code
from activities.errors import NotRecorded
from activities.hours import Trouble
from activities.models import Certificate, ServiceRecord
from members.actions.erasure import erase_member, export_member
from members.models import AuditEntry
from tests.factories import ParticipantFactory, ServiceRecordFactory, VolunteerEventFactory

pytestmark = pytest.mark.django_db

NAME, PHONE = "欧阳惜春", "13812345678"
CODE = "2345-6789-ABCD"


@pytest.fixture
def holder(people):
    charlie = people.charlie
    charlie.display_name = NAME
    charlie.save()
    return charlie


@pytest.fixture
def record(holder, town):
    event = VolunteerEventFactory(
        organisation=town, published=True, starts_at=timezone.now() - datetime.timedelta(days=4),
        contact_name="日升社区服务站", contact_phone="0731-28600000", title="清理沟渠",
    )  # fmt: skip
    return ServiceRecordFactory(participant=participant_of(holder), activity=event, approved=True)


@pytest.fixture
def certificate(record, holder):
    return issue_certificate(record.participant, records=[record], shows_full_name=False, actor=holder)


def _page(certificate, ending="/"):
    return Client().get(f"/certificates/{certificate.code}{ending}")


# --- the code
def test_codes_differ_and_hold_no_look_alikes(record, holder):
    certificate = issue_certificate(record.participant, records=[record], shows_full_name=True, actor=holder)
    assert len(certificate.code) == CODE_LENGTH and set(certificate.code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("01ILOUV")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("23456789ABCD", "23456789ABCD"), ("2345-6789-abcd", "23456789ABCD"), (" 2345 6789 ABCD\n", "23456789ABCD"),
        ("２３４５６７８９ＡＢＣＤ", "23456789ABCD"), ("2345–6789–ABCD", "23456789ABCD"),
        ("", ""), ("2345", ""), ("0IL0-6789-ABCD", ""), ("x" * 5000, ""), ("'; DROP TABLE", ""), ("党史学习教育记录单证明书", ""),
    ],
)  # fmt: skip
def test_typed_code(typed, code):
    assert typed_code(typed) == code


# --- issuing
def test_certificate_holds_every_fact(certificate, record):
    fact = certificate.facts[0]
    assert (fact["title"], fact["hours"], fact["organiser"]) == ("清理沟渠", "2.0", str(record.organisation))
    assert (fact["place"], fact["content"], fact["person_in_charge"]) == ("日升社区", "清理沟渠淤泥", "余红梅")
    assert (certificate.name, certificate.hours) == ("欧阳某某", Decimal(2))
    entry = AuditEntry.objects.get(action="certificate.issue")
    assert certificate.code not in str(vars(entry)) and NAME not in entry.object_name


def test_pressed_twice_it_is_the_same_one(certificate, record, holder):
    again = issue_certificate(record.participant, records=[record], shows_full_name=False, actor=holder)
    full = issue_certificate(record.participant, records=[record], shows_full_name=True, actor=holder)
    assert (again, full.name) == (certificate, NAME)
    assert Certificate.objects.count() == 2


def test_only_approved_records_of_that_person_are_certified(record, holder):
    pending = ServiceRecordFactory(participant=record.participant)
    somebodys = ServiceRecordFactory(approved=True)
    for records, why in (
        ([], Trouble.NONE_CHOSEN),
        ([pending], Trouble.NOT_APPROVED),
        ([record, somebodys], Trouble.NOT_APPROVED),
    ):
        with pytest.raises(NotRecorded) as refused:
            issue_certificate(record.participant, records=records, shows_full_name=True, actor=holder)
        assert refused.value.why == why
    assert not Certificate.objects.exists()


# --- the check page
def test_check_page_shows_every_fact_and_nothing_personal(certificate, record):
    page = _page(certificate)
    text = page.content.decode()
    assert page.status_code == 200
    for fact in (
        certificate.number,
        "欧阳某某",
        "清理沟渠",
        "日升社区",
        "清理沟渠淤泥",
        str(record.organisation),
        "余红梅",
        "2.0",
    ):
        assert fact in text
    assert "0731-28600000" in text  # whom to ring to contest it
    assert NAME not in text


@pytest.mark.parametrize("ending", ["/", "/print/"])
def test_pages_of_a_certificate_are_for_nobodys_cache_and_no_search_engine(certificate, ending):
    page = _page(certificate, ending)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert 'content="noindex, nofollow"' in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert not page.cookies


def test_check_page_costs_the_same_for_any_number_of_records(record, holder, django_assert_num_queries):
    records = [record, *(ServiceRecordFactory(participant=record.participant, approved=True) for _number in range(9))]
    one = issue_certificate(record.participant, records=[record], shows_full_name=False, actor=holder)
    many = issue_certificate(record.participant, records=records, shows_full_name=False, actor=holder)
    for certificate in (one, many):
        with django_assert_num_queries(2):
            assert _page(certificate).status_code == 200


def test_typed_with_hyphens_it_leads_to_the_page(certificate):
    answer = Client().get("/certificates/", {"code": certificate.number.lower()})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/certificates/{certificate.code}/")
    answer = Client().get(f"/certificates/{certificate.number.lower()}/")
    assert answer.headers["Location"] == f"/certificates/{certificate.code}/"


@pytest.mark.parametrize(
    "typed", ["12345", "<script>alert(1)</script>", "x" * 9000, "党史", "' OR 1=1", "O0I1-LLUV-0000"]
)
def test_what_cannot_be_a_code_is_said_beside_the_field(typed):
    answer = Client().get("/certificates/", {"code": typed})
    assert answer.status_code == 400
    assert "code-error" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_unknown_code_is_404_with_a_sentence_and_guessing_ends():
    answers = [Client().get(f"/certificates/{CODE}/") for _number in range(12)]
    assert [answer.status_code for answer in answers] == [404] * 10 + [429] * 2
    assert CODE in answers[0].content.decode()


def test_right_codes_are_checked_without_end(certificate):
    assert {_page(certificate).status_code for _number in range(15)} == {200}


def test_corrected_record_is_shown_as_it_stands_now(certificate, record, people):
    correct_record(record, changes={"hours": Decimal("1.5")}, note="提前离开", actor=people.dana, seen_version=1)
    text = _page(certificate).content.decode()
    assert 'class="changed"' in text and "提前离开" not in text
    ServiceRecord.objects.update(state="approved")
    assert '<td class="hours">1.5</td>' in _page(certificate).content.decode()


def test_declined_record_is_said_to_count_no_more(certificate, record, people):
    decline_records([record], actor=people.dana, reason="核实为他人冒签")
    text = _page(certificate).content.decode()
    assert '<td class="hours">0</td>' in text and "核实为他人冒签" not in text


@pytest.mark.parametrize("ending", ["/", "/print/", ".pdf"])
def test_withdrawn_certificate_says_so_and_nothing_else(certificate, holder, ending):
    withdraw_certificate(certificate, actor=holder)
    page = _page(certificate, ending)
    assert page.status_code == 410
    for fact in ("欧阳", "清理沟渠", "余红梅"):
        assert fact not in page.content.decode()
    assert Certificate.objects.get().facts == []


# --- paper
def test_print_page_is_plain_paper(certificate):
    text = _page(certificate, "/print/").content.decode()
    assert "<svg" in text and f"http://testserver/certificates/{certificate.code}/" in text
    assert "style=" not in text and "欧阳某某" in text


def test_pdf_holds_the_page(certificate):
    answer = _page(certificate, ".pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-") and len(answer.content) > 20_000


@pytest.mark.parametrize("fault", [("-c", "raise SystemExit(3)"), ("-c", "import os; os.kill(os.getpid(), 9)")])
def test_without_the_pdf_library_the_print_page_stands_in(certificate, monkeypatch, fault):
    monkeypatch.setattr(printing, "PRINTER", (printing.PRINTER[0], *fault))
    answer = _page(certificate, ".pdf")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/certificates/{certificate.code}/print/")


def test_pdf_files_are_limited_for_one_address(certificate, monkeypatch):
    monkeypatch.setattr("activities.views.certificates.make_pdf", lambda html, stylesheet: b"%PDF-")
    assert [_page(certificate, ".pdf").status_code for _number in range(7)] == [200] * 6 + [429]


# --- one's own page
@pytest.fixture
def mine(client, holder):
    client.force_login(holder)
    return client


def _send(client, record, **kwargs):
    data = {"person": record.participant_id, "which": "all", "full_name": "False", "since": "", "until": ""}
    return client.post("/me/records/", data | kwargs)


def test_own_page_shows_states_hours_and_how_to_contest(mine, record, holder, people):
    pending = ServiceRecordFactory(participant=record.participant, title="夜间巡逻")
    declined = ServiceRecordFactory(participant=record.participant, title="上门除草")
    decline_records([declined], actor=people.dana, reason="当日请假")
    text = mine.get("/me/records/").content.decode()
    for words in ("清理沟渠", "夜间巡逻", str(pending.due_on), "上门除草", "当日请假", str(declined.organisation)):
        assert words in text


def test_page_shows_nobody_elses_records(mine, record):
    ServiceRecordFactory(title="别人的服务", approved=True)
    assert "别人的服务" not in mine.get("/me/records/").content.decode()


def test_empty_page_says_what_will_come(mine):
    assert mine.get("/me/records/").status_code == 200


def test_all_approved_records_become_a_certificate(mine, record):
    answer = _send(mine, record)
    certificate = Certificate.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, certificate.get_absolute_url())
    assert certificate.name == "欧阳某某"


def test_full_name_is_the_holders_choice(mine, record):
    _send(mine, record, full_name="True")
    assert Certificate.objects.get().name == NAME


def test_time_range_and_ticked_ones(mine, record):
    early = ServiceRecordFactory(
        participant=record.participant, approved=True,
        starts_at=record.starts_at - datetime.timedelta(days=400), ends_at=record.ends_at - datetime.timedelta(days=400),
    )  # fmt: skip
    day = timezone.localdate(early.starts_at)
    _send(mine, record, which="range", since=str(day), until=str(day))
    _send(mine, record, which="ticked", records=[record.pk])
    assert [[fact["record"] for fact in one.facts] for one in Certificate.objects.order_by("pk")] == [
        [early.pk],
        [record.pk],
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"which": "range", "since": "2021-13-01"}, {"which": "range", "since": "0000-00-00"}, {"which": "range", "since": "x\x00"},
        {"which": "range", "since": "2021-05-02", "until": "2021-05-01"}, {"which": "range", "until": "2001-01-01"},
        {"which": "ticked"}, {"which": "ticked", "records": ["99999999999999999999"]}, {"which": "ticked", "records": ["x"]},
        {"which": "none"}, {"full_name": "perhaps"}, {"which": ""},
    ],
)  # fmt: skip
def test_impossible_choice_comes_back_with_what_was_typed(mine, record, change):
    answer = _send(mine, record, **change)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode() or "is-invalid" in answer.content.decode()
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("person", ["", "x", "99999999999999999999", "0", "-1"])
def test_forged_person_is_not_there(mine, record, person):
    assert _send(mine, record, person=person).status_code == 404


def test_somebody_elses_records_are_not_there(mine, record):
    other = ServiceRecordFactory(approved=True)
    assert _send(mine, other).status_code == 404
    assert _send(mine, record, which="ticked", records=[other.pk]).status_code == 422
    assert not Certificate.objects.exists()


def test_guardian_gets_the_childs_certificate(mine, holder):
    child = child_of(holder, name="欧阳小小")
    _send(mine, ServiceRecordFactory(participant=child, approved=True), full_name="True")
    assert Certificate.objects.get().name == "欧阳小小"


def test_holder_withdraws(mine, certificate):
    assert mine.post(f"/me/certificates/{certificate.pk}/withdraw/").status_code == 302
    certificate.refresh_from_db()
    assert (certificate.withdrawn_at is not None, certificate.name) == (True, "")


def test_withdrawing_by_get_or_by_others_changes_nothing(mine, certificate, people):
    assert mine.get(f"/me/certificates/{certificate.pk}/withdraw/").status_code == 405
    mine.force_login(people.eve)
    assert mine.post(f"/me/certificates/{certificate.pk}/withdraw/").status_code == 404
    assert mine.post(f"/me/certificates/{'9' * 30}/withdraw/").status_code == 404
    certificate.refresh_from_db()
    assert certificate.withdrawn_at is None


def _queries(client) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get("/me/records/")
    return len(caught)


def test_own_page_costs_the_same_for_any_number_of_records(mine, record):
    before = _queries(mine)
    for _number in range(5):
        ServiceRecordFactory(participant=record.participant, approved=True)
    assert _queries(mine) == before <= 12


def test_person_without_account_has_a_certificate_too(people):
    elder = ParticipantFactory(name="王秀英", phone=PHONE)
    record = ServiceRecordFactory(participant=elder, approved=True)
    certificate = issue_certificate(elder, records=[record], shows_full_name=True, actor=people.dana)
    text = _page(certificate).content.decode()
    assert "王秀英" in text and PHONE not in text


# --- the holder's rights
def test_erased_holder_leaves_no_name_and_the_hours_stay(certificate, record, holder):
    full = issue_certificate(record.participant, records=[record], shows_full_name=True, actor=holder)
    erase_member(holder)
    assert {_page(one).status_code for one in (certificate, full)} == {410}
    assert NAME not in str([*Certificate.objects.values(), *ServiceRecord.objects.values()])
    assert ServiceRecord.objects.approved().get().hours == 2


def test_export_of_ones_data_holds_hours_and_certificates(certificate, record, holder):
    hours = export_member(holder)["hours"]
    assert [row["title"] for row in hours[:1]] == [record.title]
    assert hours[1]["code"] == certificate.code
