"""How one member stands to an activity: what the fragment, the sign-up page and one's own list show."""

from dataclasses import dataclass
from datetime import datetime

from activities import rules
from activities.actions.queue import place_in_queue
from activities.actions.sign_ups import why_not
from activities.errors import Why
from activities.forms.sign_up import SignUpForm
from activities.kinds import Basis
from activities.models import Activity, Participant, SignUp


@dataclass(frozen=True)
class Mine:
    """One sign-up of the member's: their own, a child's, a firm's."""

    sign_up: SignUp
    name: str  # of the child or the firm; empty for the member
    place: int  # in the queue, 0 when confirmed
    can_cancel: bool


@dataclass(frozen=True)
class MyState:
    mine: list[Mine]
    why_not: Why | None  # why another sign-up is not possible
    needs_form: bool

    @property
    def can_sign_up(self) -> bool:
        return self.why_not is None


def my_state(activity: Activity, user, now: datetime) -> MyState:
    """Return how `user` stands to the activity: at most seven queries."""
    rows = SignUp.objects.active().of_member(user).filter(activity=activity).for_people().order_by("pk")
    mine = [mine_of(row, activity, now) for row in rows]
    if activity.basis == Basis.CHILD:
        reason = rules.why_not_sign_up(activity, now)
    elif mine:
        reason = Why.ALREADY_IN
    else:
        me = Participant(member=user, organisation_id=user.organisation_id)  # unsaved: looking changes nothing
        reason = why_not(activity, me, now)
    return MyState(mine, reason, needs_form=bool(SignUpForm(activity=activity).fields))


def mine_of(row: SignUp, activity: Activity, now: datetime) -> Mine:
    name = row.firm or (row.participant.name if row.participant.guardian_id else "")
    place = place_in_queue(row) if row.state == SignUp.State.WAITING else 0
    return Mine(row, name, place, rules.why_not_cancel(activity, now) is None)
