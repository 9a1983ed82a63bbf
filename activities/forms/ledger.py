"""Which period the ledger is of."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.forms.moments import DayInput, refuse_odd_year

LONGEST = timedelta(days=3 * 366)


class LedgerForm(forms.Form):
    since = forms.DateField(label=_("from (day)"), widget=DayInput)
    until = forms.DateField(label=_("until (day)"), widget=DayInput)

    def clean(self):
        cleaned = super().clean()
        for name in ("since", "until"):
            if cleaned.get(name):
                try:
                    refuse_odd_year(cleaned[name])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("It ends before it begins."))
        elif since and until and until - since > LONGEST:
            self.add_error("until", _("Three years at most."))
        return cleaned
