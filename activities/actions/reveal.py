"""Reading the full number of somebody who takes part: one by one, and it stays in the log who did."""

from django.db import transaction

from activities.models import SignUp
from activities.people import phone_of_sign_up
from members import audit


@transaction.atomic
def reveal_phone(sign_up: SignUp, *, actor, request=None) -> str:
    """Return the number in full (empty when none is kept), for the task at hand: reaching people of this activity."""
    audit.record(actor=actor, action="participant.reveal", obj=sign_up, fields=["phone"], request=request)
    return phone_of_sign_up(sign_up)
