"""Proposing service records from the roster of what took place."""

from django.db import transaction

from activities import hours as rules
from activities.actions.calendars import due_on
from activities.hours import Trouble
from activities.kinds import Kind
from activities.models import Activity, Attendance, ServiceRecord
from members import audit

State, Source = ServiceRecord.State, ServiceRecord.Source
FACTS = ("place", "content", "person_in_charge", "starts_at", "ends_at", "hours")  # what a correction may change
PLACE_LENGTH, CONTENT_LENGTH = 100, 300


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
