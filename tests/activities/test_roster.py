"""The lines of a roster: their codes, marks, guests."""

from decimal import Decimal

import pytest

from activities.actions.erasure import erase_joined
from activities.actions.participants import key_without_account, participant_of
from activities.actions.roster import (
    GUEST_LINES,
    RosterFull,
    add_guest,
    fill_roster,
    free_codes,
    line_for,
    mark,
    mark_rest_absent,
    set_details,
)
from activities.actions.sign_ups import cancel
from activities.kinds import Basis
from activities.models import Attendance, Participant
from members.models import AuditEntry
from tests.activities.rosters import at_once, filled, names_of, session_with, shift_with, sign_in, states_of
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

FIVE = ("张伟", "王芳", "李娜", "刘洋", "陈静")


# --- lines and codes
def test_fill_gives_everybody_with_a_seat_a_code(town, people):
    session = session_with(town, *FIVE)
    cancel(session.sign_ups.get(participant__key=_key("王芳", town)), actor=people.dana, by_staff=True)
    assert fill_roster(session, actor=people.dana) == 4
    assert names_of(session) == {1: "张伟", 2: "李娜", 3: "刘洋", 4: "陈静"}
    assert fill_roster(session, actor=people.dana) == 0
    assert AuditEntry.objects.filter(action="roster.change").count() == 1


def _key(name, unit):
    return key_without_account(name, "", unit)


def test_fill_orders_by_group_then_by_unit(town, harbour, people):
    session = session_with(town, *FIVE)
    group = session.groups.create(name="2号车厢", position=1)
    session.sign_ups.filter(participant__key=_key("刘洋", town)).update(group=group)
    Participant.objects.filter(key=_key("张伟", town)).update(organisation=harbour)
    fill_roster(session, actor=people.dana)
    assert list(names_of(session).values()) == ["刘洋", "王芳", "李娜", "陈静", "张伟"]


def test_later_sign_ups_get_codes_beyond_the_blank_lines_of_the_sheet(town, people):
    session = filled(town, "张伟", "王芳")
    sign_in(session, "周敏")
    fill_roster(session, actor=people.dana)
    assert names_of(session) == {1: "张伟", 2: "王芳", 3 + GUEST_LINES: "周敏"}
    assert add_guest(session, name="客人", actor=people.dana).row_code == 3


def test_guest_takes_the_number_that_stands_on_paper(town, people):
    session = filled(town, "张伟")
    assert add_guest(session, name="客人", actor=people.dana, code=7).row_code == 7
    assert add_guest(session, name="另一位", actor=people.dana, code=7).row_code == 2


def test_first_line_of_somebody_expected_makes_the_whole_roster(town, people):
    session = session_with(town, "张伟", "王芳")
    row = session.sign_ups.last()
    assert line_for(session, row.participant, sign_up=row).row_code == 2
    assert len(names_of(session)) == 2


def test_line_for_is_the_same_line_twice(town, people):
    session = filled(town, "张伟")
    person = participant_of(people.charlie)
    assert line_for(session, person).pk == line_for(session, person).pk


def test_shift_has_a_roster_of_its_own(town, people):
    shift = shift_with(town, "张伟", "王芳")
    assert fill_roster(shift.event, shift, actor=people.dana) == 2
    assert fill_roster(shift.event, shift, actor=people.dana) == 0
    assert names_of(shift.event) == {}
    mark(shift.event, shift, marks={1: "present"}, actor=people.dana)
    assert states_of(shift.event, shift) == {1: "present", 2: ""}


def test_firm_sends_a_delegate(town, people):
    session = session_with(town, basis=Basis.FIRM)
    sign_in(session, "张伟", firm="湘江机械厂")
    fill_roster(session, actor=people.dana)
    line = Attendance.objects.get(activity=session.pk)
    assert (line.is_delegate, line.unit_name) == (True, "湘江机械厂")


def test_codes_end_where_the_column_ends(town, people):
    session = filled(town, "张伟")
    with pytest.raises(RosterFull):
        free_codes(session, None, 33_000, for_guests=True)


# --- guests
def test_guest_is_present_and_has_a_unit_as_written(town, people):
    session = filled(town, "张伟")
    line = add_guest(
        session, name="周 敏", phone="13800138000", unit_name="湘江机械厂", is_delegate=True, actor=people.dana
    )
    assert (line.participant.full_name, line.participant.phone) == ("周敏", "13800138000")
    assert (line.row_code, line.state, line.unit_name, line.is_delegate) == (2, "present", "湘江机械厂", True)
    assert (line.is_new, line.marked_by) == (True, people.dana)


def test_guest_twice_is_one_line(town, people):
    session = filled(town, "张伟")
    first, second = (add_guest(session, name="周敏", actor=people.dana) for _ in range(2))
    assert first.pk == second.pk and not second.is_new


def test_guest_with_an_account_is_the_member(town, people):
    session = filled(town, "张伟")
    line = add_guest(session, account=people.charlie, actor=people.dana)
    assert line.participant.member == people.charlie


# --- marks
def test_mark_changes_only_what_differs(town, people):
    session = filled(town, *FIVE)
    assert mark(session, marks={1: "present", 2: "leave"}, actor=people.dana) == {1: "present", 2: "leave"}
    assert mark(session, marks={1: "present", 2: "absent", 99: "present"}, actor=people.dana) == {2: "absent"}
    assert states_of(session) == {1: "present", 2: "absent", 3: "", 4: "", 5: ""}
    assert list(AuditEntry.objects.values_list("note", flat=True)[:2]) == ["×1", "×2"]


def test_mark_with_nothing_new_leaves_no_audit_row(town, people):
    session = filled(town, "张伟")
    before = AuditEntry.objects.count()
    assert mark(session, marks={1: "", 2: "present"}, actor=people.dana) == {}
    assert AuditEntry.objects.count() == before


def test_mark_is_taken_back(town, people):
    session = filled(town, "张伟")
    mark(session, marks={1: "present"}, actor=people.dana)
    mark(session, marks={1: ""}, actor=people.dana)
    line = Attendance.objects.get(activity=session.pk)
    assert (line.state, line.marked_at, line.marked_by) == ("", None, None)


def test_rest_absent_leaves_marks_alone(town, people):
    session = filled(town, *FIVE)
    mark(session, marks={1: "present", 2: "leave"}, actor=people.dana)
    assert mark_rest_absent(session, actor=people.dana) == 3
    assert states_of(session) == {1: "present", 2: "leave", 3: "absent", 4: "absent", 5: "absent"}


def test_details_set_hours_and_delegates(town, people):
    session = filled(town, "张伟", "王芳")
    values = {1: (Decimal("1.5"), False, "迟到"), 2: (None, True, ""), 9: (None, True, "")}
    assert set_details(session, values=values, actor=people.dana) == 2
    assert set_details(session, values={1: (Decimal("1.5"), False, "迟到")}, actor=people.dana) == 0
    lines = Attendance.objects.filter(activity=session.pk).values_list("hours", "is_delegate", "note")
    assert list(lines) == [(1.5, False, "迟到"), (None, True, "")]


# --- at once
@pytest.mark.django_db(transaction=True)
def test_markers_at_once_lose_nothing_of_each_other(town):
    session = filled(town, *[f"人{n:02}" for n in range(40)])
    actors = [MemberFactory(organisation=town) for _ in range(4)]

    def work(number):
        for start in range(number * 10 + 1, number * 10 + 11, 2):
            mark(session, marks=dict.fromkeys((start, start + 1), "present"), actor=actors[number])

    at_once(work, range(4))
    assert set(states_of(session).values()) == {"present"}


@pytest.mark.django_db(transaction=True)
def test_guests_at_once_get_codes_of_their_own(town):
    session = filled(town, "张伟")
    actor = session.author

    def work(number):
        for n in range(5):
            add_guest(session, name=f"客{number}号{n}", actor=actor)

    at_once(work, range(4))
    assert sorted(names_of(session)) == list(range(1, 22))


def test_erasing_a_member_takes_remarks_along(town, people):
    session = filled(town, "张伟")
    line = add_guest(session, account=people.charlie, unit_name="湘江机械厂", actor=people.dana)
    Attendance.objects.filter(pk=line.pk).update(note="病假")
    erase_joined(people.charlie)
    line.refresh_from_db()
    assert (line.note, line.unit_name, line.state) == ("", "", "present")
