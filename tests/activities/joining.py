"""Activities that people can join, and people who do."""

from activities.actions.participants import participant_of
from activities.actions.seats import set_seats
from activities.actions.sign_ups import sign_up
from activities.models import SeatPool, SignUp
from members.models import PrivateDetails
from tests.factories import MemberFactory, StudySessionFactory


def open_session(organisation, *, seats=2, quotas=None, **fields):
    """A published session that takes sign-ups now."""
    fields = {"takes_sign_ups": True} | fields
    session = StudySessionFactory(organisation=organisation, published=True, seats=seats, **fields)
    set_seats(session, seats=seats, quotas=quotas or {}, actor=session.author)
    return session


def join(activity, member=None, **words):
    """Sign a member up (a new one of the activity's unit when none is given)."""
    member = member or MemberFactory(organisation=activity.organisation)
    return sign_up(activity, participant_of(member), made_by=member, **words)


def with_email(member, address="lin@example.cn"):
    PrivateDetails.objects.update_or_create(pk=member.pk, defaults={"email": address})
    return member


def states(activity) -> list[tuple[str, int | None]]:
    return list(activity.sign_ups.order_by("pk").values_list("state", "position"))


def taken(activity) -> int:
    """The seats counted as taken; fails where they are not the confirmed rows."""
    counted = sum(SeatPool.objects.filter(activity=activity.pk).values_list("taken", flat=True))
    assert counted == SignUp.objects.confirmed().filter(activity=activity.pk).count()
    return counted
