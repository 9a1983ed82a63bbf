"""Service records: proposed from the roster, entered by hand, approved, declined, corrected.

Locks are taken in one order: people (by number), records, the audit log.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from activities import hours as rules
from activities.actions.calendars import due_on
from activities.errors import NotRecorded
from activities.hours import Trouble
from activities.kinds import Kind
from activities.models import Activity, Attendance, Participant, RecordVersion, ServiceRecord
from members import audit

State, Source = ServiceRecord.State, ServiceRecord.Source
FACTS = ("place", "content", "person_in_charge", "starts_at", "ends_at", "hours")  # what a correction may change
KEPT = ("title", *FACTS, "source", "state", "decided_at")  # what an earlier version shows
PLACE_LENGTH, CONTENT_LENGTH = 100, 300


# --- proposing ---
@transaction.atomic
def propose_records(activity: Activity, shift=None, *, actor, request=None) -> int:
    """Write a pending record for each roster line of a volunteer event that says present; return how many are new.

    Done again it follows the roster: undecided proposals take over changed hours, and go where somebody turns out
    not to have been there. What somebody decided on, corrected or entered by hand stays as it is.
    """
    if why_no_records(activity, shift):
        return 0
    event = activity.leaf
    lines = Attendance.objects.filter(activity=activity, shift=shift, state=Attendance.State.PRESENT)
    proposals = {line.participant_id: _proposal(event, shift, line) for line in lines}
    day = due_on((shift or event).ends_at)
    for record in proposals.values():
        record.due_on = day
    existing = _follow_roster(event, shift, proposals)
    new = [record for pk, record in proposals.items() if pk not in existing]
    ServiceRecord.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    if new:
        audit.record(actor=actor, action="record.propose", obj=event, note=str(len(new)), request=request)
    return len(new)


def why_no_records(activity: Activity, shift=None) -> Trouble | None:
    """Whether an occasion can have service records at all."""
    if activity.kind != Kind.SERVICE:
        return Trouble.NO_SERVICE
    return Trouble.NO_SHIFT if activity.leaf.is_recurring and shift is None else None


def _follow_roster(event, shift, proposals: dict[int, ServiceRecord]) -> set[int]:
    """Bring undecided proposals in line with the roster; return who has a record already."""
    untouched = {"state": State.PENDING, "version": 1}
    records = list(ServiceRecord.objects.of_occasion(event.pk, shift).select_for_update().order_by("pk"))
    open_ones = [
        record
        for record in records
        if record.source != Source.MANUAL and all(getattr(record, name) == value for name, value in untouched.items())
    ]
    gone = [record.pk for record in open_ones if record.participant_id not in proposals]
    ServiceRecord.objects.filter(pk__in=gone).delete()
    for record in open_ones:
        if record.pk not in gone:
            proposal = proposals[record.participant_id]
            for name in ("title", *FACTS, "source", "due_on"):
                setattr(record, name, getattr(proposal, name))
            record.save()
    return {record.participant_id for record in records if record.pk not in gone}


def _proposal(event, shift, line: Attendance) -> ServiceRecord:
    occasion = shift or event
    worth = rules.proposed_hours(line.hours, occasion.starts_at, occasion.ends_at, event.hours_cap)
    return ServiceRecord(
        activity_id=event.pk, shift=shift, participant_id=line.participant_id, organisation_id=event.organisation_id,
        starts_at=occasion.starts_at, ends_at=occasion.ends_at, hours=max(worth, rules.HALF_HOUR),
        source=line.source, **facts_of(event),
    )  # fmt: skip


def facts_of(event) -> dict[str, str]:
    """Return what an event says of itself in the words of a record."""
    tasks = "；".join(line.strip() for line in event.tasks.splitlines() if line.strip())
    place = " ".join(filter(None, (str(event.place or ""), event.venue or event.meeting_point)))
    return {
        "title": event.title,
        "place": place[:PLACE_LENGTH],
        "content": (tasks or event.summary or event.title)[:CONTENT_LENGTH],
        "person_in_charge": event.person_in_charge or event.contact_name,
    }


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
    records, taken = _locked_with_neighbours(records)
    for record in records:
        record.person_in_charge = record.person_in_charge or person_in_charge
        others = [other for other in taken.get(record.participant_id, ()) if other.pk != record.pk]
        trouble = _why_not_open(record) or rules.why_not_approve(record, others, actor, timezone.now())
        if trouble:
            refused.append((record, trouble))
            continue
        _decide(record, State.APPROVED, actor, request=request)
        taken.setdefault(record.participant_id, []).append(record)
        done.append(record)
    return done, refused


@transaction.atomic
def decline_records(
    records: Iterable[ServiceRecord], *, actor, reason: str, request=None
) -> tuple[list[ServiceRecord], list[tuple[ServiceRecord, Trouble]]]:
    """Decline records, approved ones too if they turn out wrong; the volunteer reads the reason. Raises NotRecorded."""
    if not reason.strip():
        raise NotRecorded(Trouble.NO_NOTE)
    done, refused = [], []
    for record in _locked_with_neighbours(records)[0]:
        trouble = rules.why_not_decide(record, actor, timezone.now())
        if record.state == State.DECLINED:
            trouble = Trouble.DECIDED
        if trouble:
            refused.append((record, trouble))
        else:
            _decide(record, State.DECLINED, actor, note=reason.strip(), request=request)
            done.append(record)
    return done, refused


def _why_not_open(record: ServiceRecord) -> Trouble | None:
    return Trouble.DECIDED if record.state == State.APPROVED else None


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
    same = others.filter(participant=record.participant_id, starts_at__lt=record.ends_at, ends_at__gt=record.starts_at)
    if found := same.exclude(pk=record.pk).first():
        raise NotRecorded(Trouble.OVERLAP, other=found)


def _locked_with_neighbours(records: Iterable[ServiceRecord]):
    """Lock the people and their chosen records; return the records, and each person's approved ones."""
    chosen = {record.pk: record.participant_id for record in records}
    lock_people(set(chosen.values()))
    rows = ServiceRecord.objects.select_for_update(of=("self",)).with_facts().filter(pk__in=chosen).order_by("pk")
    taken: dict[int, list[ServiceRecord]] = {}
    for other in ServiceRecord.objects.approved().filter(participant__in=set(chosen.values())):
        taken.setdefault(other.participant_id, []).append(other)
    return list(rows), taken


def lock_people(pks: set[int]) -> None:
    """Let nobody else decide on hours of these people until the transaction ends; sign-ups go on."""
    list(Participant.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk"))
