"""What people are told of their evenings: owed in the same transaction, sent once, to those who have an address."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from activities.actions.notices import address_of
from activities.models import Duty, Participant, Shift
from members.actions.mail import owe_mail


def tell_duty(news: str, shift: Shift) -> None:
    """Tell everybody on duty that an evening was called off, moved or restored."""
    duties = Duty.objects.filter(shift=shift).select_related("participant__member", "participant__guardian")
    for duty in duties.order_by("pk"):
        _owe(news, shift, duty.participant, key=f"{news}:{timezone.now():%y%m%d%H%M%S}")


def tell_covered(duty: Duty, who: Participant) -> None:
    """Tell somebody that another one of the team goes out in their stead."""
    _owe("covered", duty.shift, who, key=f"covered:{duty.pk}")


def tell_wanted(duty: Duty, team) -> None:
    """Ask the team, without the name, whether somebody can stand in."""
    for person in team:
        if person.pk != duty.participant_id:
            _owe("wanted", duty.shift, person, key=f"wanted:{duty.pk}:{duty.participant_id}")


def _owe(news: str, shift: Shift, person: Participant, *, key: str) -> None:
    if address := address_of(person):
        owe_mail(key=f"shift:{shift.pk}:{key}:{person.pk}"[:100], address=address, **_letter(news, shift))


def _letter(news: str, shift: Shift) -> dict[str, str]:
    with translation.override("zh-hans"):
        context = {
            "news": news,
            "shift": shift,
            "activity": shift.event,
            "when": date_format(timezone.localtime(shift.starts_at), "Y年n月j日 H:i"),
            "until": date_format(timezone.localtime(shift.ends_at), "H:i"),
            "rota_url": f"{settings.SITE_URL.rstrip('/')}{reverse('activities:my-rota')}" if settings.SITE_URL else "",
        }
        return {
            "subject": " ".join(render_to_string("activities/mail/rota_subject.txt", context).split()),
            "body": render_to_string("activities/mail/rota.txt", context),
        }
