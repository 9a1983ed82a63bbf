"""Who goes in which carriage, bus or team: by quota, and by hand. No group ever holds more than its seats."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import ceil

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Activity, Group, SignUp
from members import audit
from members.models import Organisation

NO_END = 10**9


class GroupFull(Exception):
    """Raised when a group has fewer free seats than people are to be put there."""

    def __init__(self, group: Group, free: int):
        super().__init__(_("%(group)s has %(n)s free seats: choose fewer people.") % {"group": group, "n": free})
        self.group, self.free = group, free


@dataclass(frozen=True)
class Outcome:
    placed: int
    left: int  # those for whom no group has a seat


@dataclass
class Room:
    """A group while people are put into it."""

    group: Group
    people: int
    share: int = 0  # how many it holds when people are spread evenly

    @property
    def free(self) -> int:
        return self.group.seats - self.people if self.group.seats is not None else NO_END

    @property
    def wanting(self) -> int:
        """How many it may still take before others have their share."""
        return min(self.share - self.people, self.free)


@transaction.atomic
def distribute(activity: Activity, *, actor, anew: bool = False, request=None) -> Outcome:
    """Put confirmed people who have no group into one: each unit into its own group first, then evenly.

    People of one unit stay together as far as seats allow. Whom somebody placed by hand stays there; `anew` empties
    the groups beforehand.
    """
    groups = _locked_groups(activity)
    if anew:
        activity.sign_ups.confirmed().update(group=None)
    rooms = _rooms(activity, groups)
    waiting = _by_unit(activity)
    placed = _into_own_groups(waiting, rooms)
    placed += _evenly(waiting, [room for room in rooms if room.group.organisation_id is None])
    placed += _evenly(waiting, rooms)  # seats that a unit leaves are seats for others
    for room, sign_ups in placed:
        SignUp.objects.confirmed().filter(pk__in=sign_ups).update(group=room.group)
    outcome = Outcome(sum(len(sign_ups) for _room, sign_ups in placed), sum(map(len, waiting.values())))
    audit.record(actor=actor, action="group.assign", obj=activity, note=str(outcome.placed), request=request)
    return outcome


@transaction.atomic
def place(activity: Activity, sign_up_ids: Collection[int], group: Group | None, *, actor, request=None) -> int:
    """Put people of the activity into a group by hand, or out of any; returns how many moved.

    Numbers that are no confirmed sign-up of the activity are passed over. Raises GroupFull; then nobody has moved.
    """
    groups = {locked.pk: locked for locked in _locked_groups(activity)}
    chosen = activity.sign_ups.confirmed().filter(pk__in=sign_up_ids)
    if group is None:
        moved = chosen.exclude(group=None).update(group=None)
    else:
        group = groups[group.pk]
        chosen = list(chosen.exclude(group=group).values_list("pk", flat=True))
        if group.seats is not None and len(chosen) > (free := group.seats - _people_in(group)):
            raise GroupFull(group, max(free, 0))
        moved = SignUp.objects.confirmed().filter(pk__in=chosen).update(group=group)
    if moved:
        audit.record(actor=actor, action="group.assign", obj=activity, note=str(moved), request=request)
    return moved


def _locked_groups(activity: Activity) -> list[Group]:
    return list(Group.objects.select_for_update().filter(activity=activity).order_by("pk"))


def _people_in(group: Group) -> int:
    return group.sign_ups.confirmed().count()


def _rooms(activity: Activity, groups: Iterable[Group]) -> list[Room]:
    """The groups in their order, with the number of people who are in them."""
    inside = Counter(activity.sign_ups.confirmed().values_list("group_id", flat=True))
    groups = sorted(groups, key=lambda group: (group.position, group.pk))
    return [Room(group, inside[group.pk]) for group in groups]


def _by_unit(activity: Activity) -> dict[int | None, list[int]]:
    """The confirmed without a group: numbers of sign-ups by the unit whose quota they took, or whose they are."""
    found = defaultdict(list)
    rows = activity.sign_ups.confirmed().filter(group=None).order_by("pk")
    for pk, quota, own in rows.values_list("pk", "pool__organisation_id", "participant__organisation_id"):
        found[quota or own].append(pk)
    return dict(found)


Placed = list[tuple[Room, list[int]]]


def _into_own_groups(waiting: dict, rooms: list[Room]) -> Placed:
    """A group for a unit is for all below it as well; the nearest one counts."""
    own = defaultdict(list)
    for room in rooms:
        if room.group.organisation_id:
            own[room.group.organisation_id].append(room)
    parents = dict(Organisation.objects.order_by().values_list("pk", "parent_id")) if own else {}
    placed = []
    for unit in list(waiting):
        above = unit
        while above is not None and above not in own:
            above = parents.get(above)
        for room in own.get(above, ()) if above is not None else ():
            placed += _fill(room, waiting[unit])
    return placed


def _evenly(waiting: dict, rooms: list[Room]) -> Placed:
    """The largest units first, each into the group that wants most people to have its share."""
    _share_out(rooms, sum(map(len, waiting.values())))
    placed = []
    for unit in sorted(waiting, key=lambda unit: (-len(waiting[unit]), unit or 0)):
        while waiting[unit] and any(room.free > 0 for room in rooms):
            room = max(rooms, key=lambda room: (min(room.wanting, 1), room.free > 0, room.wanting))
            placed += _fill(room, waiting[unit], most=max(room.wanting, 1))
    return placed


def _share_out(rooms: list[Room], coming: int) -> None:
    """Set each room's share of all people, by its seats; a group without a number of seats counts as an average one."""
    seats = [room.group.seats for room in rooms if room.group.seats is not None]
    average = sum(seats) / len(seats) if seats else 1
    weights = [average if room.group.seats is None else room.group.seats for room in rooms]
    everybody = coming + sum(room.people for room in rooms)
    for room, weight in zip(rooms, weights, strict=True):
        room.share = ceil(everybody * weight / (sum(weights) or 1))


def _fill(room: Room, people: list[int], most: int = NO_END) -> Placed:
    """Move as many as have a seat from `people` into the room."""
    number = min(room.free, len(people), most)
    moving, people[:] = people[:number], people[number:]
    room.people += number
    return [(room, moving)] if moving else []
