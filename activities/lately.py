"""Who took part with an organisation lately: offered to be ticked, and asked about when a pasted name is theirs."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from activities.initials import letters_of
from activities.models import Attendance, Participant, SignUp
from activities.people import last_four

LATELY = timedelta(days=365)
MOST = 200
LOOKED_THROUGH = 4_000  # lines of rosters, newest first


def took_part(organisation_ids: Collection[int]):
    """Return the participants who were at, or are signed up for, something of these organisations."""
    there = Attendance.objects.filter(activity__organisation__in=organisation_ids).exclude(state="absent")
    joined = SignUp.objects.confirmed().filter(activity__organisation__in=organisation_ids)
    return Participant.objects.filter(
        Q(pk__in=there.values("participant")) | Q(pk__in=joined.values("participant")), guardian=None
    )


def lately(organisation_ids: Collection[int], now: datetime) -> list[Participant]:
    """Return at most 200 of them, who came last first: three queries. Each has what a line about them shows."""
    recent = {"activity__organisation__in": organisation_ids, "activity__starts_at__gte": now - LATELY}
    there = Attendance.objects.filter(**recent).exclude(state="absent").order_by("-activity__starts_at", "row_code")
    joined = SignUp.objects.confirmed().filter(**recent).order_by("-activity__starts_at", "pk")
    numbers = dict.fromkeys(there.values_list("participant", flat=True)[:LOOKED_THROUGH])
    numbers |= dict.fromkeys(joined.values_list("participant", flat=True)[:LOOKED_THROUGH])
    rows = Participant.objects.filter(guardian=None).select_related(
        "member__private", "member__organisation", "organisation"
    )
    found = rows.in_bulk(list(numbers)[:MOST])
    return [_shown(found[pk]) for pk in numbers if pk in found]


def _shown(person: Participant) -> Participant:
    unit = person.member.organisation if person.member else person.organisation
    person.unit_shown = unit.brief if unit else ""
    person.initials = " ".join("".join(sorted(letters_of(sign))) for sign in person.full_name if sign.isalnum())
    person.digits = last_four(person)
    return person
