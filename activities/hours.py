"""What may stand in a service record: half hours, caps, no overlap. Pure: values in, an answer out.

民政部令第67号, articles 7 and 11: the time that was really given, in hours, without the way there.
"""

from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.rules import HALF_HOUR, half_hours

LONGEST_PROPOSAL = Decimal(24)  # more than a day is for somebody to say, not for the clock


class Trouble(models.TextChoices):
    """Why hours are not recorded or decided on; each says what to do next."""

    NOT_HALF = "not_half", _("Hours go in halves: 0.5, 1, 1.5 …")
    TOO_MANY = "too_many", _("More hours than the event allows for one person: enter what was really given.")
    ENDS_FIRST = "ends_first", _("The end must lie after the beginning.")
    OUTSIDE = "outside", _("The times must lie within the event: change the event first if it lasted longer.")
    NOT_OVER = "not_over", _("It is not over yet: come back after the end.")
    NO_SHIFT = "no_shift", _("This event comes again and again: choose the shift.")
    NO_SERVICE = "no_service", _("Hours are recorded for volunteer events only.")
    TWICE = "twice", _("This person has a record of this occasion already: correct that one.")
    OVERLAP = "overlap", _("This person has another record at the same time: correct the times of one of them.")
    OWN = "own", _("Nobody decides on their own hours, nor on their child's: ask a colleague.")
    NO_CHARGE = "no_charge", _("The person in charge is missing: enter who answered for the event.")
    DECIDED = "decided", _("Somebody has decided on it meanwhile.")
    NO_NOTE = "no_note", _("Say why: the volunteer will read it.")
    NO_RIGHT = "no_right", _("This record belongs to another organisation.")
    NOTHING = "nothing", _("Nothing was changed.")
    NONE_CHOSEN = "none_chosen", _("No approved record is chosen: choose others, or wait for the approval.")
    NOT_APPROVED = "not_approved", _("One of the records is not approved any more: look at the list again.")
    TOO_MANY_RECORDS = "too_many_records", _("At most 300 records at a time: narrow the time range.")


def most_hours(starts_at: datetime, ends_at: datetime, cap: Decimal | None = None) -> Decimal:
    """Return the most that one person can have given: the length in half hours, or the event's own cap.

    As nobody's records overlap, no day holds more than its 24 hours.
    """
    length = half_hours(starts_at, ends_at)
    return length if cap is None else min(length, cap)


def proposed_hours(given: Decimal | None, starts_at: datetime, ends_at: datetime, cap: Decimal | None) -> Decimal:
    """Return what a roster line is worth: the hours written on it, else the event's length; never above the caps."""
    most = most_hours(starts_at, ends_at, cap)
    return min(LONGEST_PROPOSAL, most) if given is None else min(rounded_down(given), most)


def rounded_down(hours: Decimal) -> Decimal:
    return hours // HALF_HOUR * HALF_HOUR


def why_not_hours(hours: Decimal, starts_at: datetime, ends_at: datetime, most: Decimal) -> Trouble | None:
    """Whether `hours` can have been given from `starts_at` until `ends_at`, of at most `most`."""
    if ends_at <= starts_at:
        return Trouble.ENDS_FIRST
    if hours <= 0 or hours % HALF_HOUR:
        return Trouble.NOT_HALF
    return Trouble.TOO_MANY if hours > min(most, half_hours(starts_at, ends_at)) else None


def overlap(one, other) -> bool:
    """Whether two times have a moment in common; one may begin when the other ends."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def why_not_decide(record, actor, now: datetime) -> Trouble | None:
    """Whether `actor` may approve or decline the record at all."""
    if actor.pk in (record.participant.member_id, record.participant.guardian_id):
        return Trouble.OWN
    return Trouble.NOT_OVER if record.ends_at > now else None


def why_not_approve(record, approved, actor, now: datetime) -> Trouble | None:
    """Whether the record can be approved; `approved` are the person's other records that are."""
    if trouble := why_not_decide(record, actor, now):
        return trouble
    if not record.person_in_charge:
        return Trouble.NO_CHARGE
    return Trouble.OVERLAP if any(overlap(record, other) for other in approved) else None
