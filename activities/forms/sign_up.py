"""What is asked of somebody who signs up: nothing, unless the activity needs to know something."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.kinds import Basis

OLDEST_CHILD = 18


class SignUpForm(forms.Form):
    """Only the fields that the activity asks for: none at all is one button."""

    child_name = forms.CharField(
        label=_("Name of the child"), max_length=30, help_text=_("Only the organisers see it; nothing of it is public.")
    )
    child_born_on = forms.DateField(
        label=_("Date of birth of the child"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("As 2012-06-01."),
    )
    is_guardian = forms.BooleanField(label=_("I am the child's guardian and agree to it taking part."))
    firm = forms.CharField(label=_("Firm that you come for"), max_length=60, help_text=_("One seat for each firm."))
    answer = forms.CharField(max_length=200)

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {"answer"} if activity.question else set()
        asked |= {"firm"} if activity.basis == Basis.FIRM else set()
        asked |= {"child_name", "child_born_on", "is_guardian"} if activity.basis == Basis.CHILD else set()
        for name in set(self.fields) - asked:
            del self.fields[name]
        if "answer" in self.fields:
            self.fields["answer"].label = activity.question

    def clean_child_born_on(self):
        day, today = self.cleaned_data["child_born_on"], timezone.localdate()
        if not today.replace(year=today.year - OLDEST_CHILD, day=min(today.day, 28)) <= day <= today:
            raise forms.ValidationError(_("That is not a child's date of birth: look at the year again."))
        return day
