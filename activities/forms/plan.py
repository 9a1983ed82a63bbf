"""What a person may ask of the year's plan."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from activities.forms.moments import FIRST_YEAR, LAST_YEAR
from activities.kinds import Form, Kind

ALL = [("", _("All"))]


class PlanForm(forms.Form):
    """Everything may be left out; `units` are offered by the view."""

    year = forms.IntegerField(label=_("year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.ChoiceField(
        label=_("month"),
        required=False,
        choices=[("", _("The whole year")), *((str(number), name) for number, name in MONTHS.items())],
    )
    unit = forms.ChoiceField(label=_("organisation"), required=False)
    kind = forms.ChoiceField(label=_("kind"), required=False, choices=ALL + Kind.choices)
    form = forms.ChoiceField(label=_("form"), required=False, choices=ALL + Form.choices)

    def __init__(self, *args, units=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*ALL, *units]
