"""The ground floor's forms."""

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from members.actions.private import FIELDS
from members.models import PrivateDetails
from members.models.private import validate_identity, validate_mobile


class SignInForm(LoginForm):
    """allauth's form in our words; placeholders that repeat the label go."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("account name")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call this key")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Sign in with it alone, without the password")
            self.fields["passwordless"].help_text = _("The device then asks for a fingerprint, a face or its PIN.")


def field_choices() -> list[tuple[str, str]]:
    return [(name, PrivateDetails._meta.get_field(name).verbose_name) for name in FIELDS]


class RevealForm(forms.Form):
    """Which one value, and what it is needed for."""

    field = forms.ChoiceField(label=_("Detail"), choices=field_choices)
    reason = forms.CharField(
        label=_("Needed for"),
        max_length=200,
        help_text=_("Is kept in the audit log with your name: the task at hand, without personal details."),
    )


class PrivateDetailsForm(forms.Form):
    """New values only: what is stored is never shown here, and an empty field leaves it as it is."""

    phone = forms.CharField(label=_("mobile number"), required=False, validators=[validate_mobile])
    born_on = forms.DateField(label=_("date of birth"), required=False, help_text=_("As 1950-06-01."))
    identity_number = forms.CharField(label=_("identity number"), required=False, validators=[validate_identity])
    email = forms.EmailField(label=_("e-mail address"), required=False, max_length=200)
    emergency_contact = forms.CharField(label=_("emergency contact"), required=False, max_length=200)
    delete = forms.MultipleChoiceField(
        label=_("Delete what is stored"),
        required=False,
        choices=field_choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def changes(self) -> dict[str, str]:
        """Return the new value of each field to store; empty for what is to be deleted."""
        given = {name: str(self.cleaned_data[name]) for name in FIELDS if self.cleaned_data.get(name)}
        return given | dict.fromkeys(self.cleaned_data.get("delete", ()), "")
