"""What a volunteer chooses for a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.hours import Trouble
from activities.models import ServiceRecord

ALL, RANGE, TICKED = "all", "range", "ticked"
NAMES = [
    (False, _("Masked, such as 王某某")),
    (True, _("In full, as a school or an office usually asks")),
]


class CertificateForm(forms.Form):
    """Which approved records, and how the name is shown. `book` is the queryset of the person's approved records."""

    which = forms.ChoiceField(
        label=_("Which records"),
        choices=[
            (ALL, _("All that are approved")),
            (RANGE, _("Those of a time range")),
            (TICKED, _("Those ticked below")),
        ],
        initial=ALL,
        widget=forms.RadioSelect,
    )
    since = forms.DateField(label=_("from (date)"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("until (date)"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    full_name = forms.TypedChoiceField(
        label=_("Name on the paper"),
        choices=NAMES,
        coerce=lambda value: value == "True",
        initial=False,
        widget=forms.RadioSelect,
    )
    records = forms.TypedMultipleChoiceField(label=_("records"), coerce=int, required=False)

    def __init__(self, *args, book, **kwargs):
        super().__init__(*args, **kwargs)
        self.book = book
        self.fields["records"].choices = lambda: [(pk, pk) for pk in book.values_list("pk", flat=True)]

    def choices_shown(self) -> list:
        return [(name, self[name]) for name in ("which", "full_name")]

    def dates_shown(self) -> list:
        return [self["since"], self["until"]]

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        since, until = data["since"], data["until"]
        if data["which"] == RANGE and since and until and until < since:
            self.add_error("until", Trouble.ENDS_FIRST.label)
        elif not self.chosen():
            self.add_error("which", Trouble.NONE_CHOSEN.label)
        return data

    def chosen(self) -> list[ServiceRecord]:
        data = self.cleaned_data
        if data["which"] == TICKED:
            return list(self.book.filter(pk__in=data["records"]))
        return list(self.book.between(data["since"], data["until"]) if data["which"] == RANGE else self.book)
