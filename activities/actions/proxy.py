"""Staff put people on the list: one who rings, or a whole pasted list, all of it or nothing.

A list is written in one go: the pools are locked, everybody gets a place in the order of the list, and the rows go
in together. A thousand people take about a second; one by one they would keep everybody else waiting for ten.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from activities.actions.notices import tell
from activities.actions.participants import (
    bring_up_to_date,
    key_of_member,
    key_without_account,
    participant_of,
    participant_without_account,
    participants_by_key,
    plain_name,
)
from activities.actions.seats import find_pool, pool_for
from activities.actions.sign_ups import sign_up, why_not
from activities.actions.taking import is_open
from activities.errors import Why
from activities.firms import firm_key
from activities.kinds import Basis
from activities.models import Activity, Participant, SeatPool, SignUp
from members import audit
from members.models import Member, Organisation

CONFIRMED, WAITING = SignUp.State.CONFIRMED, SignUp.State.WAITING


@dataclass(frozen=True)
class Person:
    """Somebody to be signed up by staff: by their account, or by name and number."""

    name: str
    phone: str = ""
    unit: Organisation | None = None  # of somebody without number and unit: the host's, or a name would be one person
    unit_name: str = ""  # as written, where it is no unit of the portal
    email: str = ""
    firm: str = ""
    answer: str = ""
    account: Member | None = None

    @property
    def key(self) -> str:
        return key_of_member(self.account) if self.account else key_without_account(self.name, self.phone, self.unit)

    @property
    def organisation(self) -> Organisation | None:
        return self.account.organisation if self.account else self.unit

    def as_participant(self) -> Participant:
        if self.account:
            return Participant(key=self.key, member=self.account, organisation=self.organisation)
        words = {"name": plain_name(self.name), "phone": self.phone, "email": self.email}
        return Participant(key=self.key, organisation=self.unit, **words)


@dataclass
class Outcome:
    """What becomes of one person of a list: a row to be written, one that is there already, or a refusal."""

    person: Person
    row: SignUp | None = None
    is_new: bool = False
    why: Why | None = None


class ListRefused(Exception):
    """Raised when somebody of a list cannot be signed up; nobody of it was. `outcomes` say who, and why."""

    def __init__(self, outcomes: Sequence[Outcome]):
        super().__init__()
        self.outcomes = outcomes


@transaction.atomic
def sign_up_person(activity: Activity, person: Person, *, actor, request=None) -> SignUp:
    """Sign up one person, who may ring at any time until the activity ends. Returns the sign-up with `is_new`.

    Raises NotPossible. A unit that is named now counts from now on, for this person's quota too; an address is
    kept only where none was: it is not for another unit's staff to send somebody's mail elsewhere.
    """
    if person.account:
        participant = participant_of(person.account)
    else:
        participant = participant_without_account(
            name=person.name, phone=person.phone, organisation=person.unit, email=person.email
        )
        news = {"organisation_id": person.unit.pk} if person.unit else {}
        bring_up_to_date(participant, email=participant.email or person.email, **news)
    row = sign_up(
        activity, participant, answer=person.answer, firm=person.firm, source=SignUp.Source.STAFF, made_by=actor,
        by_staff=True,
    )  # fmt: skip
    if row.is_new:
        if person.unit_name:
            row.unit_name = person.unit_name
            row.save(update_fields=["unit_name"])
        audit.record(actor=actor, action="signup.add", obj=row, request=request)
    return row


def foresee(activity: Activity, people: Sequence[Person]) -> list[Outcome]:
    """Return what would become of everybody of a list now; nothing is written."""
    pools = list(SeatPool.objects.filter(activity=activity.pk).order_by("pk"))
    return _places(activity, people, pools or [SeatPool(activity_id=activity.pk, seats=activity.seats)])


@transaction.atomic
def sign_up_list(activity: Activity, people: Sequence[Person], *, actor, request=None) -> list[Outcome]:
    """Sign up everybody of a list in its order; who is in already stays as they are. One audit row.

    Raises ListRefused when somebody cannot be signed up; then nobody was.
    """
    pool_for(activity, None)  # an activity whose seats were never set gets its open pool
    pools = list(SeatPool.objects.select_for_update().filter(activity=activity.pk).order_by("pk"))
    activity.refresh_from_db(fields=["state", "ends_at"])
    outcomes = _places(activity, people, pools)
    if any(outcome.why for outcome in outcomes):
        raise ListRefused(outcomes)
    new = [outcome for outcome in outcomes if outcome.is_new]
    participants = participants_by_key(outcome.person.as_participant() for outcome in new)
    for outcome in new:
        participant = outcome.row.participant = participants[outcome.person.key]
        outcome.row.source, outcome.row.made_by = SignUp.Source.STAFF, actor
        if outcome.person.unit and participant.organisation_id != outcome.person.unit.pk:
            Participant.objects.filter(pk=participant.pk, member=None).update(organisation=outcome.person.unit)
    SignUp.objects.bulk_create([outcome.row for outcome in new])
    SeatPool.objects.bulk_update(pools, ["taken", "last_position"])
    _refuse_if_withdrawn(activity, outcomes)
    for outcome in new:
        tell("confirmed" if outcome.row.state == CONFIRMED else "waiting", outcome.row)
    if new:
        audit.record(actor=actor, action="signup.add", obj=activity.leaf, note=str(len(new)), request=request)
    return outcomes


def _refuse_if_withdrawn(activity: Activity, outcomes: Sequence[Outcome]) -> None:
    """Wait for whoever is withdrawing the activity just now: what was read of it may be over."""
    if not is_open(activity.pk, timezone.now(), by_staff=True, and_stays_so=True):
        raise ListRefused([Outcome(outcome.person, why=Why.GONE) for outcome in outcomes])


def _places(activity: Activity, people: Sequence[Person], pools: Sequence[SeatPool]) -> list[Outcome]:
    """Give everybody a place in the order of the list; counts in `pools`, which the caller saves, or forgets."""
    reason = why_not(activity, Participant(), timezone.now(), by_staff=True)
    if reason:
        return [Outcome(person, why=reason) for person in people]
    active = SignUp.objects.active().filter(activity=activity.pk)
    keys = [person.key for person in people]
    there = {row.participant.key: row for row in active.filter(participant__key__in=keys).select_related("participant")}
    firms = set(active.exclude(firm_key="").values_list("firm_key", flat=True))
    pool_of = _pools_by_unit(activity, pools)
    outcomes = []
    for person, key in zip(people, keys, strict=True):
        firm = firm_key(person.firm) if activity.basis == Basis.FIRM else ""
        if key in there:
            outcomes.append(Outcome(person, row=there[key]))
        elif firm and firm in firms:
            outcomes.append(Outcome(person, why=Why.FIRM_IN))
        else:
            there[key] = _placed(activity, person, pool_of(person.organisation), firm)
            outcomes.append(Outcome(person, row=there[key], is_new=True))
            firms |= {firm} - {""}
    return outcomes


def _placed(activity: Activity, person: Person, pool: SeatPool, firm: str) -> SignUp:
    row = SignUp(
        activity=activity, pool=pool, unit_name=person.unit_name, answer=person.answer,
        firm=person.firm if firm else "", firm_key=firm,
    )  # fmt: skip
    if pool.seats is None or pool.taken < pool.seats:
        pool.taken += 1
        row.state, row.confirmed_at = CONFIRMED, timezone.now()
    else:
        pool.last_position += 1
        row.state, row.position = WAITING, pool.last_position
    return row


def _pools_by_unit(activity: Activity, pools: Sequence[SeatPool]):
    """Return a function from a unit to its pool, which asks the database once for each unit."""
    by_pk, found = {pool.pk: pool for pool in pools}, {}

    def pool_of(unit: Organisation | None) -> SeatPool:
        if len(pools) == 1:
            return pools[0]
        number = unit.pk if unit else None
        if number not in found:
            pool = find_pool(activity, unit)
            found[number] = by_pk[pool.pk] if pool else pools[0]
        return found[number]

    return pool_of
