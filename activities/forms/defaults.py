"""What the form of a new activity holds before anything is typed."""

from datetime import date, timedelta

from activities.forms import questions
from activities.forms.moments import at
from activities.kinds import Basis, Form
from activities.models import Activity

MORNING, EVENING = 9, (19, 30)


def defaults_for(form: Form, *, organisation_id: int | None, day: date | None) -> dict:
    """Return initial values: the contact of the organisation's last activity, hours and window if the day is known."""
    initial = {
        "form": form.value,
        "takes_sign_ups": form in questions.WITH_SIGN_UP,
        "basis": Basis.CHILD if form == Form.CHILDREN else Basis.PERSON,
        "organisation": organisation_id,
    }
    return initial | _contact(organisation_id) | (_times(form, day) if day else {})


def _times(form: Form, day: date) -> dict:
    starts_at = at(day, *EVENING) if form in questions.IN_THE_EVENING else at(day, MORNING)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    if form in questions.WITH_SIGN_UP:
        times["sign_up_closes_at"] = at(day - timedelta(days=1), 18)
    return times


def _contact(organisation_id: int | None) -> dict:
    """Whom people rang last time."""
    named = Activity.objects.filter(organisation=organisation_id).exclude(contact_name="").exclude(contact_phone="")
    names = ("contact_name", "contact_phone")
    return named.order_by("-updated_at").values(*names).first() or {}
