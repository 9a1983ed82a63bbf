"""A member's rights over their hours: a copy of all, and what erasure takes away. Hours without a name stay countable."""

from django.utils import timezone

from activities.models import Certificate, Participant, ServiceRecord


def export_hours(member) -> list[dict]:
    """Return the records and certificates of a member and of their children, as plain JSON values."""
    people = Participant.objects.of_member(member)
    records = ServiceRecord.objects.filter(participant__in=people).order_by("pk")
    certificates = Certificate.objects.filter(participant__in=people).order_by("pk")
    return [
        *records.values(
            "title", "place", "content", "person_in_charge", "starts_at", "ends_at", "hours", "source", "state",
            "due_on", "decided_at", "decision_note", "version",
        ),
        *certificates.values("code", "name", "facts", "hours", "issued_at", "withdrawn_at"),
    ]  # fmt: skip


def erase_hours(member) -> None:
    """Withdraw the certificates and take the name and the facts out of them; the records hold no name."""
    certificates = Certificate.objects.filter(participant__in=Participant.objects.of_member(member))
    certificates.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    certificates.update(name="", facts=[])
