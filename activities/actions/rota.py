"""Who goes out on which evening: put down by staff, by turns, swapped, stood in for.

Every change of an evening's people holds the lock of its shift. Lock order: shifts by number, then the audit log.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.actions.rota_notices import tell_covered, tell_wanted
from activities.actions.shifts import CANCELLED, PLANNED, lock_shift
from activities.models import Duty, Participant, Shift, SignUp
from activities.rota import Evening, RotaRefused, Snag, by_turns, next_leader
from members import audit

LOOKED_BACK = timedelta(days=90)  # who went out before that long does not count for whose turn it is


def team_of(event) -> list[Participant]:
    """Return who may go out: those who are signed up for the event, in the order in which they came."""
    people = Participant.objects.select_related("member__private", "organisation", "guardian")
    rows = people.filter(sign_ups__activity=event.pk, sign_ups__state=SignUp.State.CONFIRMED)
    return list(rows.order_by("sign_ups__pk").distinct())


@transaction.atomic
def set_people(
    shift: Shift, people: Collection[int], *, leader: int | None = None, actor, request=None
) -> tuple[int, int]:
    """Put exactly these participants on duty, one of whom leads; return how many are new and how many went.

    Rows that stay keep whom they stand in for, and whether they seek cover. Raises RotaRefused, then nothing changed.
    """
    shift = _open_shift(shift)
    rows = {duty.participant_id: duty for duty in shift.duties.select_related("participant")}
    new, gone = set(people) - rows.keys(), rows.keys() - set(people)
    _refuse_strangers(shift, new)
    Duty.objects.filter(shift=shift, participant__in=gone).delete()
    Duty.objects.bulk_create(Duty(shift=shift, participant_id=pk) for pk in sorted(new))
    Duty.objects.filter(shift=shift).exclude(participant=leader).update(is_leader=False)
    led = Duty.objects.filter(shift=shift, participant=leader, is_leader=False).update(is_leader=True)
    if new or gone or led:
        _record(shift, f"+{len(new)} -{len(gone)}", actor, request)
    return len(new), len(gone)


@transaction.atomic
def fill_by_turns(event, shifts: Iterable[Shift], *, actor, request=None) -> tuple[int, int]:
    """Fill coming evenings up to the event's fewest people, in turns; return how many were put down and are missing.

    Whoever is on duty stays. An evening without a leader gets one of those who have led before, in turns too.
    """
    if not event.min_people:
        raise RotaRefused(Snag.NO_NUMBER)
    team = [person.pk for person in team_of(event)]
    if not team:
        raise RotaRefused(Snag.NO_TEAM)
    open_ones = [shift for shift in _locked(shifts) if shift.state == PLANNED and shift.starts_at > timezone.now()]
    evenings = _evenings(event, open_ones, team)
    added = by_turns(team, evenings, _days_of(event, team))
    Duty.objects.bulk_create(Duty(shift_id=shift, participant_id=person) for shift, person in added)
    _name_leaders(event, open_ones)
    if added:
        note = f"+{len(added)}"
        audit.record(actor=actor, action="shift.change", obj=event, fields=["duties"], note=note, request=request)
    return len(added), sum(evening.missing for evening in evenings) - len(added)


@transaction.atomic
def swap(one: Duty, other: Duty, *, actor, request=None) -> None:
    """Let two people change their evenings: each goes out on the other's, having agreed to it."""
    if one.shift_id == other.shift_id or one.participant_id == other.participant_id:
        raise RotaRefused(Snag.SAME)
    shifts = {shift.pk: shift for shift in _locked([one.shift, other.shift])}
    one, other = _locked_duty(one), _locked_duty(other)
    for shift in shifts.values():
        _refuse_closed(shift)
    if shifts[one.shift_id].event_id != shifts[other.shift_id].event_id:
        raise RotaRefused(Snag.NOT_ON_DUTY)
    first, second = one.participant_id, other.participant_id
    _refuse_busy(shifts[one.shift_id], {second}, apart_from={other.shift_id})
    _refuse_busy(shifts[other.shift_id], {first}, apart_from={one.shift_id})
    for duty, person in ((one, second), (other, first)):
        duty.participant_id, duty.planned_id, duty.seeks_cover = person, None, False
        duty.save(update_fields=["participant", "planned", "seeks_cover"])
        _record(shifts[duty.shift_id], "", actor, request)


@transaction.atomic
def stand_in(duty: Duty, person: Participant, *, actor, request=None) -> Duty:
    """Let somebody of the team go out for another one: entered by staff, after asking."""
    shift = _open_shift(duty.shift)
    duty = _locked_duty(duty)
    _refuse_strangers(shift, {person.pk} - {duty.participant_id})
    _cover(duty, person)
    _record(shift, "", actor, request)
    return duty


@transaction.atomic
def seek_cover(duty: Duty, *, seeks: bool = True) -> Duty:
    """Say that one cannot come (or can after all); the others of the team are asked, once."""
    shift = _open_shift(duty.shift)
    duty = _locked_duty(duty)
    if duty.seeks_cover != seeks:
        duty.seeks_cover = seeks
        duty.save(update_fields=["seeks_cover"])
        if seeks:
            tell_wanted(duty, team_of(shift.event))
    return duty


@transaction.atomic
def take_over(duty: Duty, person: Participant) -> Duty:
    """Go out instead of somebody who seeks cover: of several at once, one. Raises RotaRefused for the others."""
    shift = _open_shift(duty.shift)
    _refuse_strangers(shift, {person.pk})
    now = Duty.objects.select_related("shift__event", "participant__member", "planned").filter(pk=duty.pk).first()
    if now is None or not is_sought(now):
        raise RotaRefused(Snag.NO_COVER)
    _cover(now, person)
    return now


def is_sought(duty: Duty) -> bool:
    """Whether somebody is still wanted for it; asked under the lock of its shift."""
    return duty.seeks_cover


@transaction.atomic
def offer(shift: Shift, person: Participant) -> Duty:
    """Go out on an evening on which people are missing."""
    shift = _open_shift(shift)
    _refuse_strangers(shift, {person.pk})
    if shift.duties.filter(seeks_cover=False).count() >= (shift.event.min_people or 0):
        raise RotaRefused(Snag.NO_FREE_PLACE)
    return Duty.objects.create(shift=shift, participant=person)


def _cover(duty: Duty, person: Participant) -> None:
    """The row keeps whom it was planned for; who comes back to their own evening stands in for nobody."""
    before = duty.participant
    planned = duty.planned or before
    duty.participant, duty.planned, duty.seeks_cover = person, None if planned == person else planned, False
    try:
        with transaction.atomic():
            duty.save(update_fields=["participant", "planned", "seeks_cover"])
    except IntegrityError as error:
        raise RotaRefused(Snag.TWICE, person) from error
    if before != person:
        tell_covered(duty, before)


# --- what is refused ---
def _open_shift(shift: Shift) -> Shift:
    shift = lock_shift(shift.pk)
    _refuse_closed(shift)
    return shift


def _refuse_closed(shift: Shift) -> None:
    if shift.state == CANCELLED:
        raise RotaRefused(Snag.CALLED_OFF)
    if shift.ends_at <= timezone.now():
        raise RotaRefused(Snag.OVER)


def _refuse_strangers(shift: Shift, people: set[int]) -> None:
    if not people:
        return
    rows = SignUp.objects.confirmed().filter(activity=shift.event_id, participant__in=people)
    if stranger := people - set(rows.values_list("participant", flat=True)):
        raise RotaRefused(Snag.NOT_IN_TEAM, Participant.objects.filter(pk__in=stranger).first())
    _refuse_busy(shift, people)


def _refuse_busy(shift: Shift, people: set[int], apart_from: Collection[int] = ()) -> None:
    """Nobody is in two places at once, be it another event's rota."""
    same = Duty.objects.filter(shift=shift, participant__in=people).select_related("participant__member").first()
    if same:
        raise RotaRefused(Snag.TWICE, same.participant)
    others = _at_the_time_of(shift).filter(participant__in=people).exclude(shift__in=[shift.pk, *apart_from])
    if found := others.select_related("participant__member").first():
        raise RotaRefused(Snag.ELSEWHERE, found.participant)


def _at_the_time_of(shift: Shift):
    return Duty.objects.filter(
        shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at, shift__state=PLANNED
    )


def _locked(shifts: Iterable[Shift]) -> list[Shift]:
    numbers = [shift.pk for shift in shifts]
    rows = Shift.objects.select_for_update(of=("self",)).select_related("event").filter(pk__in=numbers)
    return list(rows.order_by("pk"))


def _locked_duty(duty: Duty) -> Duty:
    """Return it as it is now, its shift being locked. Raises RotaRefused where somebody took it away."""
    now = Duty.objects.select_related("shift__event", "participant__member", "planned").filter(pk=duty.pk).first()
    if now is None or now.participant_id != duty.participant_id:
        raise RotaRefused(Snag.NOT_ON_DUTY)
    return now


def _record(shift: Shift, note: str, actor, request) -> None:
    note = f"{shift.date.isoformat()} {note}".strip()
    audit.record(actor=actor, action="shift.change", obj=shift.event, fields=["duties"], note=note, request=request)


# --- turns ---
def _evenings(event, shifts: list[Shift], team: list[int]) -> list[Evening]:
    on: dict[int, set[int]] = defaultdict(set)
    sure: Counter = Counter()
    for shift, person, seeks in Duty.objects.filter(shift__in=shifts).values_list(
        "shift", "participant", "seeks_cover"
    ):
        on[shift].add(person)
        sure[shift] += not seeks
    return [
        Evening(
            number=shift.pk,
            day=timezone.localdate(shift.starts_at),
            wanted=event.min_people + len(on[shift.pk]) - sure[shift.pk],
            on=on[shift.pk],
            busy=set(_at_the_time_of(shift).filter(participant__in=team).values_list("participant", flat=True)),
        )
        for shift in shifts
    ]


def _days_of(event, team: list[int]) -> dict[int, set]:
    since = timezone.now() - LOOKED_BACK
    duties = Duty.objects.filter(shift__event=event.pk, shift__starts_at__gte=since, participant__in=team)
    days: dict[int, set] = defaultdict(set)
    for person, starts_at in duties.exclude(shift__state=CANCELLED).values_list("participant", "shift__starts_at"):
        days[person].add(timezone.localdate(starts_at))
    return days


def _name_leaders(event, shifts: list[Shift]) -> None:
    led = Counter(Duty.objects.filter(shift__event=event.pk, is_leader=True).values_list("participant", flat=True))
    for shift in sorted(shifts, key=lambda shift: shift.starts_at):
        duties = {duty.participant_id: duty for duty in shift.duties.all()}
        if any(duty.is_leader for duty in duties.values()):
            continue
        if (person := next_leader(duties, led)) is not None:
            led[person] += 1
            Duty.objects.filter(pk=duties[person].pk).update(is_leader=True)
