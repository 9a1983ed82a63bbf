"""The pages on which staff work with the sign-ups of an activity."""

import datetime
import io
from time import process_time

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.actions.classes import set_class
from activities.actions.participants import child_of, participant_of
from activities.actions.proxy import Person, sign_up_list, sign_up_person
from activities.actions.sign_ups import cancel, sign_up
from activities.kinds import Basis
from activities.models import Group, Participant, SignUp
from members.models import AuditEntry, PrivateDetails
from members.roles import Role
from tests.activities.joining import join, open_session, states, taken
from tests.factories import MemberFactory, PostFactory, VolunteerEventFactory
from tests.publishing.desk import signed_in

pytestmark = pytest.mark.django_db

NAME, PHONE = "欧阳惜春", "13857315731"
PAGES = ("sign_ups", "sign_ups_add", "sign_ups_paste")
POSTS = ("sign_ups_act", "sign_ups_export")


@pytest.fixture
def session(town):
    return open_session(town, seats=2, title="车厢课堂")


@pytest.fixture
def row(session, olive, town):
    return sign_up_person(session, Person(NAME, PHONE, town, answer="背心特大"), actor=olive)


def _url(page: str, activity, *rest) -> str:
    return reverse(f"admin:activities_{activity.leaf._meta.model_name}_{page}", args=[activity.pk, *rest])


def _text(answer) -> str:
    return answer.content.decode()


def _names(answer) -> list[str]:
    return [row.participant.full_name for row in answer.context["list"].page]


# --- who sees it
def test_organiser_sees_names_answers_and_masked_numbers(desk, session, row):
    text = _text(desk.get(_url("sign_ups", session)))
    assert all(words in text for words in (NAME, "138****5731", "背心特大", "Olive", "雷打石镇"))
    assert PHONE not in text


@pytest.mark.parametrize("name", ["alice", "dave", "olga"])
def test_writers_reviewers_and_auditors_are_refused_everywhere(client, people, session, row, name):
    signed_in(client, getattr(people, name))
    answers = [client.get(_url(page, session)) for page in PAGES]
    answers += [client.post(_url(page, session), {"act": "cancel", "sign_up": row.pk}) for page in (*PAGES, *POSTS)]
    answers.append(client.post(_url("sign_ups_phone", session, row.pk)))
    assert {answer.status_code for answer in answers} <= {403, 405}
    assert all(NAME not in _text(answer) and PHONE not in _text(answer) for answer in answers)
    change = client.get(_url("change", session), follow=True)
    assert _url("sign_ups", session) not in _text(change)


@pytest.mark.parametrize("name", ["eve", "harry"])
def test_other_organisations_staff_find_nothing(client, people, harbour, session, row, name):
    people.harry = MemberFactory(username="harry", organisation=harbour)
    PostFactory(member=people.harry, role=Role.ORGANISER)
    signed_in(client, getattr(people, name))
    answers = [client.get(_url(page, session)) for page in PAGES]
    answers += [client.post(_url(page, session)) for page in POSTS]
    answers.append(client.post(_url("sign_ups_phone", session, row.pk)))
    assert {answer.status_code for answer in answers} <= {404, 405}


@pytest.mark.parametrize("who", ["charlie", None])
def test_members_and_strangers_are_sent_to_sign_in(client, people, session, row, who):
    if who:
        signed_in(client, people.charlie)
    for page in PAGES:
        answer = client.get(_url(page, session))
        assert answer.status_code == 302 and NAME not in _text(answer)


def test_public_pages_hold_nobodys_name_or_number(client, people, session, row):
    signed_in(client, people.charlie)
    for address in (
        session.get_absolute_url(),
        f"{session.get_absolute_url()}state/",
        f"{session.get_absolute_url()}sign-up/",
    ):
        text = _text(client.get(address))
        assert NAME not in text and PHONE not in text and "背心特大" not in text


def test_another_activitys_rows_are_out_of_reach(desk, harbour, session):
    foreign = join(open_session(harbour))
    assert desk.post(_url("sign_ups_phone", session, foreign.pk)).status_code == 404
    desk.post(_url("sign_ups_act", session), {"act": "cancel", "sign_up": foreign.pk, "confirmed": "1", "reason": "x"})
    assert not SignUp.objects.filter(state="cancelled").exists()


def test_get_changes_nothing(desk, session, row):
    before = AuditEntry.objects.count()
    for page in POSTS:
        assert desk.get(_url(page, session)).status_code == 405
    assert desk.get(_url("sign_ups_phone", session, row.pk)).status_code == 405
    for page in PAGES:
        assert desk.get(_url(page, session)).status_code == 200
    assert AuditEntry.objects.count() == before


def test_link_of_the_activity_has_the_counts(desk, session):
    for _number in range(3):
        join(session)
    text = _text(desk.get(_url("change", session), follow=True))
    assert _url("sign_ups", session) in text


# --- the list
def test_waiting_ones_stand_in_order_with_their_place(desk, session):
    rows = [join(session) for _number in range(5)]
    cancel(rows[2], actor=rows[2].participant.member)
    page = desk.get(_url("sign_ups", session) + "?state=waiting").context["list"].page
    assert [(found.pk, found.place) for found in page] == [(rows[3].pk, 1), (rows[4].pk, 2)]


def test_gone_ones_say_when_why_and_by_whom(desk, session, olive, row):
    cancel(row, actor=olive, reason="住院", by_staff=True)
    own = join(session)
    cancel(own, actor=own.participant.member)
    text = _text(desk.get(_url("sign_ups", session) + "?state=cancelled"))
    assert "住院" in text and "Olive" in text and timezone.localtime().strftime("%Y-%m-%d") in text
    assert NAME not in _text(desk.get(_url("sign_ups", session)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("惜春", [NAME]),
        ("oyxc", [NAME]),
        ("OYX", [NAME]),
        ("zx", ["曾小川"]),
        ("雷打石", [NAME]),
        ("湘江厂", ["曾小川"]),
        ("5731", [NAME]),
        (PHONE, [NAME]),
        ("138 5731 5731", [NAME]),
        ("1385731", []),
        ("573", []),
        ("王", []),
        ("%", []),
        ("<b>", []),
        ("长" * 300, []),
    ],
)
def test_search(desk, session, row, olive, words, found):
    sign_up_person(session, Person("曾小川", "13900000000", unit_name="湘江厂"), actor=olive)
    answer = desk.get(_url("sign_ups", session), {"q": words})
    assert _names(answer) == found


def test_search_looks_everywhere_and_finds_members_and_children(desk, session, town, olive):
    parent = MemberFactory(display_name="贺知章", organisation=town)
    PrivateDetails.objects.create(member=parent, phone="13811112222")
    join(session, parent)
    gone = sign_up(session, child_of(parent, name="贺小宝"), made_by=parent)
    cancel(gone, actor=parent)
    assert _names(desk.get(_url("sign_ups", session), {"q": "hxb"})) == ["贺小宝"]
    assert _names(desk.get(_url("sign_ups", session), {"q": "2222"})) == ["贺知章", "贺小宝"]


def test_filters_by_unit_written_unit_and_group(desk, session, town, harbour, olive):
    group = Group.objects.create(activity=session, name="1号车")
    first = sign_up_person(session, Person("甲某", "13800000001", town), actor=olive)
    sign_up_person(session, Person("乙某", "13800000002", harbour), actor=olive)
    sign_up_person(session, Person("丙某", "13800000003", unit_name="湘江厂"), actor=olive)
    SignUp.objects.filter(pk=first.pk).update(group=group)
    for query, names in (
        ({"unit": town.pk}, ["甲某"]),
        ({"unit": harbour.pk, "state": "all"}, ["乙某"]),
        ({"unit": "w:湘江厂", "state": "all"}, ["丙某"]),
        ({"unit": "none", "state": "all"}, []),
        ({"group": group.pk}, ["甲某"]),
        ({"group": "none"}, ["乙某"]),
    ):
        assert _names(desk.get(_url("sign_ups", session), query)) == names, query


@pytest.mark.parametrize(
    "query", ["?state=x", "?unit=abc", "?unit=" + "9" * 40, "?group=-1", "?group=" + "9" * 30, "?p=abc", "?p=0", "?p=99999999999999999999",
              "?unit=w:", "?unit=٣", "?group=٣", "?q=", "?q=%00"],
)  # fmt: skip
def test_odd_questions_never_break_the_list(desk, session, row, query):
    assert desk.get(_url("sign_ups", session) + query).status_code in (200, 400)


@pytest.mark.parametrize("path", ["0", "abc", "9" * 30, "1/2"])
def test_odd_numbers_of_activities_and_rows_are_not_found(desk, session, path):
    assert desk.get(f"/admin/activities/studysession/{path}/sign-ups/").status_code == 404
    assert desk.post(_url("sign_ups", session) + f"{path}/phone/", follow=True).status_code == 404


def test_five_thousand_rows_page_in_constant_queries_and_search_within_a_second(desk, session, town, olive):
    def look(query: str) -> tuple[int, float]:
        start = process_time()  # the machine may have other work
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(_url("sign_ups", session) + query).status_code == 200
        return len(caught), process_time() - start

    few_people = [Person(f"李{chr(0x4E00 + n)}", phone=f"137{n:04d}5678") for n in range(120)]
    sign_up_list(session, [*few_people, Person("张三", "13700000000")], actor=olive)
    look("?q=lx")  # reads the tables of pinyin
    few = {query: look(query)[0] for query in ("?state=waiting&p=2", "?q=lx", "?q=5678")}
    people = [Person(f"张{chr(0x4E00 + n)}", phone=f"139{n:08d}", unit=town) for n in range(5000)]
    sign_up_list(session, people, actor=olive)
    found = {query: look(query) for query in few}
    assert {query: number for query, (number, _seconds) in found.items()} == few
    assert max(seconds for _number, seconds in found.values()) < 1


# --- one number
def test_number_is_shown_once_and_leaves_a_row(desk, session, row):
    answer = desk.post(_url("sign_ups_phone", session, row.pk) + "?q=惜春")
    assert PHONE in _text(answer) and _names(answer) == [NAME]
    assert "no-store" in answer.headers["Cache-Control"]
    entry = AuditEntry.objects.get(action="participant.reveal")
    assert (entry.object_id, entry.fields) == (str(row.pk), ["phone"])
    assert PHONE not in _text(desk.get(_url("sign_ups", session)))


def test_number_of_a_member_and_of_a_childs_guardian(desk, session, town):
    parent = MemberFactory(organisation=town)
    PrivateDetails.objects.create(member=parent, phone=PHONE)
    for participant in (participant_of(parent), child_of(parent, name="小宝")):
        row = sign_up(session, participant, made_by=parent)
        assert PHONE in _text(desk.post(_url("sign_ups_phone", session, row.pk)))


def test_number_of_a_class_is_the_teachers(desk, town):
    session = open_session(town, seats=5, basis=Basis.CHILD)
    teacher = MemberFactory(display_name="刘老师", organisation=town)
    PrivateDetails.objects.create(member=teacher, phone=PHONE)
    set_class(session, name="三年级2班", number=2, member=teacher)
    text = _text(desk.get(_url("sign_ups", session)))
    assert "刘老师" in text and "138****5731" in text
    assert PHONE in _text(desk.post(_url("sign_ups_phone", session, session.sign_ups.first().pk)))


# --- taking off, promoting
def _act(desk, session, act, *rows, **data):
    return desk.post(_url("sign_ups_act", session), {"act": act, "sign_up": [row.pk for row in rows]} | data)


def test_taking_off_asks_why_first(desk, session, row):
    answer = _act(desk, session, "cancel", row)
    assert answer.status_code == 200 and NAME in _text(answer)
    assert taken(session) == 1
    assert _act(desk, session, "cancel", row, confirmed="1", reason=" ").context["form"].errors
    assert _act(desk, session, "cancel", row, confirmed="1", reason="住院").status_code == 302
    assert SignUp.objects.get().reason == "住院"


def test_several_are_taken_off_and_the_queue_moves(desk, session):
    rows = [join(session) for _number in range(5)]
    _act(desk, session, "cancel", *rows[:2], confirmed="1", reason="改期")
    assert [state for state, _place in states(session)] == ["cancelled"] * 2 + ["confirmed"] * 2 + ["waiting"]


def test_promotion_says_what_is_missing_and_can_add_a_seat(desk, session):
    rows = [join(session) for _number in range(4)]
    answer = _act(desk, session, "promote", rows[3], confirmed="1", reason="领队")
    assert answer.status_code == 200 and answer.context["form"].non_field_errors()
    assert "领队" in _text(answer)
    _act(desk, session, "promote", rows[3], confirmed="1", reason="领队", adds_seats="on")
    assert [state for state, _place in states(session)] == ["confirmed", "confirmed", "waiting", "confirmed"]
    assert "领队" in _text(desk.get(_url("sign_ups", session)))


@pytest.mark.parametrize(
    "data", [{}, {"act": "cancel"}, {"act": "x"}, {"act": "cancel", "sign_up": ["abc", "9" * 30, "-1", "\0"]}]
)
def test_odd_acts_change_nothing(desk, session, row, data):
    assert desk.post(_url("sign_ups_act", session), data).status_code == 302
    assert taken(session) == 1


# --- the file
def _sheet(answer):
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))


def test_file_has_masked_numbers_and_safe_cells(desk, session, row, olive):
    sign_up_person(session, Person("李四", "13900000000", unit_name="=1+1", answer="@SUM(A1)"), actor=olive)
    answer = desk.post(_url("sign_ups_export", session))
    rows = _sheet(answer)
    assert [cells[1] for cells in rows] == ["姓名", NAME, "李四"]
    assert rows[1][7] == "138****5731"
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert {cell.data_type for line in book.worksheets[0].iter_rows() for cell in line} <= {"s", "n", "inlineStr"}
    entry = AuditEntry.objects.get(action="signup.export")
    assert (entry.note, entry.fields) == ("2", [])


def test_full_numbers_are_ticked_and_recorded(desk, session, row):
    assert _sheet(desk.post(_url("sign_ups_export", session), {"numbers": "on"}))[1][7] == PHONE
    assert AuditEntry.objects.get(action="signup.export").fields == ["phone"]


# --- somebody rings
def _call(desk, session, **data):
    return desk.post(
        _url("sign_ups_add", session), {"name": "张三", "phone": "138 1234 5678", "unit": ""} | data, follow=True
    )


def test_callers_hear_at_once_where_they_stand(desk, session):
    for name, words in (("张三", "success"), ("李四", "success"), ("王五", "warning"), ("王五", "info")):
        answer = _call(desk, session, name=name)
        assert answer.redirect_chain
        (message,) = answer.context["messages"]
        assert (message.level_tag, name in message.message) == (words, True)
        assert 'value="张三"' not in _text(answer)
    assert states(session) == [("confirmed", None), ("confirmed", None), ("waiting", 1)]


def test_unit_stays_for_the_next_caller_and_is_found_by_its_short_name(desk, session, harbour):
    harbour.short_name = "群丰"
    harbour.save()
    answer = _call(desk, session, unit="群丰")
    assert 'value="群丰"' in _text(answer)
    assert Participant.objects.get().organisation == harbour


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "张三 13812345678"}, "name"),
        ({"name": "=1+1"}, "name"),
        ({"name": "长" * 31}, "name"),
        ({"name": "张\0三"}, "name"),
        ({"phone": "1381234567"}, "phone"),
        ({"phone": "abc"}, "phone"),
        ({"phone": "9" * 40}, "phone"),
        ({"email": "x@"}, "email"),
        ({"unit": "长" * 61}, "unit"),
    ],
)
def test_odd_caller_is_refused_beside_the_field_and_nothing_is_lost(desk, session, data, field):
    answer = _call(desk, session, **{"unit": "湘江厂"} | data)
    assert list(answer.context["form"].errors) == [field]
    assert "138 1234 5678" in _text(answer) or field == "phone"
    assert not SignUp.objects.exists() and not Participant.objects.exists()


def test_caller_without_number_and_unit_is_the_hosts(desk, session, town):
    _call(desk, session, phone="")
    assert Participant.objects.get().organisation == town


def test_account_of_that_name_is_asked_about(desk, session, town):
    member = MemberFactory(display_name="张三", organisation=town)
    answer = _call(desk, session, unit=town.name)
    assert answer.context["asked"] == member and not SignUp.objects.exists()
    _call(desk, session, unit=town.name, who=str(member.pk))
    assert SignUp.objects.get().participant.member == member
    _call(desk, session, unit=town.name, who="other")
    assert SignUp.objects.filter(participant__member=None).count() == 1


def test_account_of_another_organisation_is_neither_shown_nor_taken(desk, session, harbour):
    member = MemberFactory(display_name="张三", organisation=harbour)
    _call(desk, session, unit=harbour.name, who=str(member.pk))
    assert SignUp.objects.get().participant.member is None


def test_firm_and_answer_are_asked_where_they_are_needed(desk, town):
    session = open_session(town, seats=5, basis=Basis.FIRM, question="车牌号")
    assert "车牌号" in _text(desk.get(_url("sign_ups_add", session)))
    assert list(_call(desk, session).context["form"].errors) == ["firm"]
    _call(desk, session, firm="甲厂", answer="湘B12345")
    assert (SignUp.objects.get().firm, SignUp.objects.get().answer) == ("甲厂", "湘B12345")
    assert list(_call(desk, session, name="李四", firm="甲厂有限公司").context["form"].errors) == ["firm"]


def test_caller_for_what_is_over_hears_why(desk, town):
    past = timezone.now() - datetime.timedelta(days=2)
    event = VolunteerEventFactory(organisation=town, published=True, starts_at=past)
    answer = _call(desk, event)
    assert answer.context["form"].non_field_errors() and not SignUp.objects.exists()
