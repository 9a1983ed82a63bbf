"""What staff fill in to change one evening: its people, its time, its being called off."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.forms.moments import ClockInput, DayInput, refuse_odd_year
from activities.models import Shift
from activities.recurrence import moments
from members.admin.base import is_number
from publishing.preflight import text_findings


class ReasonField(forms.CharField):
    """A reason that readers see."""

    def __init__(self):
        super().__init__(
            label=_("reason"), max_length=100, help_text=_("Readers see it on the page; those on duty get it by mail.")
        )

    def clean(self, value):
        text = super().clean(value)
        if any(finding.is_blocking for finding in text_findings({"reason": text})):
            raise forms.ValidationError(_("Readers see this: take the number out."))
        return text


class CallOffForm(forms.Form):
    reason = ReasonField()


class MoveForm(forms.Form):
    day = forms.DateField(label=_("day"), widget=DayInput)
    starts = forms.TimeField(label=_("from (hour)"), widget=ClockInput)
    ends = forms.TimeField(label=_("until (hour)"), widget=ClockInput)
    reason = ReasonField()

    def __init__(self, *args, shift: Shift, **kwargs):
        starts_at, ends_at = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
        initial = {"day": starts_at.date(), "starts": starts_at.time(), "ends": ends_at.time()}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_day(self):
        refuse_odd_year(self.cleaned_data["day"])
        return self.cleaned_data["day"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("starts") is not None and cleaned.get("starts") == cleaned.get("ends"):
            self.add_error("ends", _("It ends at the hour at which it begins."))
        return cleaned

    def times(self) -> tuple[datetime, datetime]:
        data = self.cleaned_data
        return moments(data["day"], data["starts"], data["ends"], timezone.get_default_timezone())


def numbers_in(values) -> set[int]:
    """Return the numbers of rows among posted values."""
    return {int(value) for value in values if value.isascii() and is_number(value)}
