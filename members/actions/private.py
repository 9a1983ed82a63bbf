"""Private details: changed by name of the field, read in full only one by one, with a reason and an audit entry."""

from collections.abc import Mapping

from django.db import transaction

from members import audit
from members.fields import Unreadable
from members.models import Member, PrivateDetails

FIELDS = ("phone", "email", "born_on", "identity_number", "emergency_contact")


class CannotRead(Exception):
    """The value was stored with a key that settings.PRIVATE_KEYS does not hold."""


@transaction.atomic
def reveal(member: Member, field: str, *, actor, reason: str, request=None) -> str:
    """Return the full value of one private field; who read it, and why, stays in the audit log.

    Raises ValueError for an unknown field or a missing reason, CannotRead when no key fits.
    """
    if field not in FIELDS or not reason.strip():
        raise ValueError("one known field and a reason are needed")
    value = getattr(_details(member), field)
    if isinstance(value, Unreadable):
        raise CannotRead
    audit.record(actor=actor, action="private.reveal", obj=member, fields=[field], note=reason, request=request)
    return value


@transaction.atomic
def change_private(member: Member, *, values: Mapping[str, str], actor, request=None) -> list[str]:
    """Store new values (an empty one deletes what was there); returns the fields that changed.

    The audit entry names the fields, never their content.
    """
    details = _details(member)
    changed = [field for field in FIELDS if field in values and _differs(getattr(details, field), values[field])]
    if changed:
        for field in changed:
            setattr(details, field, values[field])
        details.save()
        audit.record(actor=actor, action="private.change", obj=member, fields=changed, request=request)
    return changed


def _differs(stored: str, value: str) -> bool:
    return isinstance(stored, Unreadable) or stored != value


def _details(member: Member) -> PrivateDetails:
    return PrivateDetails.objects.filter(pk=member.pk).first() or PrivateDetails(member=member)
