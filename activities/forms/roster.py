"""What is filled in on the roster's screen: marks, hours, guests, a file."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.actions.participants import plain_name
from activities.actions.proxy import Person
from activities.forms.proxy import ODD_NUMBER, UnitField, person_of
from activities.models import Attendance
from activities.pasted import LONGEST_NAME, as_phone, reads_as_name
from activities.roster_row import HALF_HOUR, LONGEST_NOTE
from articles.forms.importing import refusal_of

MOST_MARKS = 5_000


def marks_from(data: Mapping) -> dict[int, str]:
    """Return states by row code from `state-12=present` or JSON {"12": "present"}. Raises ValueError for neither.

    Of a form that comes back (`seen` says what it showed) only what was changed there counts: others may have marked
    meanwhile.
    """
    if not isinstance(data, Mapping) or len(data) > MOST_MARKS:
        raise ValueError("no marks")
    seen = dict(pair.split(":", 1) for pair in str(data.get("seen", "")).split() if ":" in pair)
    marks = {}
    for key in data:
        code, state = str(key).removeprefix("state-"), data[key]
        if _is_code(code) and isinstance(state, str) and state in ("", *Attendance.State) and seen.get(code) != state:
            marks[int(code)] = state
    return marks


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 6


class Details:
    """Hours, delegates and remarks of the lines that somebody changed, with what is wrong in them.

    `values` are (hours, is_delegate, note) by row code; `wrong` are the codes whose hours make no sense.
    """

    def __init__(self, data: Mapping, longest: Decimal):
        self.longest, self.values, self.wrong = longest, {}, []
        for key in data:
            code = str(key).removeprefix("was-")
            if code == key or not _is_code(code):
                continue
            hours, note = str(data.get(f"hours-{code}", "")).strip(), str(data.get(f"note-{code}", "")).strip()
            delegate = "1" if data.get(f"delegate-{code}") else ""
            if f"{hours}|{delegate}|{note}" != data[key]:
                self._read(int(code), hours, bool(delegate), note)

    def _read(self, code: int, hours: str, is_delegate: bool, note: str) -> None:
        try:
            value = Decimal(hours) if hours else None
        except InvalidOperation:
            value = Decimal("NaN")
        fits = value is None or (value.is_finite() and 0 < value <= self.longest and value % HALF_HOUR == 0)
        if fits and len(note) <= LONGEST_NOTE and note.isprintable():
            self.values[code] = (value, is_delegate, note)
        else:
            self.wrong.append(code)


class GuestForm(forms.Form):
    """Somebody who came without a sign-up; `who` answers whether it is the account of that name."""

    name = forms.CharField(
        label=_("full name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    unit = UnitField(label=_("unit"))
    phone = forms.CharField(
        label=_("telephone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    code = forms.IntegerField(
        label=_("Line on paper"), required=False, min_value=1, max_value=32_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        help_text=_("If they signed in a blank line of the sheet."),
    )  # fmt: skip
    is_delegate = forms.BooleanField(label=_("delegate of an organisation"), required=False)
    who = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, *args, activity, units: Mapping, **kwargs):
        super().__init__(*args, prefix="guest", **kwargs)
        self.activity, self.units = activity, units

    def clean_name(self):
        name = plain_name(self.cleaned_data["name"])
        if not reads_as_name(name):
            raise forms.ValidationError(_("Write the name alone, without number or title."))
        return name

    def clean_phone(self):
        typed = self.cleaned_data["phone"].strip()
        phone = as_phone(typed)
        if typed and not phone:
            raise forms.ValidationError(ODD_NUMBER)
        return phone

    def person(self) -> Person:
        words = {name: self.cleaned_data[name] for name in ("name", "phone", "unit")}
        return person_of(self.activity, self.units, **words)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Excel file"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if refusal := refusal_of(file):
            raise forms.ValidationError(refusal)
        return file
