"""Reading the full number of somebody who takes part: one by one, and it stays in the log who did."""

from django.db import transaction

from activities.models import Activity, Participant
from activities.people import phone_of
from members import audit


@transaction.atomic
def reveal_phone(participant: Participant, *, activity: Activity, actor, request=None) -> str:
    """Return the number in full (empty when none is kept), for the task at hand: reaching people of this activity."""
    audit.record(
        actor=actor, action="participant.reveal", obj=activity.leaf, fields=["phone"], note=f"№ {participant.pk}",
        request=request,
    )  # fmt: skip
    return phone_of(participant)
