"""What people are told of their sign-ups: owed in the same transaction, sent once, to those who have an address."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

from activities.kinds import Basis
from activities.models import Participant, SignUp
from members.actions.mail import owe_mail
from members.fields import Unreadable
from members.models import PrivateDetails

NEWS = ("confirmed", "waiting", "promoted", "cancelled", "withdrawn")


def tell(news: str, sign_up: SignUp) -> None:
    """Owe a mail with one of NEWS to the person (a child's guardian), if an address is known."""
    if address := address_of(sign_up.participant):
        owe_mail(key=f"{news}:{sign_up.pk}", address=address, **_letter(news, sign_up))


def tell_withdrawn(activity) -> int:
    """Tell everybody who is in or waits that an activity does not take place; return how many mails are owed."""
    rows = SignUp.objects.active().filter(activity=activity.pk, activity__ends_at__gt=timezone.now())
    told = 0
    for row in rows.select_related("activity", "participant__member", "participant__guardian").order_by("pk"):
        told += bool(address_of(row.participant))
        tell("withdrawn", row)
    return told + tell_classes("withdrawn", rows)


def tell_classes(news: str, rows) -> int:
    """Owe one mail for each whole class among sign-ups, to whoever signed it up; return how many are owed."""
    first = {
        (row.made_by_id, row.firm): row
        for row in rows.filter(activity__basis=Basis.CHILD).exclude(firm="").order_by("-pk")
    }
    told = 0
    for (member_id, _name), row in first.items():
        if address := address_of_member(member_id):
            owe_mail(key=f"class-{news}:{row.pk}", address=address, **_letter(news, row))
            told += 1
    return told


def address_of(participant: Participant) -> str:
    """Return the e-mail address of a participant, of a child's guardian; empty when there is none."""
    member_id = participant.member_id or participant.guardian_id
    if member_id is None:
        return "" if isinstance(participant.email, Unreadable) else participant.email
    return address_of_member(member_id)


def address_of_member(member_id: int) -> str:
    found = PrivateDetails.objects.filter(pk=member_id).values_list("email", flat=True)[:1]
    return next((email for email in found if not isinstance(email, Unreadable)), "")


def _letter(news: str, sign_up: SignUp) -> dict[str, str]:
    activity = sign_up.activity
    with translation.override("zh-hans"):
        context = {
            "sign_up": sign_up,
            "activity": activity,
            "when": date_format(timezone.localtime(activity.starts_at), "Y年n月j日 H:i"),
            "url": f"{settings.SITE_URL.rstrip('/')}{activity.page_url}" if settings.SITE_URL else "",
        }
        return {
            "subject": " ".join(render_to_string(f"activities/mail/{news}_subject.txt", context).split()),
            "body": render_to_string(f"activities/mail/{news}.txt", context),
        }
