"""The log of a patrol: entries, each once however often it is sent; the note for the next evening."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from activities import patrol
from activities.models import PatrolEntry, Shift
from members import audit

SAID = ("kind", "where", "done", "handed_to")
FIELDS = (*SAID, "at")


def write_entry(event, shift: Shift | None, *, token: str, member, **words) -> PatrolEntry:
    """Write one line, with `is_new`; the same form sent again, after a dead spot or by a double tap, gives that line.

    `words` are FIELDS. The token is the member's own: nobody reads another one's entry by it. Other words under a
    token that is used are another entry: a phone kept the form and not the answer.
    """
    token = f"{member.pk}:{token}"[:40]
    there = PatrolEntry.objects.filter(token=token).first()
    if there is not None:
        if all(getattr(there, name) == words[name] for name in SAID):
            there.is_new = False
            return there
        token = f"{member.pk}:{uuid.uuid4().hex}"[:40]
    try:
        with transaction.atomic():
            entry = PatrolEntry.objects.create(event_id=event.pk, shift=shift, made_by=member, token=token, **words)
    except IntegrityError:  # it arrived twice at once
        entry = PatrolEntry.objects.get(token=token)
        entry.is_new = False
        return entry
    entry.is_new = True
    return entry


def is_correctable(entry: PatrolEntry, member, now: datetime) -> bool:
    """Whether somebody may still mend an entry: their own, in the same night."""
    return entry.made_by_id == member.pk and now - entry.created_at <= patrol.NIGHT


@transaction.atomic
def correct_entry(entry: PatrolEntry, *, member, **words) -> PatrolEntry:
    """Mend one's own entry. The log of changes keeps that it happened, not what stood there."""
    entry = PatrolEntry.objects.select_for_update(of=("self",)).select_related("event").get(pk=entry.pk)
    changed = [name for name in FIELDS if name in words and getattr(entry, name) != words[name]]
    if changed:
        for name in changed:
            setattr(entry, name, words[name])
        entry.save(update_fields=changed)
        audit.record(actor=member, action="patrol.change", obj=entry, fields=changed)
    return entry


def hand_over(shift: Shift, *, note: str) -> None:
    """Leave a note for the next evening."""
    Shift.objects.filter(pk=shift.pk).update(handover=note)


@transaction.atomic
def settle(entry: PatrolEntry, *, settled: bool, actor, request=None) -> PatrolEntry:
    """Mark what was handed to an office as settled, or as open again."""
    entry = PatrolEntry.objects.select_for_update(of=("self",)).select_related("event").get(pk=entry.pk)
    if (entry.settled_at is not None) != settled:
        entry.settled_at = timezone.now() if settled else None
        entry.save(update_fields=["settled_at"])
        audit.record(actor=actor, action="patrol.change", obj=entry, fields=["settled_at"], request=request)
    return entry
