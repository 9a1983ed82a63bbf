"""The roster's screen and paper in the admin: who sees it, what is pressed there, odd input."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.actions.roster import add_guest, fill_roster, mark
from activities.actions.sign_ups import cancel
from activities.models import Attendance
from members.models import AuditEntry
from members.roles import Role
from tests.activities.roster_files import row, table_of, xlsx
from tests.activities.rosters import filled, names_of, session_with, shift_with, sign_in, states_of
from tests.factories import MemberFactory, PostFactory
from tests.publishing.desk import signed_in

pytestmark = pytest.mark.django_db

NAME, PHONE = "欧阳惜春", "13857315731"
PAGES = ("roster", "sheet_print", "close")
POSTS = (
    "roster_fill", "roster_mark", "roster_guest", "roster_absent", "roster_details", "roster_export", "roster_import",
    "roster_confirm", "roster_errors", "close_reopen",
)  # fmt: skip


@pytest.fixture
def olive(town):
    member = MemberFactory(username="olive", display_name="Olive", organisation=town)
    PostFactory(member=member, role=Role.SECRETARY)
    return member


@pytest.fixture
def session(town):
    activity = session_with(town, "张伟", "王芳")
    sign_in(activity, NAME, phone=PHONE)
    fill_roster(activity, actor=activity.author)
    return activity


def _url(page, activity, shift=None) -> str:
    numbers = [activity.pk, shift.pk] if shift else [activity.pk]
    return reverse(f"admin:activities_{activity.leaf._meta.model_name}_{page}", args=numbers)


def _text(answer) -> str:
    return answer.content.decode()


def _send(desk, activity, marks, shift=None):
    return desk.post(_url("roster_mark", activity, shift), json.dumps(marks), content_type="application/json")


# --- who sees it
def test_secretary_sees_names_and_last_digits_only(desk, session):
    for page in ("roster", "sheet_print"):
        text = _text(desk.get(_url(page, session), {"digits": "on"}))
        assert NAME in text and "5731" in text and PHONE not in text and "138****" not in text


def test_sheet_shows_no_digits_unless_asked(desk, session):
    assert "5731" not in _text(desk.get(_url("sheet_print", session)))


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dave", "olga"])
def test_writers_reviewers_and_auditors_are_refused(client, people, session, name):
    signed_in(client, getattr(people, name))
    answers = [client.get(_url(page, session)) for page in PAGES] + [client.post(_url(page, session)) for page in POSTS]
    assert {answer.status_code for answer in answers} == {403}
    assert all(NAME not in _text(answer) and "5731" not in _text(answer) for answer in answers)


@pytest.mark.parametrize("name", ["eve", "mallory", "harry"])
def test_other_organisations_staff_find_nothing(client, people, harbour, session, name):
    people.harry = MemberFactory(username="harry", organisation=harbour)
    PostFactory(member=people.harry, role=Role.ADMINISTRATOR)
    signed_in(client, getattr(people, name))
    answers = [client.get(_url(page, session)) for page in PAGES] + [client.post(_url(page, session)) for page in POSTS]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("who", ["charlie", None])
def test_members_and_strangers_are_sent_to_sign_in(client, people, session, who):
    if who:
        signed_in(client, people.charlie)
    assert {client.get(_url(page, session)).status_code for page in PAGES} == {302}


def test_shift_of_another_activity_is_not_there(desk, town, session):
    shift = shift_with(town, "张伟")
    assert desk.get(_url("roster", session, shift)).status_code == 404
    assert _send(desk, session, {"1": "present"}, shift).status_code == 404
    assert set(states_of(session).values()) == {""}


def test_looking_changes_nothing(desk, town):
    activity = session_with(town, "张伟")
    desk.get(_url("roster", activity))
    desk.get(_url("sheet_print", activity))
    assert not Attendance.objects.exists()
    assert {desk.get(_url(page, activity)).status_code for page in POSTS} == {405}


def test_pages_are_private(desk, session):
    assert "no-store" in desk.get(_url("roster", session)).headers["Cache-Control"]


# --- marking
def test_marks_of_the_screen_are_saved(desk, session):
    answer = _send(desk, session, {"1": "present", "3": "leave"})
    assert (answer.status_code, answer.json()["saved"], answer.json()["unknown"]) == (200, [1, 3], [])
    assert states_of(session) == {1: "present", 2: "", 3: "leave"}


def test_code_that_is_not_there_is_told(desk, session):
    assert _send(desk, session, {"77": "present"}).json() == {"saved": [], "unknown": [77], "names": {}}


@pytest.mark.parametrize(
    "body", ["[]", "nonsense", '"x"', "[" * 100_000, '{"1": "dead"}', '{"x": "present"}', '{"1": null}', '{"1": ["present"]}']
)  # fmt: skip
def test_odd_marks_change_nothing(desk, session, body):
    answer = desk.post(_url("roster_mark", session), body, content_type="application/json")
    assert answer.status_code in (200, 400)
    assert set(states_of(session).values()) == {""}


def test_plain_form_saves_what_was_changed_only(desk, session, people):
    """Somebody else marks line 2 while the form is open."""
    seen = desk.get(_url("roster", session)).context["page"].seen
    mark(session, marks={2: "leave"}, actor=people.dana)
    desk.post(
        _url("roster_mark", session),
        {"seen": seen.replace("2:", "2:absent"), "state-1": "present", "state-2": "absent"},
    )
    assert states_of(session) == {1: "present", 2: "leave", 3: ""}


def test_rest_absent(desk, session):
    _send(desk, session, {"1": "present"})
    desk.post(_url("roster_absent", session))
    assert states_of(session) == {1: "present", 2: "absent", 3: "absent"}


def test_details_are_saved_where_they_changed(desk, session, people):
    data = {
        "was-1": "||", "hours-1": "1.5", "note-1": "迟到", "was-2": "||", "hours-2": "3", "was-3": "||", "delegate-3": "1",
        "was-x": "||", "hours-x": "1",
    }  # fmt: skip
    text = _text(desk.post(_url("roster_details", session), data, follow=True))
    values = list(Attendance.objects.order_by("row_code").values_list("hours", "is_delegate", "note"))
    assert [(float(hours or 0), *rest) for hours, *rest in values] == [
        (1.5, False, "迟到"),
        (0, False, ""),
        (0, True, ""),
    ]
    assert "2" in text and "errorlist" not in text


@pytest.mark.parametrize("hours", ["x", "NaN", "-1", "0", "0.3", "1e99", "25", "９９"])
def test_odd_hours_are_refused(desk, session, hours):
    desk.post(_url("roster_details", session), {"was-1": "||", "hours-1": hours})
    assert Attendance.objects.get(row_code=1).hours is None


# --- guests
def _guest(**words):
    return {f"guest-{name}": value for name, value in words.items()}


def test_guest_is_added_in_place(desk, session):
    answer = desk.post(
        _url("roster_guest", session), _guest(name="周 敏", unit="湘江机械厂", is_delegate="on"),
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.json()["code"] == 4 and "周敏" in answer.json()["line"] and "checked" in answer.json()["line"]
    line = Attendance.objects.get(row_code=4)
    assert (line.state, line.unit_name, line.is_delegate) == ("present", "湘江机械厂", True)


def test_guest_without_script_comes_back_to_the_roster(desk, session):
    assert "周敏" in _text(desk.post(_url("roster_guest", session), _guest(name="周敏"), follow=True))


@pytest.mark.parametrize(
    "words", [{"name": ""}, {"name": "12"}, {"name": "长" * 31}, {"name": "周敏\0"}, {"name": "周敏", "phone": "123"},
              {"name": "周敏", "code": "0"}, {"name": "周敏", "code": "x"}, {"name": "周敏", "unit": "长" * 61}]
)  # fmt: skip
def test_odd_guests_are_told_and_keep_what_was_typed(desk, session, words):
    text = _text(desk.post(_url("roster_guest", session), _guest(**words)))
    assert "errorlist" in text and len(names_of(session)) == 3
    assert (
        "form"
        in desk.post(_url("roster_guest", session), _guest(**words), headers={"Accept": "application/json"}).json()
    )


def test_guest_with_the_name_of_an_account_is_asked_about(desk, session, town):
    member = MemberFactory(display_name="周敏", organisation=town)
    asked = desk.post(_url("roster_guest", session), _guest(name="周敏"))
    assert asked.context["asked"] == member and len(names_of(session)) == 3
    desk.post(_url("roster_guest", session), _guest(name="周敏", who=str(member.pk)))
    desk.post(_url("roster_guest", session), _guest(name="周敏", who="other"))
    lines = Attendance.objects.filter(row_code__gt=3).order_by("row_code")
    assert [line.participant.member for line in lines] == [member, None]


def test_account_of_another_unit_cannot_be_forged(desk, session, people):
    desk.post(_url("roster_guest", session), _guest(name="Eve", who=str(people.eve.pk)))
    assert Attendance.objects.get(row_code=4).participant.member is None


# --- pages
def test_long_roster_is_paged_and_searched(desk, town, people, monkeypatch):
    monkeypatch.setattr("activities.roster_lines.PER_PAGE", 2)
    activity = filled(town, "张伟", "王芳", "曾小川")
    shown = lambda **asked: [line.name for line in desk.get(_url("roster", activity), asked).context["page"].lines]  # noqa: E731
    assert shown() == ["张伟", "王芳"]
    assert shown(p="2") == shown(p="9999") == ["曾小川"]
    assert shown(p="-1") == shown(p="x") == shown(p="٣") == ["张伟", "王芳"]
    assert shown(q="zxc") == shown(q="cxc") == shown(q="3") == shown(q="小川") == ["曾小川"]
    assert shown(q="雷打石镇") == ["张伟", "王芳"]


def test_queries_do_not_grow_with_the_roster(desk, town, django_assert_max_num_queries):
    activity = filled(town, *[f"人{chr(0x4E00 + n * 9)}" for n in range(60)])
    desk.get(_url("roster", activity))
    with django_assert_max_num_queries(14):
        desk.get(_url("roster", activity))


def test_activity_that_comes_again_lists_its_evenings(desk, town):
    shift = shift_with(town, NAME)
    text = _text(desk.get(_url("roster", shift.event)))
    assert _url("roster", shift.event, shift) in text
    fill_roster(shift.event, shift, actor=shift.event.author)
    assert NAME in _text(desk.get(_url("roster", shift.event, shift)))
    assert NAME in _text(desk.get(_url("sheet_print", shift.event, shift)))


def test_who_cancelled_since_is_marked(desk, session, people):
    cancel(
        session.sign_ups.get(participant__name__isnull=False, pk=session.sign_ups.first().pk),
        actor=people.dana,
        by_staff=True,
    )
    assert desk.get(_url("roster", session)).context["page"].lines[0].has_left


# --- paper
def test_sheet_keeps_blank_lines_for_guests_and_is_logged(desk, session, people):
    add_guest(session, name="周敏", code=5, actor=people.dana)
    context = desk.get(_url("sheet_print", session), {"blank": "3"}).context
    assert context["blank"] == [4, 6, 7]
    assert AuditEntry.objects.filter(action="roster.print").count() == 1


@pytest.mark.parametrize(
    ("by", "headings"), [("unit", ["湘江机械厂", "雷打石镇"]), ("group", ["1号车", ""]), ("code", [""]), ("x", [""])]
)
def test_sheet_goes_by_unit_or_group(desk, session, people, by, headings):
    add_guest(session, name="周敏", unit_name="湘江机械厂", actor=people.dana)
    group = session.groups.create(name="1号车")
    session.sign_ups.filter(pk=session.sign_ups.first().pk).update(group=group)
    parts = desk.get(_url("sheet_print", session), {"by": by}).context["parts"]
    assert sorted(heading for heading, _lines in parts) == sorted(headings)


@pytest.mark.parametrize("blank", ["-1", "x", "999999999", "1e9", "٣"])
def test_odd_number_of_blank_lines(desk, session, blank):
    answer = desk.get(_url("sheet_print", session), {"blank": blank})
    assert answer.status_code == 200 and len(answer.context["blank"]) <= 200


# --- Excel
def _upload(desk, activity, data, name="roster.xlsx"):
    return desk.post(_url("roster_import", activity), {"file": SimpleUploadedFile(name, data)})


def test_file_goes_out_is_filled_in_and_comes_back(desk, session):
    answer = desk.post(_url("roster_export", session))
    assert [line[1] for line in table_of(answer.content)[1:]] == ["张伟", "王芳", NAME]
    assert AuditEntry.objects.filter(action="roster.export").count() == 1
    looked = _upload(desk, session, xlsx(row(1, "张伟", "到"), row(2, "王芳", "请假"), row("", "周敏")))
    assert len(looked.context["plan"].changes) == 2 and "周敏" in _text(looked)
    assert set(states_of(session).values()) == {""}
    desk.post(_url("roster_confirm", session), {"token": looked.context["token"]})
    assert states_of(session) == {1: "present", 2: "leave", 3: "", 4: "present"}


def test_wrong_file_shows_all_and_goes_back_with_its_errors(desk, session):
    looked = _upload(desk, session, xlsx(row(1, "王芳", "来了"), row(9, "张伟", "到")))
    assert [one.number for one in looked.context["wrong"]] == [2, 3] and looked.context["plan"] is None
    sent_back = desk.post(_url("roster_errors", session), {"token": looked.context["token"]})
    assert "姓名：" in table_of(sent_back.content)[1][8]
    refused = desk.post(_url("roster_confirm", session), {"token": looked.context["token"]})
    assert refused.status_code == 200 and refused.context["wrong"]
    assert set(states_of(session).values()) == {""}


def test_file_is_compared_once_more_when_it_is_taken_in(desk, session, people):
    looked = _upload(desk, session, xlsx(row("", "周敏")))
    add_guest(session, name="周敏", actor=people.dana)
    assert desk.post(_url("roster_confirm", session), {"token": looked.context["token"]}).context["wrong"]
    assert len(names_of(session)) == 4


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04"])
def test_file_that_is_none_is_told_beside_the_field(desk, session, data):
    answer = _upload(desk, session, data)
    assert answer.status_code == 200 and answer.context["form"].errors["file"]


def test_no_file_at_all(desk, session):
    assert desk.post(_url("roster_import", session)).context["form"].errors["file"]


@pytest.mark.parametrize("token", ["", "x", "../../x", "\0", "长", "a" * 500])
def test_file_that_is_not_kept_any_more(desk, session, token):
    for page in ("roster_confirm", "roster_errors"):
        answer = desk.post(_url(page, session), {"token": token}, follow=True)
        assert answer.status_code == 200 and answer.redirect_chain


def test_kept_file_is_nobody_elses_and_of_no_other_activity(desk, client, session, town, people):
    token = _upload(desk, session, xlsx(row(1, "张伟", "到"))).context["token"]
    other = filled(town, "张伟")
    desk.post(_url("roster_confirm", other), {"token": token})
    signed_in(client, people.dana).post(_url("roster_confirm", session), {"token": token})
    assert set(states_of(session).values()) | set(states_of(other).values()) == {""}
