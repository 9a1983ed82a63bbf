"""Whole classes: a teacher or guardian takes seats for so many children, without a name of any of them.

Each seat is a sign-up of its own (三年级2班第7名学生), so seats, rosters and counts need to know nothing of classes;
the sign-up's `firm` says which class it is of.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from activities import rules
from activities.actions.notices import tell_classes
from activities.actions.participants import participant_without_account
from activities.actions.seats import pool_for
from activities.actions.sign_ups import cancel, sign_up
from activities.errors import NotPossible, Why
from activities.kinds import Basis
from activities.models import Activity, SeatPool, SignUp

MOST_CHILDREN = 60
CONFIRMED = SignUp.State.CONFIRMED


def classes_of(member, activity: Activity | None = None):
    """Return the classes that a member has signed up, with `activity`, `firm` (the class) and `number` of children."""
    rows = SignUp.objects.active().filter(made_by=member, activity__basis=Basis.CHILD).exclude(firm="")
    if activity is not None:
        rows = rows.filter(activity=activity.pk)
    counted = rows.values("activity", "firm").annotate(
        number=Count("pk"), title=F("activity__title"), starts_at=F("activity__starts_at")
    )
    return counted.order_by("starts_at", "firm")


@transaction.atomic
def set_class(activity: Activity, *, name: str, number: int, member, now: datetime | None = None) -> int:
    """Let a class have `number` seats: new ones are taken all or none, those too many given back; return how many are new.

    `name` is the class as written, `number` 0 signs it off. The member vouches for age limits. Raises NotPossible.
    """
    now = now or timezone.now()
    if activity.basis != Basis.CHILD:
        raise NotPossible(Why.NO_CLASSES)
    pool = pool_for(activity, member.organisation)
    SeatPool.objects.select_for_update().get(pk=pool.pk)
    rows = list(SignUp.objects.active().filter(activity=activity.pk, firm=name, pool=pool).order_by("-pk"))
    if any(row.made_by_id != member.pk for row in rows):
        raise NotPossible(Why.CLASS_IN)
    for row in rows[: max(len(rows) - number, 0)]:
        cancel(row, actor=member, now=now)
    if number <= len(rows):
        return 0
    _refuse_unless_open(activity, now)
    taken = [_seat(activity, member, name, place, now) for place in range(1, number + 1)]
    new = [row.pk for row in taken if row.is_new]
    if len(rows) + len(new) < number or any(row.state != CONFIRMED for row in taken):
        raise NotPossible(Why.CLASS_FULL)
    SignUp.objects.filter(pk__in=new).update(firm=name)
    tell_classes("confirmed", SignUp.objects.filter(pk__in=new).select_related("activity__place"))
    return len(new)


def _refuse_unless_open(activity: Activity, now: datetime) -> None:
    if not Activity.objects.published(now).open_for_sign_up(now).filter(pk=activity.pk).exists():
        raise NotPossible(rules.why_not_sign_up(activity, now) or Why.GONE)


def _seat(activity: Activity, member, name: str, place: int, now: datetime) -> SignUp:
    child = participant_without_account(name=f"{name}第{place}名学生", organisation=member.organisation)
    return sign_up(activity, child, now=now, source=SignUp.Source.ONLINE, made_by=member, by_staff=True)
