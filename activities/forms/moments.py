"""Times as people type them: the browser's own calendar and clock, which work by keyboard, on phones and without script."""

from datetime import UTC, date, datetime

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1990, 2100


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.SplitDateTimeWidget):
    """A day and an hour, side by side."""

    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(
            self, (DayInput({"aria-label": _("day")}), ClockInput({"aria-label": _("hour")})), attrs
        )


class MomentField(forms.SplitDateTimeField):
    """A moment of the district's clock; years that nobody plans for are slips of the keyboard."""

    widget = MomentInput

    def compress(self, data_list):
        if data_list and isinstance(data_list[0], date):
            refuse_odd_year(data_list[0])
        moment = super().compress(data_list)
        return moment and moment.astimezone(UTC)  # differences of local times overlook that the clocks were set


def refuse_odd_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise forms.ValidationError(_("Give a year between %(first)s and %(last)s."), params=years)


class WeekdaysField(forms.MultipleChoiceField):
    """Days of the week, stored as digits from 1 (Monday) to 7."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        choices = [(str(number + 1), name) for number, name in WEEKDAYS.items()]
        super().__init__(choices=choices, required=False, **kwargs)

    def prepare_value(self, value):
        return list(value or "")

    def clean(self, value) -> str:
        return "".join(sorted(super().clean(value)))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day by the district's clock."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))
