"""Mail that is owed: written with what it tells of, sent outside requests, once.

A row is claimed (`sending`) in a transaction of its own before it goes out. Whoever dies in between leaves it claimed:
it may have gone out or not, so it is never sent again by itself; staff see it and decide.
"""

import logging
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from members import audit
from members.fields import Unreadable
from members.models import OutboxMail

logger = logging.getLogger(__name__)

ATTEMPTS = 5
PAUSES = (1, 5, 30, 120)  # minutes before the second, third … attempt
KEEP_SENT = timedelta(days=30)
CLAIM_HOLDS = timedelta(minutes=10)  # much longer than a mail server is waited for
State = OutboxMail.State


def owe_mail(*, key: str, address: str, subject: str, body: str) -> None:
    """Write a mail in the caller's transaction; `key` says what it tells, and the same news is never owed twice."""
    mail = OutboxMail(key=key, address=address, subject=" ".join(subject.split())[:150], body=body)
    OutboxMail.objects.bulk_create([mail], ignore_conflicts=True)


def send_owed(limit: int = 100) -> int:
    """Send what is due, oldest first; return how many went out. Safe to run in several processes at once."""
    sent = 0
    for _number in range(limit):
        mail = _claim()
        if mail is None:
            break
        sent += _send(mail)
    return sent


def stuck(now: datetime | None = None) -> Q:
    """Mails that nothing will send by itself: given up, or claimed by a process that died."""
    return Q(state=State.FAILED) | Q(state=State.SENDING, tried_at__lt=(now or timezone.now()) - CLAIM_HOLDS)


@transaction.atomic
def resend(mail: OutboxMail, *, actor, request=None) -> bool:
    """Let a stuck mail go out once more: a person's decision. Returns False where it is not stuck any more."""
    changed = OutboxMail.objects.filter(stuck(), pk=mail.pk).update(state=State.WAITING, attempts=0, error="")
    if changed:
        audit.record(actor=actor, action="mail.resend", obj=mail, request=request)
    return bool(changed)


def forget_sent(now: datetime | None = None) -> int:
    """Delete mails that went out thirty days ago; return how many."""
    old = OutboxMail.objects.filter(state=State.SENT, sent_at__lt=(now or timezone.now()) - KEEP_SENT)
    return old.delete()[0]


def _claim() -> OutboxMail | None:
    """Take the next mail for this process: whoever's UPDATE changes the row has it."""
    while True:
        mail = OutboxMail.objects.filter(_is_due(timezone.now())).order_by("pk").first()
        if mail is None:
            return None
        mine = OutboxMail.objects.filter(pk=mail.pk, state=State.WAITING, attempts=mail.attempts)
        if mine.update(state=State.SENDING, attempts=F("attempts") + 1, tried_at=timezone.now()):
            mail.attempts += 1
            return mail


def _is_due(now: datetime) -> Q:
    due = Q(state=State.WAITING, attempts=0)
    for attempts, minutes in enumerate(PAUSES, start=1):
        due |= Q(state=State.WAITING, attempts=attempts, tried_at__lte=now - timedelta(minutes=minutes))
    return due


def _send(mail: OutboxMail) -> bool:
    try:
        if isinstance(mail.address, Unreadable) or isinstance(mail.body, Unreadable):
            raise ValueError("a key is missing")
        EmailMessage(mail.subject, mail.body, to=[mail.address]).send()
    except Exception as error:  # whatever the mail server says: this mail waits, the others go on
        logger.warning("mail %s could not be sent: %s", mail.pk, type(error).__name__)
        state = State.FAILED if mail.attempts >= ATTEMPTS else State.WAITING
        _end(mail, state=state, error=type(error).__name__[:200])
        return False
    _end(mail, state=State.SENT, sent_at=timezone.now(), error="")
    return True


def _end(mail: OutboxMail, **fields) -> None:
    with transaction.atomic():
        OutboxMail.objects.filter(pk=mail.pk, state=State.SENDING).update(**fields)
