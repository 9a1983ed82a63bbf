"""The evenings of an event that comes again: made from its rule, called off, moved.

Lock order: the activity, then its shifts, then the audit log.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from activities import recurrence
from activities.actions.rota_notices import tell_duty
from activities.models import Activity, Attendance, Closing, Duty, PatrolEntry, ServiceRecord, Shift, VolunteerEvent
from activities.rota import RotaRefused, Snag
from members import audit

AHEAD = timedelta(days=60)
PLANNED, CANCELLED = Shift.State.PLANNED, Shift.State.CANCELLED


@dataclass
class Planned:
    """What became of the rota: how many evenings are new, took other hours or went; those kept against the rule."""

    made: int = 0
    changed: int = 0
    removed: int = 0
    kept: list[Shift] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.made + self.changed + self.removed


def rule_of(event) -> recurrence.Rule | None:
    return recurrence.rule_of(event, timezone.get_default_timezone())


@transaction.atomic
def plan_shifts(event, *, until: date | None = None, now: datetime | None = None, actor=None, request=None) -> Planned:
    """Make the evenings that the event's rule asks for, up to `until` (sixty days ahead); done again nothing changes.

    What is over stays. Coming evenings that nobody has touched follow a changed rule; those with people, a reason or
    anything else on them stay as they are and are returned as `kept` where the rule does not hold them any more.
    """
    now = now or timezone.now()
    Activity.objects.select_for_update(of=("self",)).only("pk").get(pk=event.pk)
    event = VolunteerEvent.objects.get(pk=event.pk)
    shifts = {shift.date: shift for shift in _with_touched(event.pk)}
    rule = None if event.state == Activity.State.WITHDRAWN else rule_of(event)
    done = Planned()
    if rule is not None:
        _make(event, rule, shifts, until or timezone.localdate(now) + AHEAD, now, done)
    if event.state != Activity.State.WITHDRAWN:
        _follow(rule, [shift for shift in shifts.values() if shift.starts_at > now], done)
    if done.total and actor is not None:
        note = f"+{done.made} ~{done.changed} -{done.removed}"
        audit.record(actor=actor, action="shift.change", obj=event, note=note, request=request)
    return done


def plan_all(now: datetime | None = None) -> int:
    """Plan the evenings of everything published that comes again; return how many rows changed."""
    now = now or timezone.now()
    events = VolunteerEvent.objects.published(now).recurring().filter(ends_at__gt=now).only("pk").order_by("pk")
    return sum(plan_shifts(event, now=now).total for event in events)


@transaction.atomic
def call_off(shift: Shift, *, reason: str, actor, request=None) -> Shift:
    """Call one evening off, with a reason that readers see; those on duty are told. Doing it twice changes nothing."""
    shift = lock_shift(shift.pk)
    if shift.state == CANCELLED:
        return shift
    _refuse(_why_not_change(shift) or (Snag.NEEDS_REASON if not reason.strip() else None))
    shift.state, shift.reason = CANCELLED, reason.strip()[:100]
    shift.save(update_fields=["state", "reason"])
    tell_duty("called_off", shift)
    return _recorded(shift, ["state", "reason"], actor, request)


@transaction.atomic
def restore(shift: Shift, *, actor, request=None) -> Shift:
    """Let an evening take place after all, at its usual hours; those on duty are told."""
    shift = lock_shift(shift.pk)
    rule = rule_of(shift.event)
    starts_at, ends_at = rule.times(shift.date) if rule else (shift.starts_at, shift.ends_at)
    if shift.state == PLANNED and not shift.reason:
        return shift
    _refuse(_why_not_change(shift) or (Snag.OVER if starts_at <= timezone.now() else None))
    shift.state, shift.reason, shift.starts_at, shift.ends_at = PLANNED, "", starts_at, ends_at
    shift.save(update_fields=["state", "reason", "starts_at", "ends_at"])
    tell_duty("restored", shift)
    return _recorded(shift, ["state", "starts_at", "ends_at"], actor, request)


@transaction.atomic
def move(shift: Shift, *, starts_at: datetime, ends_at: datetime, reason: str, actor, request=None) -> Shift:
    """Let one evening take place at another time; it keeps its date of the rule. Those on duty are told."""
    shift = lock_shift(shift.pk)
    _refuse(_why_not_change(shift) or _why_not_then(shift, starts_at, ends_at, timezone.now()))
    _refuse(None if reason.strip() else Snag.NEEDS_REASON)
    if (shift.starts_at, shift.ends_at, shift.state) == (starts_at, ends_at, PLANNED):
        return shift
    shift.state, shift.reason, shift.starts_at, shift.ends_at = PLANNED, reason.strip()[:100], starts_at, ends_at
    shift.save(update_fields=["state", "reason", "starts_at", "ends_at"])
    tell_duty("moved", shift)
    return _recorded(shift, ["starts_at", "ends_at", "reason"], actor, request)


def lock_shift(pk: int) -> Shift:
    """Lock one evening for a change of it or of who goes out."""
    return Shift.objects.select_for_update(of=("self",)).select_related("event__organisation").get(pk=pk)


def _refuse(snag: Snag | None) -> None:
    if snag:
        raise RotaRefused(snag)


def _recorded(shift: Shift, fields: list[str], actor, request) -> Shift:
    note = shift.date.isoformat()
    audit.record(actor=actor, action="shift.change", obj=shift.event, fields=fields, note=note, request=request)
    return shift


def _why_not_change(shift: Shift) -> Snag | None:
    """What is over, or has people on its roster, stays as it was."""
    if Attendance.objects.filter(shift=shift).exists() or Closing.objects.filter(shift=shift).exists():
        return Snag.HAS_ROSTER
    return Snag.OVER if shift.ends_at <= timezone.now() and shift.state == PLANNED else None


def _why_not_then(shift: Shift, starts_at: datetime, ends_at: datetime, now: datetime) -> Snag | None:
    if ends_at <= starts_at:
        return Snag.ENDS_FIRST
    if ends_at - starts_at > timedelta(hours=24):
        return Snag.TOO_LONG
    if ends_at <= now:
        return Snag.OVER
    others = Shift.objects.filter(event=shift.event_id, state=PLANNED, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return Snag.TAKEN_TIME if others.exclude(pk=shift.pk).exists() else None


def _with_touched(event_pk: int):
    """The evenings of an event, each with `is_touched`: somebody did something with it."""
    hangs_on = Q(reason__gt="") | Q(handover__gt="") | Q(state=CANCELLED)
    for model in (Duty, PatrolEntry, Attendance, Closing, ServiceRecord):
        hangs_on |= Q(Exists(model.objects.filter(shift=OuterRef("pk"))))
    shifts = Shift.objects.select_for_update(of=("self",)).filter(event=event_pk).order_by("pk")
    touched = set(Shift.objects.filter(hangs_on, event=event_pk).values_list("pk", flat=True))
    for shift in shifts:
        shift.is_touched = shift.pk in touched
        yield shift


def _make(event, rule: recurrence.Rule, shifts: dict[date, Shift], until: date, now: datetime, done: Planned) -> None:
    """Evenings that are over are made with the first planning only: a later rule does not change what was."""
    first = timezone.localdate(now) if shifts else rule.since
    new = []
    for day in rule.days(first, until):
        starts_at, ends_at = rule.times(day)
        if day not in shifts and (not shifts or ends_at > now):
            new.append(Shift(event=event, date=day, starts_at=starts_at, ends_at=ends_at))
    Shift.objects.bulk_create(new, ignore_conflicts=True)
    done.made = len(new)


def _follow(rule: recurrence.Rule | None, coming: list[Shift], done: Planned) -> None:
    """Bring coming evenings in line with the rule, as far as nobody touched them."""
    for shift in coming:
        if rule is not None and rule.holds(shift.date):
            if (shift.starts_at, shift.ends_at) == rule.times(shift.date) or shift.reason:
                continue
            if not shift.is_touched:
                shift.starts_at, shift.ends_at = rule.times(shift.date)
                shift.save(update_fields=["starts_at", "ends_at"])
                done.changed += 1
                continue
        elif not shift.is_touched:
            shift.delete()
            done.removed += 1
            continue
        if shift.state == PLANNED:
            done.kept.append(shift)
