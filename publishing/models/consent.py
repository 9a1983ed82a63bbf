from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.fields import EncryptedTextField
from publishing.querysets import ConsentQuerySet
from publishing.storage import private


class Consent(models.Model):
    """A person's (or guardian's) agreement to be shown or quoted; withdrawing it hides the photo or story at once.

    个人信息保护法 art. 13-15, 29, 31: for a stated purpose, withdrawable at any time; a guardian's for those under 14.
    """

    class Scope(models.TextChoices):
        SITE = "site", _("This site only")
        DISTRICT = "district", _("All media of the district")
        PRESS = "press", _("Newspapers and broadcasters too")

    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    label = models.CharField(
        _("label"), max_length=60, help_text=_("How staff find it again, without a name: 5月18日除草，户主。")
    )
    who = EncryptedTextField(_("who agreed"), help_text=_("Stored encrypted; seen only in this form."))
    by_guardian = models.BooleanField(_("given by a guardian"), default=False)
    purpose = models.CharField(_("for what"), max_length=200)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope, default=Scope.SITE)
    given_on = models.DateField(_("given on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("Empty: until withdrawn."))
    document = models.FileField(
        _("signed paper"),
        upload_to="consents/",
        blank=True,
        storage=private,
        help_text=_("A scan or photo; never public."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "-pk"]

    def __str__(self):
        return self.label

    def is_valid(self, today: date) -> bool:
        return self.withdrawn_at is None and (self.valid_until is None or self.valid_until >= today)
