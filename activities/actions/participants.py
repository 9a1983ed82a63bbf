"""Finding or making the one row of each person who takes part."""

import hashlib
import hmac

from django.conf import settings
from django.db import IntegrityError, transaction

from activities.models import Participant


def participant_of(member) -> Participant:
    """Return the member's row."""
    return _the_one(f"m{member.pk}", member=member, organisation_id=member.organisation_id)


def participant_without_account(*, name: str, phone: str = "", organisation=None, email: str = "") -> Participant:
    """Return the row of somebody without an account: the same name and number are the same person.

    Without a number it is a person of that name in that unit.
    """
    name, phone = _plain(name), _plain(phone)
    where = phone or f"unit {organisation.pk if organisation else ''}"
    key = f"p{_digest(where, name)}"
    return _the_one(key, name=name, phone=phone, organisation=organisation, email=email)


def child_of(guardian, *, name: str, born_on: str = "") -> Participant:
    """Return the row of a guardian's child; `born_on` is an ISO date or empty."""
    name = _plain(name)
    key = f"c{_digest(str(guardian.pk), name)}"
    return _the_one(key, guardian=guardian, name=name, born_on=born_on, organisation_id=guardian.organisation_id)


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


def _digest(*parts: str) -> str:
    """A keyed digest. The key is the oldest of AUDIT_KEYS, which stays in the list as long as the log is verified."""
    return hmac.new(settings.AUDIT_KEYS[-1].encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:60]


def _plain(text: str) -> str:
    return "".join(text.split())
