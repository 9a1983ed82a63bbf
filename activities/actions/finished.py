"""An action that is over, logged in one step: event, roster, closing, service records and a draft photo report.

The event and the report are drafts: readers see them after their reviews. Roster and hours stand at once.
Lock order: participants, the activity, its roster and records, the audit log.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from activities.actions.closing import close_activity
from activities.actions.participants import participants_by_key
from activities.actions.proxy import Person
from activities.finished import SUMMARY, sentence_of
from activities.models import Attendance, Closing, Participant, VolunteerEvent
from articles.actions.reports import add_to_report
from articles.models import Photo, PhotoReport
from members import audit


@dataclass
class Logged:
    """What somebody says of an action; `event` is not saved yet, `token` is of the form: sent twice, it is one."""

    token: str
    event: VolunteerEvent
    counts: dict
    people: Sequence[Person] = ()  # of the pasted list
    ticked: Sequence[Participant] = ()
    hours: Decimal | None = None  # for each; None: the whole length
    photos: Sequence[Photo] = ()  # of the library
    caption: str = ""  # begins every caption; empty: drafted
    credit: str = ""
    channel: object = None
    made: list[Photo] = field(default_factory=list, init=False)  # what came with this step


def log_finished(logged: Logged, *, batch, actor, request=None) -> VolunteerEvent:
    """Write all of it, or nothing; return the event, with `is_new`. `batch` holds the new pictures.

    Raises NotClosed for counts that cannot be. Pictures that came stay with the caller until it is written.
    """
    token = f"{actor.pk}:{logged.token}"[:40]
    if there := VolunteerEvent.objects.filter(log_token=token).first():
        return _once(there, batch)
    logged.event.log_token = token
    try:
        with transaction.atomic():
            _write(logged, batch, actor, request)
    except IntegrityError:  # the same form arrived twice at once
        there = VolunteerEvent.objects.filter(log_token=token).first()
        if there is None:
            raise
        return _once(there, batch)
    logged.event.is_new = True
    return logged.event


def _once(event: VolunteerEvent, batch) -> VolunteerEvent:
    batch.discard()
    event.is_new = False
    return event


def _write(logged: Logged, batch, actor, request) -> None:
    event = logged.event
    words = sentence_of(
        starts_at=event.starts_at,
        place=_place(event),
        content=event.tasks or event.title,
        closing=Closing(**logged.counts),
    )
    event.author, event.summary = actor, words[:SUMMARY]
    event.save()
    number = _write_roster(logged, actor)
    logged.made = batch.add_to_library(organisation=event.organisation, actor=actor, request=request)
    report = _write_report(logged, words, actor, request) if logged.photos or logged.made else None
    close_activity(event, actor=actor, request=request, report=report, **logged.counts)
    audit.record(actor=actor, action="activity.log", obj=event, note=str(number), request=request)


def _place(event: VolunteerEvent) -> str:
    return "".join(filter(None, (str(event.place or ""), event.venue)))


def _write_roster(logged: Logged, actor) -> int:
    """A line for each person, present; who is pasted and ticked stands there once."""
    pasted = participants_by_key(person.as_participant() for person in logged.people)
    units = {pasted[person.key].pk: person.unit_name for person in logged.people}
    everybody = dict.fromkeys([*(pasted[person.key].pk for person in logged.people), *(p.pk for p in logged.ticked)])
    now = timezone.now()
    Attendance.objects.bulk_create(
        Attendance(
            activity=logged.event, participant_id=pk, row_code=number, state=Attendance.State.PRESENT,
            hours=logged.hours, unit_name=units.get(pk, ""), marked_at=now, marked_by=actor,
        )
        for number, pk in enumerate(everybody, start=1)
    )  # fmt: skip
    return len(everybody)


def _write_report(logged: Logged, words: str, actor, request) -> PhotoReport:
    """A draft with the pictures in their order; a picture that says something already keeps its words."""
    event = logged.event
    report = PhotoReport.objects.create(
        organisation=event.organisation, author=actor, title=event.title, intro=words, activity=event,
        date=timezone.localdate(event.starts_at), topic=event.topic, channel=logged.channel,
    )  # fmt: skip
    fills = {
        "caption": logged.caption or words,
        "credit": logged.credit,
        "taken_on": report.date,
        "place": event.place,
        "place_name": "" if event.place else event.venue,
    }
    fills = {name: value for name, value in fills.items() if value}
    for photo in dict.fromkeys([*logged.photos, *logged.made]):
        add_to_report(report, [photo], actor=actor, request=request, **({} if photo.caption else fills))
    audit.record(actor=actor, action="photoreport.add", obj=report, request=request)
    return report
