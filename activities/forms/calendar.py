"""Entering a year's holidays: the notice pasted as it stands, or day by day."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from activities.holidays import Unreadable, read_notice, special_days
from activities.models import CalendarYear, SpecialDay
from activities.working_days import is_weekend

FIRST, LAST = 2000, 2100
ABOUT = re.compile(r"(\d{4})年(?:部分节假日|元旦)")
NUMBER = re.compile(r"国办发明电〔\d{4}〕\d+号")


def why_not_special(day, is_working: bool, year: int):
    """Why a day cannot stand in the calendar of `year`, or None. A notice may reach back into the December before."""
    if day.year != year and not (day.year == year - 1 and day.month == 12):
        return _("%(day)s does not lie in %(year)s.") % {"day": day, "year": year}
    if is_working and not is_weekend(day):
        return _("%(day)s is no Saturday or Sunday: it is worked anyway.") % {"day": day}
    if not is_working and is_weekend(day):
        return _("%(day)s is a Saturday or Sunday: it is off anyway.") % {"day": day}
    return None


class CalendarForm(forms.ModelForm):
    """`days` are those of the pasted notice: they take the place of all rows below."""

    notice = forms.CharField(
        label=_("text of the notice"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Paste the notice of the State Council's office as it stands, from “一、元旦” on: its days take the place of the rows below."),
    )  # fmt: skip

    class Meta:
        model = CalendarYear
        fields = ["year", "source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.days: dict = {}
        if "source" in self.fields:
            self.fields["source"].required = False

    def clean_year(self):
        year = self.cleaned_data["year"]
        if not FIRST <= year <= LAST:
            raise ValidationError(_("Enter a year between 2000 and 2100."))
        return year

    def clean(self):
        data = super().clean()
        text, year = data.get("notice", ""), data.get("year") or self.instance.year
        if text and year and not self.errors:
            self._read(text, year)
            found = NUMBER.search(text)
            data["source"] = data.get("source") or (found[0] if found else "")
        if "source" in self.fields and not data.get("source") and "source" not in self.errors:
            self.add_error("source", _("Enter the number of the notice, such as 国办发明电〔2020〕27号."))
        return data

    def _read(self, text: str, year: int) -> None:
        about = ABOUT.search(text)
        if about and int(about[1]) != year:
            told = {"other": about[1], "year": year}
            self.add_error("notice", _("This notice is about %(other)s, not about %(year)s.") % told)
            return
        try:
            days = special_days(read_notice(text, year))
        except Unreadable as unread:
            self.add_error("notice", _("This cannot be taken for days: “%(text)s”.") % {"text": unread})
            return
        faults = [
            fault for day, (is_working, _name) in days.items() if (fault := why_not_special(day, is_working, year))
        ]
        taken = SpecialDay.objects.filter(date__in=days).exclude(year=self.instance.pk)
        faults += [_("%(day)s stands in another year's calendar.") % {"day": row.date} for row in taken]
        for fault in faults:
            self.add_error("notice", fault)
        self.days = {} if faults else days


class SpecialDayFormSet(BaseInlineFormSet):
    """Says beside the row what is wrong with its day; with a pasted notice the rows do not count."""

    def clean(self):
        super().clean()
        year = self.instance.year
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            day = data.get("date")
            if day and year and not data.get("DELETE"):
                fault = why_not_special(day, data.get("is_working", False), year)
                if fault:
                    form.add_error("date", fault)
