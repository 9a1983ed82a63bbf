"""The digits that a member types, or a QR code fills in."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.check_in import DIGITS


class CheckInForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits on the screen"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "digits"}),
    )

    def clean_code(self):
        digits = plain_digits(self.cleaned_data["code"])
        if not digits:
            raise ValidationError(_("Six digits, as they stand on the organiser's screen."))
        return digits


def plain_digits(text: str) -> str:
    """Return six digits without spaces, half-width; empty for anything else."""
    digits = "".join(unicodedata.normalize("NFKC", text[:40]).split())
    return digits if len(digits) == DIGITS and digits.isascii() and digits.isdecimal() else ""
