"""How participants stand on the lists of staff who may see them."""

from members.fields import Unreadable


def phone_of(participant) -> str:
    """Return the number to reach somebody by, in full: a member's, a child's guardian's. Empty when there is none.

    Show it masked; a full number is read by an audited act.
    """
    member = participant.member or participant.guardian
    details = getattr(member, "private", None) if member else participant
    phone = details.phone if details is not None else ""
    return "" if isinstance(phone, Unreadable) else str(phone or "")


def phone_of_sign_up(sign_up) -> str:
    """Return the number to reach somebody by, as above; of a class's child, whose name nobody has, the teacher's."""
    if phone := phone_of(sign_up.participant):
        return phone
    is_online = sign_up.made_by_id and sign_up.source == sign_up.Source.ONLINE
    details = getattr(sign_up.made_by, "private", None) if is_online else None
    return "" if details is None or isinstance(details.phone, Unreadable) else str(details.phone or "")


def last_four(participant) -> str:
    """Return the last four digits: enough for a group's leader to tell two people of one name apart."""
    return phone_of(participant)[-4:]
