"""What can be asked of evenings and who goes out on them."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from activities import patrol
from activities.kinds import Form
from activities.models import Duty, PatrolEntry, Shift, SignUp, VolunteerEvent
from members.access import scope_of
from members.roles import Right

LED_LATELY = timedelta(days=7)
OFFERED = timedelta(days=14)
PLANNED = Shift.State.PLANNED
PLACES = 6


def patrol_of(user, pk: int, now: datetime) -> VolunteerEvent | None:
    """Return an event that keeps a log, if the person can see it: as readers do, or as its staff."""
    events = VolunteerEvent.objects.filter(Q(form=Form.PATROL) | ~Q(weekdays="")).select_related("organisation")
    event = events.filter(id=pk).first()  # the number itself, not the link to the parent: that takes any number
    if event is None or scope_of(user).has(Right.READ, event.organisation_id):
        return event
    return event if VolunteerEvent.objects.visible_to(user, now).filter(pk=pk).exists() else None


def shift_near(event, now: datetime) -> Shift | None:
    """Return the evening that is under way, or the nearest within three hours."""
    near = Shift.objects.filter(
        event=event.pk, state=PLANNED, starts_at__lte=now + patrol.GRACE, ends_at__gte=now - patrol.GRACE
    )
    return min(near, key=lambda shift: max(shift.starts_at - now, now - shift.ends_at), default=None)


def may_write_log(user, event, shift: Shift | None, now: datetime) -> bool:
    """Whether somebody writes in the log: on duty on this evening, leading this week, or staff who write."""
    if scope_of(user).has(Right.WRITE, event.organisation_id):
        return True
    duties = Duty.objects.filter(participant__member=user, shift__event=event.pk)
    if shift is not None and duties.filter(shift=shift).exists():
        return True
    week = (now - LED_LATELY, now + LED_LATELY)
    return duties.filter(is_leader=True, shift__starts_at__range=week, shift__state=PLANNED).exists()


def entries_of_night(event, shift: Shift | None, now: datetime):
    """The entries of this evening; those of the last hours where no evening is near."""
    entries = PatrolEntry.objects.filter(event=event.pk)
    return entries.filter(shift=shift) if shift else entries.filter(at__gte=now - patrol.NIGHT)


def places_of(event) -> list[str]:
    """The places last named in an event's log, each once."""
    names = PatrolEntry.objects.filter(event=event.pk).values_list("where", flat=True)[:100]
    return list(dict.fromkeys(names))[:PLACES]


def offices_of(event) -> list[str]:
    """The offices to which things were handed lately."""
    names = PatrolEntry.objects.filter(event=event.pk).exclude(handed_to="").values_list("handed_to", flat=True)[:100]
    return list(dict.fromkeys(names))[:PLACES]


def handover_before(event, shift: Shift | None, now: datetime) -> Shift | None:
    """Return the last evening before this one that left a note."""
    before = Shift.objects.filter(event=event.pk, starts_at__lt=shift.starts_at if shift else now)
    return before.exclude(handover="").order_by("-starts_at").first()


# --- of one member ---
def duties_of(member, now: datetime):
    """The coming evenings of a member, soonest first."""
    duties = Duty.objects.filter(participant__member=member, shift__ends_at__gt=now)
    return duties.select_related("shift__event__place", "planned").order_by("shift__starts_at", "pk")


def teams_of(member):
    """The events in whose team a member is."""
    return SignUp.objects.confirmed().filter(participant__member=member).values("activity")


def wanted_of(member, now: datetime):
    """Evenings of the member's teams on which somebody seeks cover, without the member's own evenings."""
    soon = {"shift__state": PLANNED, "shift__ends_at__gt": now, "shift__starts_at__lt": now + OFFERED}
    duties = Duty.objects.filter(seeks_cover=True, shift__event__in=teams_of(member), **soon)
    mine = Duty.objects.filter(participant__member=member).values("shift")
    return duties.exclude(shift__in=mine).select_related("shift__event__place").order_by("shift__starts_at", "pk")


def short_of(member, now: datetime):
    """Evenings of the member's teams on which people are missing, without the member's own; `going` are on duty."""
    shifts = Shift.objects.filter(
        event__in=teams_of(member), state=PLANNED, ends_at__gt=now, starts_at__lt=now + OFFERED
    )
    shifts = shifts.exclude(duties__participant__member=member).select_related("event__place")
    shifts = shifts.annotate(going=Count("duties", filter=Q(duties__seeks_cover=False)))
    return shifts.filter(going__lt=F("event__min_people")).order_by("starts_at")
