"""The rules of activities. Pure: objects, values and `now` in, an answer out."""

from datetime import date, datetime
from decimal import Decimal

from activities.errors import Why
from publishing.states import Audience

HALF_HOUR = Decimal("0.5")


def why_not_sign_up(activity, now: datetime, *, is_visible: bool = True) -> Why | None:
    """Whether the activity takes sign-ups at this moment; seats and the person are asked elsewhere."""
    if not is_visible or activity.state == activity.State.WITHDRAWN:
        return Why.GONE
    if not activity.takes_sign_ups:
        return Why.NO_SIGN_UP
    if activity.sign_up_opens_at and now < activity.sign_up_opens_at:
        return Why.NOT_OPEN
    return Why.CLOSED if now >= sign_up_ends(activity) else None


def is_meant_for(activity, organisation_id: int | None) -> bool:
    """Whether somebody of that unit may join; strangers never get as far as to ask."""
    return activity.audience != Audience.ORGANISATION or activity.organisation_id == organisation_id


def why_not_staff(activity) -> Why | None:
    """Whether staff may still put people on the list: before and after the window too, but not of what is withdrawn."""
    return Why.GONE if activity.state == activity.State.WITHDRAWN else None


def why_not_cancel(activity, now: datetime) -> Why | None:
    return Why.TOO_LATE if now >= (activity.cancel_until or sign_up_ends(activity)) else None


def sign_up_ends(activity) -> datetime:
    return activity.sign_up_closes_at or activity.starts_at


def age_on(day: date, born_on: date) -> int:
    """Return the age in completed years (周岁) on a day; who is born on 29 February grows older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def why_not_at_age(activity, age: int | None) -> Why | None:
    """Whether somebody of that age may come; None is an age that is not known."""
    if activity.age_min is None and activity.age_max is None:
        return None
    if age is None:
        return Why.AGE_UNKNOWN
    if activity.age_min is not None and age < activity.age_min:
        return Why.TOO_YOUNG
    return Why.TOO_OLD if activity.age_max is not None and age > activity.age_max else None


def half_hours(starts_at: datetime, ends_at: datetime) -> Decimal:
    """Return the time between two moments in hours, rounded down to the half hour (真实记录: never more than given)."""
    return int((ends_at - starts_at).total_seconds() // 1800) * HALF_HOUR
