"""The roster (签到表) of an occasion: its lines and their codes, who was there, guests. Codes never change.

An occasion is an activity, or one shift of one that comes again. New lines are numbered under the lock of the
activity's row; marks touch their own lines only, so two people with two sheets lose nothing of each other's.

The lowest free codes belong to guests: the printed sheet has so many blank lines at its end, and whoever signs up
after it was printed gets a code beyond them. So what stands on paper stays right without keeping what was printed.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import count, islice

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from activities import rules
from activities.actions.participants import participant_of, participant_without_account
from activities.models import Activity, Attendance, Duty, Participant, Shift, SignUp
from members import audit

State, Source = Attendance.State, Attendance.Source
MOST_LINES = 32_000  # the highest code that a small integer holds
GUEST_LINES = 20


class RosterFull(Exception):
    """Raised when a roster would hold more lines than there are codes."""


def lines_of(activity: Activity, shift: Shift | None = None):
    """Return the lines of an occasion in the order of their codes, with the people on them."""
    lines = Attendance.objects.filter(activity=activity.pk, shift=shift).order_by("row_code")
    return lines.select_related(
        "participant__member__private", "participant__member__organisation", "participant__organisation",
        "participant__guardian__private", "sign_up__group", "sign_up__pool__organisation",
    )  # fmt: skip


@transaction.atomic
def fill_roster(activity: Activity, shift: Shift | None = None, *, actor, request=None) -> int:
    """Write a line for everybody who has a seat (of a shift: who is on duty) and none yet; return how many are new."""
    lock_roster(activity)
    number = _write_lines(activity, shift)
    if number:
        audit.record(actor=actor, action="roster.change", obj=activity.leaf, note=f"+{number}", request=request)
    return number


@transaction.atomic
def line_for(
    activity: Activity, participant: Participant, *, shift: Shift | None = None, sign_up=None, code: int | None = None
) -> Attendance:
    """Return the line of a person, a new one when there is none; `is_new` says which.

    `code` is the number of a blank line on paper; it is given if nobody has it. The first line of somebody with a
    seat makes everybody's, so that codes follow the order of the sheet.
    """
    lock_roster(activity)
    is_expected = sign_up is not None or Duty.objects.filter(shift=shift, participant=participant).exists()
    if is_expected and not _is_filled(activity, shift):
        _write_lines(activity, shift)
    line = Attendance.objects.filter(activity=activity.pk, shift=shift, participant=participant).first()
    is_new = line is None
    if is_new:
        codes = free_codes(activity, shift, 1, for_guests=not is_expected, wish=code)
        firm = sign_up.firm if sign_up else ""
        line = Attendance.objects.create(
            activity_id=activity.pk, shift=shift, participant=participant, sign_up=sign_up, row_code=codes[0],
            unit_name=firm, is_delegate=bool(firm),
        )  # fmt: skip
    line.is_new = is_new
    return line


@transaction.atomic
def add_guest(
    activity: Activity, shift: Shift | None = None, *, name: str = "", actor, phone="", unit=None, unit_name="",
    is_delegate=False, account=None, code=None, request=None,
) -> Attendance:  # fmt: skip
    """Add somebody who came without a sign-up, present: by their account, or by name. Returns the line with `is_new`.

    Somebody who is on the roster already is marked present there. `code` is the number of their line on paper.
    """
    person = participant_of(account) if account else None
    person = person or participant_without_account(name=name, phone=phone, organisation=unit or activity.organisation)
    line = line_for(activity, person, shift=shift, code=code)
    line.state, line.source, line.marked_at, line.marked_by = State.PRESENT, Source.ROSTER, timezone.now(), actor
    line.unit_name, line.is_delegate = unit_name[:60] or line.unit_name, is_delegate or line.is_delegate
    line.save()
    audit.record(actor=actor, action="roster.change", obj=activity.leaf, note="+1", request=request)
    return line


@transaction.atomic
def mark(
    activity: Activity, shift: Shift | None = None, *, marks: Mapping[int, str], actor, request=None
) -> dict[int, str]:
    """Set the states of lines by their codes (an empty state takes a mark back); return those that changed.

    Codes that no line has are left out. Only these lines are touched.
    """
    lines = Attendance.objects.select_for_update().filter(activity=activity.pk, shift=shift, row_code__in=list(marks))
    changed: dict[int, str] = {}
    for line in lines.order_by("pk"):
        state = marks[line.row_code]
        if state in ("", *State) and line.state != state:
            line.state, line.source = state, Source.ROSTER
            line.marked_at, line.marked_by = (timezone.now(), actor) if state else (None, None)
            line.save(update_fields=["state", "source", "marked_at", "marked_by"])
            changed[line.row_code] = state
    if changed:
        audit.record(actor=actor, action="roster.change", obj=activity.leaf, note=f"×{len(changed)}", request=request)
    return changed


@transaction.atomic
def mark_rest_absent(activity: Activity, shift: Shift | None = None, *, actor, request=None) -> int:
    """Mark everybody absent whom nobody has marked; return how many."""
    rest = Attendance.objects.filter(activity=activity.pk, shift=shift, state="")
    number = rest.update(state=State.ABSENT, marked_at=timezone.now(), marked_by=actor)
    if number:
        audit.record(actor=actor, action="roster.change", obj=activity.leaf, note=f"×{number}", request=request)
    return number


@transaction.atomic
def set_details(
    activity: Activity, shift: Shift | None = None, *, values: Mapping[int, tuple[Decimal | None, bool, str]], actor,
    request=None,
) -> int:  # fmt: skip
    """Set hours (None: the whole length), delegates and remarks by row code; return how many lines changed."""
    lines = Attendance.objects.select_for_update().filter(activity=activity.pk, shift=shift, row_code__in=list(values))
    changed = 0
    for line in lines.order_by("pk"):
        if (line.hours, line.is_delegate, line.note) != values[line.row_code]:
            line.hours, line.is_delegate, line.note = values[line.row_code]
            line.save(update_fields=["hours", "is_delegate", "note"])
            changed += 1
    if changed:
        audit.record(
            actor=actor, action="roster.change", obj=activity.leaf, fields=["hours", "is_delegate", "note"],
            note=f"×{changed}", request=request,
        )  # fmt: skip
    return changed


def longest_hours(activity: Activity, shift: Shift | None = None) -> Decimal:
    """Return how many hours the occasion lasted, in half hours: nobody was there longer."""
    occasion = shift or activity
    return rules.half_hours(occasion.starts_at, occasion.ends_at)


def lock_roster(activity: Activity) -> None:
    """Whoever adds lines waits here for the others; sign-ups, which only point to the row, do not."""
    Activity.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=activity.pk)


def free_codes(
    activity: Activity, shift: Shift | None, number: int, *, for_guests: bool, wish: int | None = None
) -> list[int]:
    """Return so many codes that no line has; call it under the lock. Raises RosterFull."""
    taken = set(Attendance.objects.filter(activity=activity.pk, shift=shift).values_list("row_code", flat=True))
    if wish and wish not in taken and wish <= MOST_LINES:
        return [wish]
    free = (code for code in count(1) if code not in taken)
    skipped = GUEST_LINES if not for_guests and _is_filled(activity, shift) else 0
    codes = list(islice(free, skipped, skipped + number))
    if codes and codes[-1] > MOST_LINES:
        raise RosterFull
    return codes


def _is_filled(activity: Activity, shift: Shift | None) -> bool:
    """Whether those who are expected have their lines, so that the sheet may have been printed."""
    lines = Attendance.objects.filter(activity=activity.pk, shift=shift)
    expected = lines.filter(participant__duties__shift=shift) if shift else lines.filter(sign_up__isnull=False)
    return expected.exists()


def _write_lines(activity: Activity, shift: Shift | None) -> int:
    there = set(Attendance.objects.filter(activity=activity.pk, shift=shift).values_list("participant", flat=True))
    expected = [row for row in _expected(activity, shift) if row[0] not in there]
    codes = free_codes(activity, shift, len(expected), for_guests=False)
    Attendance.objects.bulk_create(
        Attendance(
            activity_id=activity.pk, shift=shift, participant_id=pk, sign_up_id=sign_up, row_code=code,
            unit_name=firm, is_delegate=bool(firm),
        )
        for code, (pk, sign_up, firm) in zip(codes, expected, strict=True)
    )  # fmt: skip
    return len(expected)


def _expected(activity: Activity, shift: Shift | None) -> list[tuple[int, int | None, str]]:
    """Participant, sign-up and firm in the order of the printed sheet: by group, then by unit, then as they came."""
    if shift is not None:
        duties = Duty.objects.filter(shift=shift).order_by("-is_leader", "pk").values_list("participant", flat=True)
        return [(pk, None, "") for pk in duties]
    rows = SignUp.objects.confirmed().filter(activity=activity.pk)
    unit = Coalesce("pool__organisation", "participant__organisation")
    rows = rows.order_by(
        F("group__position").asc(nulls_last=True), F("group").asc(nulls_last=True), unit.asc(nulls_last=True), "pk"
    )
    return list(rows.values_list("participant", "pk", "firm"))
