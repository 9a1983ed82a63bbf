"""A list of people, pasted by staff, becomes sign-ups."""

import pytest
from django.urls import reverse

from activities.kinds import Basis
from activities.models import Participant, SignUp
from members.models import AuditEntry
from tests.activities.joining import open_session, states
from tests.factories import MemberFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

CHAIN = "#接龙\n清淤报名\n1. 张三 13812345678 雷打石镇\n2、李四 湘江厂 13900000000\n3. 王五\n"


@pytest.fixture
def session(town):
    return open_session(town, seats=2, title="车厢课堂")


def _paste(desk, session, text, **data):
    return desk.post(
        reverse("admin:activities_studysession_sign_ups_paste", args=[session.pk]), {"pasted": text} | data
    )


def _confirm(desk, session, text, **data):
    seen = _paste(desk, session, text, **data).context["digest"]
    return _paste(desk, session, text, seen=seen, confirm="1", **data)


def test_list_is_shown_first_and_written_when_confirmed(desk, session, town):
    answer = _paste(desk, session, CHAIN)
    rows = answer.context["rows"]
    assert [(row.person.name, row.person.unit, row.person.unit_name) for row in rows] == [
        ("张三", town, ""), ("李四", None, "湘江厂"), ("王五", town, ""),
    ]  # fmt: skip
    assert [row.outcome.row.state for row in rows] == ["confirmed", "confirmed", "waiting"]
    assert "清淤报名" in answer.content.decode() and not SignUp.objects.exists() and not Participant.objects.exists()
    assert _confirm(desk, session, CHAIN).status_code == 302
    assert states(session) == [("confirmed", None), ("confirmed", None), ("waiting", 1)]
    assert SignUp.objects.get(participant__organisation=None).unit_name == "湘江厂"


def test_wrong_lines_are_all_named_and_nobody_is_signed_up(desk, session):
    text = "张三 13812345678\n李四 1390000\n王五+1\n张三 13812345678"
    answer = _confirm(desk, session, text)
    assert [row.line.number for row in answer.context["problems"]] == [2, 3, 4]
    assert "李四 1390000" in answer.content.decode()
    assert not SignUp.objects.exists()


def test_changed_text_is_not_confirmed_unseen(desk, session):
    seen = _paste(desk, session, "张三").context["digest"]
    answer = _paste(desk, session, "张三\n李四", seen=seen, confirm="1")
    assert answer.status_code == 200 and not SignUp.objects.exists()
    assert _paste(desk, session, "张三", confirm="1").status_code == 200
    assert not SignUp.objects.exists()


def test_line_ends_of_browsers_change_nothing(desk, session):
    seen = _paste(desk, session, "张三\n李四").context["digest"]
    assert _paste(desk, session, "张三\r\n李四", seen=seen, confirm="1").status_code == 302


def test_unit_of_all_is_for_those_without_one(desk, session, harbour, town):
    _confirm(desk, session, "张三 13812345678\n李四 13900000000 雷打石镇", unit=harbour.name)
    assert list(SignUp.objects.values_list("participant__organisation", flat=True)) == [harbour.pk, town.pk]


def test_account_in_a_list_is_a_suggestion_that_is_ticked(desk, session, town):
    member = MemberFactory(display_name="张三", organisation=town)
    assert _paste(desk, session, CHAIN).context["rows"][0].suggested == member
    _confirm(desk, session, CHAIN, **{"account-0": str(member.pk)})
    assert SignUp.objects.order_by("pk").first().participant.member == member


def test_forged_account_is_not_taken(desk, session, harbour):
    member = MemberFactory(display_name="张三", organisation=harbour)
    _confirm(desk, session, "张三 13812345678", **{"account-0": str(member.pk)})
    assert SignUp.objects.get().participant.member is None


def test_firms_of_a_list_stand_where_units_do(desk, town):
    session = open_session(town, seats=5, basis=Basis.FIRM)
    answer = _confirm(desk, session, "张三 13812345678 甲厂\n李四 13900000000")
    assert [row.line.number for row in answer.context["problems"]] == [2]
    _confirm(desk, session, "张三 13812345678 甲厂")
    assert SignUp.objects.get().firm == "甲厂"


@pytest.mark.parametrize(
    "text", ["", "   \n", "#接龙", "x" * 120_001, "\n".join(f"张{chr(0x4E00 + n)}" for n in range(1001))]
)
def test_text_without_people_or_with_too_many_is_refused_beside_the_field(desk, session, text):
    assert list(_paste(desk, session, text).context["form"].errors) == ["pasted"]


@pytest.mark.parametrize("text", ["a\0b", "<script>alert(1)</script> 13812345678", "=1+1", "\u202e张三", "９" * 2000])
def test_odd_text_never_breaks_the_page(desk, session, text):
    answer = _paste(desk, session, text)
    assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()


def test_many_lines_are_one_row_of_the_log(desk, session):
    text = "\n".join(f"{n + 1}. 张{chr(0x4E00 + n)} 138{n:08d}" for n in range(120))
    assert _confirm(desk, session, text).status_code == 302
    assert SignUp.objects.count() == 120
    assert AuditEntry.objects.filter(action="signup.add").count() == 1


def test_unknown_organisation_of_quota_is_kept_as_written(desk, town):
    village = OrganisationFactory(parent=town, name="新龙村")
    session = open_session(town, seats=3, quotas={village.pk: 1})
    _confirm(desk, session, "张三 13812345678 新龙村\n李四 13900000000 新龙\n王五 13900000001")
    assert [(row.pool.organisation, row.unit_name) for row in SignUp.objects.order_by("pk")] == [
        (village, ""), (None, "新龙"), (None, ""),
    ]  # fmt: skip
