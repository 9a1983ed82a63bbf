"""Certificates: issued at once and free of charge from approved records, withdrawn by the holder or by staff."""

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from activities.actions.records import lock_people
from activities.certificates import ALPHABET, CODE_LENGTH, MOST_RECORDS, fact_of
from activities.errors import NotRecorded
from activities.hours import Trouble
from activities.models import Certificate, Participant, ServiceRecord
from members import audit
from members.rules import masked_name


@transaction.atomic
def issue_certificate(
    participant: Participant, *, records: Iterable[ServiceRecord], shows_full_name: bool, actor, request=None
) -> Certificate:
    """Return a certificate of these records; pressed twice, it is the same one. Raises NotRecorded.

    The name is masked unless the holder wants it in full: whoever gets the paper or its code reads it.
    """
    chosen = {record.pk for record in records}
    lock_people({participant.pk})
    rows = list(
        ServiceRecord.objects.approved()
        .filter(pk__in=chosen, participant=participant)
        .select_related("organisation")
        .order_by("starts_at", "pk")
    )
    _refuse_unless_certifiable(rows, chosen)
    name = participant.full_name if shows_full_name else masked_name(participant.full_name)
    facts = [fact_of(record) for record in rows]
    if same := _issued_already(participant, name, facts):
        return same
    certificate = Certificate.objects.create(
        code=_new_code(), participant=participant, name=name, facts=facts, hours=sum(row.hours for row in rows)
    )
    certificate.records.set(rows)
    audit.record(actor=actor, action="certificate.issue", obj=certificate, note=str(len(rows)), request=request)
    return certificate


def _refuse_unless_certifiable(rows: list[ServiceRecord], chosen: set[int]) -> None:
    if not chosen:
        raise NotRecorded(Trouble.NONE_CHOSEN)
    if len(rows) < len(chosen):
        raise NotRecorded(Trouble.NOT_APPROVED)
    if len(rows) > MOST_RECORDS:
        raise NotRecorded(Trouble.TOO_MANY_RECORDS)


def _issued_already(participant: Participant, name: str, facts: list[dict]) -> Certificate | None:
    valid = participant.certificates.filter(withdrawn_at__isnull=True).order_by("-pk")
    return next((one for one in valid if one.name == name and one.facts == facts), None)


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


@transaction.atomic
def withdraw_certificate(certificate: Certificate, *, actor, reason: str = "", request=None) -> Certificate:
    """Make a certificate say that it was withdrawn; what it said of the person goes. Twice changes nothing more.

    `reason` is empty when the holder withdraws it; the check page shows it.
    """
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if certificate.withdrawn_at is None:
        certificate.withdrawn_at, certificate.withdrawal_reason = timezone.now(), reason.strip()
        certificate.name, certificate.facts = "", []
        certificate.save()
        audit.record(actor=actor, action="certificate.withdraw", obj=certificate, note=reason, request=request)
    return certificate
