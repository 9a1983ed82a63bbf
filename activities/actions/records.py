"""Service records: entered by hand, approved, declined, corrected. Proposals from the roster: activities.actions.proposing.

Locks are taken in one order: people (by number), records, the audit log.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from activities import hours as rules
from activities.actions.calendars import due_on
from activities.actions.proposing import FACTS, facts_of, propose_records, why_no_records
from activities.errors import NotRecorded
from activities.hours import Trouble
from activities.models import Activity, Participant, RecordVersion, ServiceRecord
from members import audit

__all__ = ["add_record", "approve_records", "correct_record", "decline_records", "foresee_approval", "propose_records"]

State, Source = ServiceRecord.State, ServiceRecord.Source
KEPT = ("title", *FACTS, "source", "state", "decided_at")  # what an earlier version shows


# --- by hand ---
@transaction.atomic
def add_record(
    activity: Activity, participant: Participant, *, shift=None, starts_at: datetime, ends_at: datetime,
    hours: Decimal, actor, request=None, **facts: str,
) -> ServiceRecord:  # fmt: skip
    """Enter a record by hand; somebody approves it like any other. `facts` replace what the event says of itself.

    Raises NotRecorded.
    """
    _refuse(why_no_records(activity, shift))
    event = activity.leaf
    record = ServiceRecord(
        activity_id=event.pk, shift=shift, participant=participant, organisation_id=event.organisation_id,
        starts_at=starts_at, ends_at=ends_at, hours=hours, source=Source.MANUAL,
        **facts_of(event) | {name: text for name, text in facts.items() if text},
    )  # fmt: skip
    lock_people({participant.pk})
    if ServiceRecord.objects.of_occasion(event.pk, shift).filter(participant=participant).exists():
        raise NotRecorded(Trouble.TWICE)
    check_times(record)
    _refuse_overlap(record, ServiceRecord.objects.exclude(state=State.DECLINED))
    record.due_on = due_on(ends_at)
    record.save()
    audit.record(actor=actor, action="record.add", obj=record, request=request)
    return record


# --- deciding ---
@transaction.atomic
def approve_records(
    records: Iterable[ServiceRecord], *, actor, person_in_charge: str = "", request=None
) -> tuple[list[ServiceRecord], list[tuple[ServiceRecord, Trouble]]]:
    """Approve what can be approved; return those, and the others with the reason. One refusal stops no other.

    `person_in_charge` is written where a record names nobody. The people's rows are locked first, so that two
    approvals at once cannot both find a time free.
    """
    done, refused = [], []
    chosen = {record.pk for record in records}
    lock_people(_people_of(chosen))
    rows = _rows(chosen).select_for_update(of=("self",))
    for record, trouble in _judged(rows, _approved_of(chosen), actor, person_in_charge):
        if trouble:
            refused.append((record, trouble))
        else:
            _decide(record, State.APPROVED, actor, request=request)
            done.append(record)
    return done, refused


def foresee_approval(records: Iterable[ServiceRecord], *, actor) -> list[tuple[ServiceRecord, Trouble | None]]:
    """Return what approving these records would meet; a missing person in charge is asked for, and so no trouble."""
    chosen = {record.pk for record in records}
    return list(_judged(_rows(chosen), _approved_of(chosen), actor, "?"))


def _judged(rows, taken: dict[int, list[ServiceRecord]], actor, person_in_charge: str) -> Iterator:
    """Yield each record with what stands against its approval; what was yielded without trouble counts as approved."""
    for record in rows:
        had_nobody = not record.person_in_charge
        record.person_in_charge = record.person_in_charge or person_in_charge
        others = [other for other in taken.get(record.participant_id, ()) if other.pk != record.pk]
        decided = Trouble.DECIDED if record.state == State.APPROVED else None
        trouble = decided or rules.why_not_approve(record, others, actor, timezone.now())
        if not trouble:
            taken.setdefault(record.participant_id, []).append(record)
        elif had_nobody:
            record.person_in_charge = ""
        yield record, trouble


@transaction.atomic
def decline_records(
    records: Iterable[ServiceRecord], *, actor, reason: str, request=None
) -> tuple[list[ServiceRecord], list[tuple[ServiceRecord, Trouble]]]:
    """Decline records, approved ones too if they turn out wrong; the volunteer reads the reason. Raises NotRecorded."""
    if not reason.strip():
        raise NotRecorded(Trouble.NO_NOTE)
    done, refused = [], []
    chosen = {record.pk for record in records}
    lock_people(_people_of(chosen))
    for record in _rows(chosen).select_for_update(of=("self",)):
        trouble = rules.why_not_decide(record, actor, timezone.now())
        if record.state == State.DECLINED:
            trouble = Trouble.DECIDED
        if trouble:
            refused.append((record, trouble))
        else:
            _decide(record, State.DECLINED, actor, note=reason.strip(), request=request)
            done.append(record)
    return done, refused


def _decide(record: ServiceRecord, state: State, actor, *, note: str = "", request=None) -> None:
    record.state, record.decision_note = state, note
    record.decided_at, record.decided_by = timezone.now(), actor
    record.save()
    act = "approve" if state == State.APPROVED else "decline"
    audit.record(actor=actor, action=f"record.{act}", obj=record, note=note, request=request)


# --- correcting ---
@transaction.atomic
def correct_record(record: ServiceRecord, *, changes: dict, note: str, actor, seen_version: int, request=None):
    """Change facts of a record, keep how it stood, and have it approved anew. Raises NotRecorded.

    `changes` are values of FACTS; `seen_version` is the version that the person corrected.
    """
    lock_people({record.participant_id})
    record = ServiceRecord.objects.select_for_update(of=("self",)).with_facts().get(pk=record.pk)
    if not note.strip():
        raise NotRecorded(Trouble.NO_NOTE)
    if record.version != seen_version:
        raise NotRecorded(Trouble.DECIDED)
    if trouble := rules.why_not_decide(record, actor, timezone.now()):
        raise NotRecorded(trouble)
    before = {name: _plain(getattr(record, name)) for name in KEPT}
    changed = [name for name in FACTS if name in changes and changes[name] != getattr(record, name)]
    if not changed:
        raise NotRecorded(Trouble.NOTHING)
    for name in changed:
        setattr(record, name, changes[name])
    check_times(record)
    _refuse_overlap(record, ServiceRecord.objects.approved())
    _keep_version(record, before, note.strip(), actor)
    audit.record(actor=actor, action="record.correct", obj=record, fields=changed, note=note.strip(), request=request)
    return record


def _keep_version(record: ServiceRecord, before: dict, note: str, actor) -> None:
    RecordVersion.objects.create(record=record, version=record.version, facts=before, note=note, corrected_by=actor)
    record.version += 1
    record.state, record.decision_note = State.PENDING, ""
    record.decided_at = record.decided_by = None
    record.due_on = due_on(max(record.ends_at, timezone.now()))
    record.save()


def _plain(value) -> str | None:
    """A value as JSON holds it."""
    return value.isoformat() if isinstance(value, datetime) else None if value is None else str(value)


# --- what all of them stand on ---
def check_times(record: ServiceRecord) -> None:
    """Raise NotRecorded unless the record's times and hours lie within its occasion and its caps."""
    occasion, cap = record.occasion, record.activity.leaf.hours_cap
    most = rules.most_hours(occasion.starts_at, occasion.ends_at, cap)
    _refuse(rules.why_not_hours(record.hours, record.starts_at, record.ends_at, most))
    if record.starts_at < occasion.starts_at or record.ends_at > occasion.ends_at:
        raise NotRecorded(Trouble.OUTSIDE)


def _refuse(trouble: Trouble | None) -> None:
    if trouble:
        raise NotRecorded(trouble)


def _refuse_overlap(record: ServiceRecord, others) -> None:
    if found := in_the_way(record, others):
        raise NotRecorded(Trouble.OVERLAP, other=found)


def in_the_way(record: ServiceRecord, others) -> ServiceRecord | None:
    """Return the first of `others` that is the same person's and at the same time."""
    same = others.filter(participant=record.participant_id, starts_at__lt=record.ends_at, ends_at__gt=record.starts_at)
    return same.exclude(pk=record.pk).first()


def _rows(chosen: set[int]):
    return ServiceRecord.objects.with_facts().filter(pk__in=chosen).order_by("starts_at", "pk")


def _people_of(chosen: set[int]) -> set[int]:
    return set(ServiceRecord.objects.filter(pk__in=chosen).values_list("participant", flat=True))


def _approved_of(chosen: set[int]) -> dict[int, list[ServiceRecord]]:
    """The approved records of the people whose records are chosen."""
    found: dict[int, list[ServiceRecord]] = {}
    people = ServiceRecord.objects.filter(pk__in=chosen).values("participant")
    for record in ServiceRecord.objects.approved().filter(participant__in=people):
        found.setdefault(record.participant_id, []).append(record)
    return found


def lock_people(pks: set[int]) -> None:
    """Let nobody else decide on hours of these people until the transaction ends; sign-ups go on."""
    list(Participant.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk"))
