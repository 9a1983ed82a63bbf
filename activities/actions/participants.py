"""Finding or making the one row of each person who takes part."""

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings
from django.db import IntegrityError, transaction

from activities.models import Participant


def participant_of(member) -> Participant:
    """Return the member's row, with the unit that they are in now: quotas go by it."""
    row = Participant.objects.filter(key=key_of_member(member)).first()
    if row is None:
        row = _the_one(key_of_member(member), member=member, organisation_id=member.organisation_id)
    row.member = member
    return bring_up_to_date(row, organisation_id=member.organisation_id)


def participant_without_account(*, name: str, phone: str = "", organisation=None, email: str = "") -> Participant:
    """Return the row of somebody without an account: the same name and number are the same person.

    Without a number it is a person of that name in that unit.
    """
    key = key_without_account(name, phone, organisation)
    return _the_one(key, name=plain_name(name), phone=_plain(phone), organisation=organisation, email=email)


def key_of_member(member) -> str:
    return f"m{member.pk}"


def key_without_account(name: str, phone: str, organisation) -> str:
    """Return the key of somebody without an account, by which they are found again."""
    where = _plain(phone) or f"unit {organisation.pk if organisation else ''}"
    return f"p{_digest(where, _plain(name))}"


def participants_by_key(rows: Iterable[Participant]) -> dict[str, Participant]:
    """Return the participants with the keys of these unsaved rows; those that are not there yet are made.

    Three queries, however many; somebody else making one of them at the same moment does no harm.
    """
    rows = {row.key: row for row in rows}
    known = set(Participant.objects.filter(key__in=rows).values_list("key", flat=True))
    missing = [row for key, row in rows.items() if key not in known]
    Participant.objects.bulk_create(missing, ignore_conflicts=True)
    return {row.key: row for row in Participant.objects.select_related("member").filter(key__in=rows)}


def child_of(guardian, *, name: str, born_on: str = "") -> Participant:
    """Return the row of a guardian's child; `born_on` is an ISO date, which corrects an earlier one, or empty."""
    name = _plain(name)
    key = f"c{_digest(str(guardian.pk), name)}"
    row = _the_one(key, guardian=guardian, name=name, born_on=born_on, organisation_id=guardian.organisation_id)
    return bring_up_to_date(row, born_on=born_on or row.born_on, organisation_id=guardian.organisation_id)


def _the_one(key: str, **fields) -> Participant:
    """Two requests at once make one row: the second meets the unique key and reads the first's."""
    found = Participant.objects.select_related("member").filter(key=key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Participant.objects.create(key=key, **fields)
    except IntegrityError:
        return Participant.objects.select_related("member").get(key=key)


def bring_up_to_date(row: Participant, **facts) -> Participant:
    """Save those of the facts that are no longer as they were."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=[name.removesuffix("_id") for name in changed])
    return row


def _digest(*parts: str) -> str:
    """A keyed digest. The key is the oldest of AUDIT_KEYS, which stays in the list as long as the log is verified."""
    return hmac.new(settings.AUDIT_KEYS[-1].encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:60]


def plain_name(name: str) -> str:
    """Return a name as it is kept: spaces only between letters (John Smith), never between Chinese signs (张　三)."""
    return " ".join(name.split()) if name.isascii() else _plain(name)


def _plain(text: str) -> str:
    return "".join(text.split())
