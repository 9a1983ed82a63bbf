from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from members import rules
from members.fields import EncryptedTextField, Unreadable


def validate_mobile(value: str) -> None:
    if not rules.is_mobile_number(value):
        raise ValidationError(_("Give a mobile number of 11 digits."))


def validate_identity(value: str) -> None:
    if not rules.is_identity_number(value):
        raise ValidationError(_("This is not a valid identity number: 18 characters, the last one a check digit."))


MASKS = {
    "phone": rules.masked_phone,
    "born_on": rules.masked_date,
    "identity_number": rules.masked_identity,
    "email": rules.masked_email,
    "emergency_contact": lambda value: "***" if value else "",
}


class PrivateDetails(models.Model):
    """What only those may see who need it for the task at hand; encrypted, and apart from the member.

    Read a full value through members.actions.private.reveal, which leaves an audit row.
    """

    member = models.OneToOneField(
        "members.Member", models.CASCADE, related_name="private", primary_key=True, verbose_name=_("member")
    )
    phone = EncryptedTextField(_("mobile number"), blank=True, validators=[validate_mobile])
    born_on = EncryptedTextField(_("date of birth"), blank=True, help_text=_("As 1950-06-01."))
    identity_number = EncryptedTextField(_("identity number"), blank=True, validators=[validate_identity])
    email = EncryptedTextField(_("e-mail address"), blank=True, validators=[validate_email])
    emergency_contact = EncryptedTextField(_("emergency contact"), blank=True)

    class Meta:
        verbose_name = _("private details")
        verbose_name_plural = _("private details")

    def __str__(self):
        return str(self.member_id)

    def masked(self, field: str) -> str:
        """Return a field as staff see it without asking for more; empty when nothing is stored."""
        value = getattr(self, field)
        if isinstance(value, Unreadable):
            return str(_("cannot be read: a key is missing"))
        return MASKS[field](value)
