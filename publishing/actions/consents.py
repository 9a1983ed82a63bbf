"""Withdrawing a consent. What it hides is for the floors above: they call this first."""

from django.db import transaction
from django.utils import timezone

from members import audit
from publishing.models import Consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor, request=None) -> Consent:
    """Mark a consent withdrawn; doing it twice changes nothing (个人信息保护法 art. 15)."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = timezone.now()
        consent.save()
        audit.record(actor=actor, action="consent.withdraw", obj=consent, request=request)
    return consent
