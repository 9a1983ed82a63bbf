from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is added, so that entries follow one another."""

    sequence = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, blank=True)


class AuditEntry(models.Model):
    """One line of the audit log. Written by members.audit.record only; chained by HMAC (members.audit).

    `personal` (who, from where) can be erased on a lawful request: the chain holds its salted digest.
    """

    sequence = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"), db_index=True)
    action = models.CharField(_("action"), max_length=40, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=60, blank=True)
    object_id = models.CharField(_("object number"), max_length=40, blank=True)
    object_name = models.CharField(_("object"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        "members.Organisation",
        models.DO_NOTHING,  # the number stays as it was written, whatever becomes of the organisation
        null=True,
        related_name="+",
        verbose_name=_("organisation"),
        db_constraint=False,
    )
    fields = models.JSONField(_("fields"), default=list)
    note = models.CharField(_("note"), max_length=500, blank=True)
    personal = models.JSONField(_("who and from where"), null=True)
    salt = models.CharField(max_length=32, blank=True, editable=False)
    personal_digest = models.CharField(max_length=64, editable=False)
    mac = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-sequence"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_by_object")]

    def __str__(self):
        return f"{self.sequence} {self.action} {self.object_name}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("the audit log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("the audit log is append-only")
