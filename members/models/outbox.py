from django.db import models
from django.utils.translation import gettext_lazy as _

from members.fields import EncryptedTextField


class OutboxMail(models.Model):
    """A mail that is owed: written in the transaction of what it tells of, sent after it, once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("To be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")

    key = models.CharField(_("what it tells"), max_length=100, unique=True)  # the same news is never written twice
    address = EncryptedTextField(_("to"))
    subject = models.CharField(_("subject"), max_length=150)
    body = EncryptedTextField(_("text"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("outgoing mail")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "id"], name="outbox_by_state")]

    def __str__(self):
        return self.subject
