"""A member's rights over their evenings and what they wrote in a log: a copy of all, and what erasure takes away."""

from django.db.models import Q
from django.utils import timezone

from activities.models import Duty, Participant, PatrolEntry
from members.models import OutboxMail


def export_duties(member) -> list[dict]:
    """Return a member's evenings, and the lines that they wrote, as plain JSON values."""
    duties = Duty.objects.filter(participant__member=member).order_by("shift__starts_at", "pk")
    entries = PatrolEntry.objects.filter(made_by=member).order_by("pk")
    return [
        *duties.values("shift__event__title", "shift__starts_at", "shift__ends_at", "is_leader", "seeks_cover", "note"),
        *entries.values("event__title", "at", "where", "kind", "done", "handed_to", "created_at"),
    ]


def erase_duties(member) -> None:
    """Take somebody off what lies ahead, and delete the mails about it; that somebody went out stays countable."""
    person = Participant.objects.filter(member=member).first()
    if person is None:
        return
    Duty.objects.filter(participant=person, shift__starts_at__gt=timezone.now()).delete()
    Duty.objects.filter(Q(participant=person) | Q(planned=person)).update(note="", planned=None)
    OutboxMail.objects.filter(key__startswith="shift:", key__endswith=f":{person.pk}").delete()
