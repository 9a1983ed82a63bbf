"""The audit log: who did what, when, from where; append-only and tamper-evident.

Each entry's MAC covers the MAC before it, so a changed, removed or inserted row breaks the chain. The
personal part (who, address) enters only as a salted digest: it can be erased and the chain still holds
(个人信息保护法 art. 47). Entries are kept at least 200 days; nothing in the portal deletes them.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members.models.audit import AuditEntry, AuditHead


def record(*, actor, action: str, obj=None, fields: Iterable[str] = (), note: str = "", request=None) -> AuditEntry:
    """Add one entry in the caller's transaction, so that the act and its record stand or fall together.

    `actor` is a Member, or None for what the system does by itself; `fields` names what changed, never its
    content. Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs into the transaction of its act")
    AuditHead.objects.get_or_create(pk=1)
    end = AuditHead.objects.select_for_update().get(pk=1)
    entry = _entry(actor, action, obj, fields, note, request)
    entry.sequence = end.sequence + 1
    entry.mac = _mac(end.mac, entry, settings.AUDIT_KEYS[0])
    entry.save(force_insert=True)
    end.sequence, end.mac = entry.sequence, entry.mac
    end.save()
    return entry


def client_address(request) -> str:
    """Return the client's address; X-Forwarded-For counts only as far as settings.TRUSTED_PROXIES goes."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    return hops[-trusted] if 0 < trusted <= len(hops) else request.META.get("REMOTE_ADDR", "")


def _entry(actor, action, obj, fields, note, request) -> AuditEntry:
    personal = {
        "member": actor.pk if actor else None,
        "name": str(actor) if actor else "",
        "address": client_address(request) if request else "",
    }
    salt = secrets.token_hex(16)
    return AuditEntry(
        at=timezone.now(),
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_name=_name_of(obj),
        organisation_id=_organisation_of(obj),
        fields=sorted(fields),
        note=note[:500],
        personal=personal,
        salt=salt,
        personal_digest=_digest(salt, personal),
    )


def _name_of(obj) -> str:
    """What the log calls an object for ever; people are numbers there, so that erasing a person is possible."""
    return "" if obj is None else str(getattr(obj, "audit_name", obj))[:200]


def _organisation_of(obj) -> int | None:
    """The organisation whose auditors see an entry about `obj`: its own number for an organisation."""
    if obj is None:
        return None
    if obj._meta.label == "members.Organisation":
        return obj.pk
    return getattr(obj, "organisation_id", None)


def _digest(salt: str, personal: dict) -> str:
    return hashlib.sha256((salt + json.dumps(personal, sort_keys=True, ensure_ascii=False)).encode()).hexdigest()


def _mac(before: str, entry: AuditEntry, key: str) -> str:
    covered = [
        before, entry.sequence, entry.at.isoformat(), entry.action, entry.object_type, entry.object_id,
        entry.object_name, entry.organisation_id, entry.fields, entry.note, entry.personal_digest,
    ]  # fmt: skip
    return hmac.new(key.encode(), json.dumps(covered, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold, and why."""

    sequence: int
    reason: str


def head() -> tuple[int, str]:
    """Return the number and MAC of the last entry, as the log itself says."""
    row = AuditHead.objects.filter(pk=1).first()
    return (row.sequence, row.mac) if row else (0, "")


def holds(sequence: int, mac: str) -> bool:
    """Whether the log still has the entry that once was its head."""
    return AuditEntry.objects.filter(sequence=sequence, mac=mac).exists()


def erased() -> int:
    return AuditEntry.objects.filter(personal__isnull=True).count()


def breaks() -> Iterator[Break]:
    """Walk the whole chain and yield each place where it does not hold; memory does not grow with it.

    Entries may be added meanwhile: the end is compared with the head as it was before, and as it is after.
    """
    end, end_mac = head()
    before, expected = "", 1
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            yield Break(expected, "missing")
        if not any(hmac.compare_digest(_mac(before, entry, key), entry.mac) for key in settings.AUDIT_KEYS):
            yield Break(entry.sequence, "changed, or what stood before it")
        if entry.personal is not None and _digest(entry.salt, entry.personal) != entry.personal_digest:
            yield Break(entry.sequence, "personal part changed")
        if entry.sequence == end and entry.mac != end_mac:
            yield Break(entry.sequence, "not what the head says")
        before, expected = entry.mac, entry.sequence + 1
    if not end <= expected - 1 <= head()[0]:
        yield Break(expected, "the end of the log was cut off or moved")


def erase_personal(member) -> int:
    """Erase who and from where in every entry of a member; the chain stays valid. Returns how many."""
    return AuditEntry.objects.filter(personal__member=member.pk).update(personal=None, salt="")
