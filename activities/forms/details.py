"""What a member keeps for organisers: new values only, what is stored is shown masked."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.forms import PrivateDetailsForm, field_choices
from members.models import PrivateDetails
from members.models.private import validate_mobile

HELP = {
    "phone": _("For organisers, when something changes."),
    "email": _("For news of your sign-ups."),
    "born_on": _("For activities with age limits. As 1950-06-01."),
    "emergency_contact": _("Whom to ring if something happens to you: name and number."),
}


class OwnDetailsForm(PrivateDetailsForm):
    """An empty field leaves what is stored; boxes delete it. `details` is what is stored."""

    identity_number = None  # nothing here needs it
    phone = forms.CharField(label=_("mobile number"), required=False, max_length=20)
    born_on = forms.DateField(
        label=_("date of birth"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, details: PrivateDetails, **kwargs):
        super().__init__(*args, **kwargs)
        stored = {name: details.masked(name) for name in HELP if details.masked(name)}
        for name, words in HELP.items():
            now = _("Stored: %(value)s.") % {"value": stored[name]} if name in stored else ""
            self.fields[name].help_text = f"{words} {now}".strip()
        self.fields["delete"].choices = [choice for choice in field_choices() if choice[0] in stored]
        if not stored:
            del self.fields["delete"]

    def clean_phone(self):
        phone = "".join(self.cleaned_data["phone"].split()).replace("-", "")
        if phone:
            validate_mobile(phone)
        return phone

    def clean_born_on(self):
        day = self.cleaned_data["born_on"]
        if day and not 1900 <= day.year <= timezone.localdate().year:
            raise forms.ValidationError(_("That is not a date of birth: look at the year again."))
        return day
