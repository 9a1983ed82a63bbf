"""A person's rights over what this floor holds of them (个人信息保护法 art. 45, 47)."""

from django.utils import timezone

from activities.actions.notices import NEWS
from activities.actions.sign_ups import leave_for_good
from activities.models import Attendance, Participant, SignUp
from members.models import OutboxMail

AT_ONCE = 500  # keys in one statement


def export_joined(member) -> list[dict]:
    """Return what a member and their children took part in, with the answers they gave and the mails about it."""
    rows = SignUp.objects.of_member(member).select_related("activity", "participant").order_by("pk")
    mails = {mail.key: mail for mail in _mails_about([row.pk for row in rows])}
    return [
        {
            "activity": row.activity.title,
            "child": row.participant.name if row.participant.guardian_id else "",
            "born_on": row.participant.born_on,
            "firm": row.firm,
            "answer": row.answer,
            "state": row.state,
            "signed_up_at": row.created_at,
            "mails": [
                {"subject": mails[key].subject, "to": mails[key].address, "state": mails[key].state}
                for key in _keys_of(row.pk)
                if key in mails
            ],
        }
        for row in rows
    ]


def erase_joined(member) -> None:
    """Empty names, numbers and answers of a member and their children; that somebody was there stays countable.

    Seats of what lies ahead go to those who wait. Mails that are owed or were sent go: their text says who joins what.
    """
    rows = SignUp.objects.of_member(member)
    for row in rows.active().filter(activity__ends_at__gt=timezone.now()).order_by("pool", "pk"):
        leave_for_good(row)
    numbers = list(rows.values_list("pk", flat=True))
    numbers += SignUp.objects.filter(made_by=member).values_list("pk", flat=True)
    OutboxMail.objects.filter(pk__in=[mail.pk for mail in _mails_about(numbers)]).delete()
    rows.update(answer="", firm="", firm_key="", unit_name="")
    Attendance.objects.filter(participant__in=Participant.objects.of_member(member)).update(note="", unit_name="")
    for child in Participant.objects.filter(guardian=member):
        child.name = child.phone = child.email = child.born_on = ""
        child.key = f"erased-{child.pk}"
        child.save()
    Participant.objects.filter(member=member).update(name="", phone="", email="", born_on="")


def _mails_about(numbers: list[int]) -> list[OutboxMail]:
    keys = [key for number in numbers for key in _keys_of(number)]
    parts = (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
    return [mail for part in parts for mail in OutboxMail.objects.filter(key__in=part)]


def _keys_of(number: int) -> list[str]:
    return [f"{about}{news}:{number}" for about in ("", "class-") for news in NEWS]
