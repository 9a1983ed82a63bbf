"""A person's rights over what this floor holds of them (个人信息保护法 art. 45, 47)."""

from activities.models import Participant, SignUp
from members.models import OutboxMail


def export_joined(member) -> list[dict]:
    """Return what a member and their children took part in, with the answers they gave."""
    rows = SignUp.objects.of_member(member).select_related("activity", "participant").order_by("pk")
    return [
        {
            "activity": row.activity.title,
            "child": row.participant.name if row.participant.guardian_id else "",
            "firm": row.firm,
            "answer": row.answer,
            "state": row.state,
            "signed_up_at": row.created_at,
        }
        for row in rows
    ]


def erase_joined(member) -> None:
    """Empty names, numbers and answers of a member and their children; that somebody was there stays countable.

    Mails that are owed or were sent to the address go with it: their text holds what the person joined.
    """
    SignUp.objects.of_member(member).update(answer="", firm="", unit_name="")
    numbers = list(SignUp.objects.of_member(member).values_list("pk", flat=True))
    keys = [f"{news}:{number}" for number in numbers for news in ("confirmed", "waiting", "promoted", "cancelled", "withdrawn")]
    for at in range(0, len(keys), 500):
        OutboxMail.objects.filter(key__in=keys[at : at + 500]).delete()
    for child in Participant.objects.filter(guardian=member):
        child.name = child.phone = child.email = child.born_on = ""
        child.key = f"erased-{child.pk}"
        child.save()
    Participant.objects.filter(member=member).update(name="", phone="", email="", born_on="")
