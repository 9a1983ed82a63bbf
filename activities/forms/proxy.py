"""What staff fill in to put people on a list: one caller, or a pasted list; and the reason of what they do with it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from activities.actions.participants import plain_name
from activities.actions.proxy import Outcome, Person
from activities.kinds import Basis
from activities.pasted import LONGEST_NAME, LONGEST_UNIT, MOST_LINES, Line, as_phone, read_list, reads_as_name
from members.models import Member, Organisation

LONGEST_TEXT = 120_000
ODD_NUMBER = _("This is no telephone number: mobile numbers have 11 digits, others 7 or 8 and the area code.")


class UnitField(forms.CharField):
    """A unit as somebody says it; the units of the portal are offered while typing."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})
        super().__init__(required=False, max_length=LONGEST_UNIT, widget=widget, **kwargs)


class CallerForm(forms.Form):
    """One person without an account; `who` answers whether it is the account of that name."""

    name = forms.CharField(
        label=_("name of the person"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    phone = forms.CharField(
        label=_("telephone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("Empty only when there is none: then nobody can tell this person of changes."),
    )  # fmt: skip
    unit = UnitField(label=_("unit"), help_text=_("Village, community, firm; it counts for quotas."))
    firm = forms.CharField(label=_("firm"), max_length=60, help_text=_("One seat for each firm."))
    answer = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(
        label=_("e-mail address"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    who = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    def __init__(self, *args, activity, units: Mapping[str, Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.activity, self.units = activity, units
        if activity.basis != Basis.FIRM:
            del self.fields["firm"]
        if activity.question:
            self.fields["answer"].label = activity.question
        else:
            del self.fields["answer"]
        if activity.basis == Basis.CHILD:
            self.fields["name"].label = _("Name of the child")
            self.fields["phone"].label = _("Telephone of the guardian")

    def clean_name(self):
        name = plain_name(self.cleaned_data["name"])
        if not reads_as_name(name):
            raise ValidationError(_("Write the name alone, without number or title."))
        return name

    def clean_phone(self):
        typed = self.cleaned_data["phone"].strip()
        phone = as_phone(typed)
        if typed and not phone:
            raise ValidationError(ODD_NUMBER)
        return phone

    def person(self, account: Member | None = None) -> Person:
        data = self.cleaned_data
        words = {name: data.get(name, "") for name in ("name", "phone", "email", "firm", "answer")}
        return person_of(self.activity, self.units, unit=data["unit"], account=account, **words)


def person_of(activity, units: Mapping[str, Organisation], *, name: str, phone: str, unit: str = "", **words) -> Person:
    """Return somebody to sign up. A unit that the portal does not know stays as written.

    Without number and unit it is somebody of the host's: two people of one name in the whole district are not one.
    """
    known = units.get(unit.strip())
    if known is None and not phone:
        known = activity.organisation
    unit_name = "" if unit.strip() in units else unit.strip()
    return Person(name, phone, unit=known, unit_name=unit_name, **words)


@dataclass
class Row:
    """A line of a pasted list as it was read, and what would become of the person."""

    number: int  # of the row, from 0
    line: Line
    person: Person
    suggested: Member | None = None  # an account of that name in that unit
    outcome: Outcome | None = None
    firm_is_missing: bool = False

    @property
    def problem(self) -> str:
        if self.line.problem:
            return self.line.problem
        if self.firm_is_missing:
            return str(_("No firm is in this line: write it after the name."))
        return str(self.outcome.why.label) if self.outcome and self.outcome.why else ""

    @property
    def is_account(self) -> bool:
        return self.person.account is not None


class PastedForm(forms.Form):
    """A pasted list. What is confirmed is what was shown: `seen` is the digest of the text that was read."""

    pasted = forms.CharField(
        label=_("The list"), max_length=LONGEST_TEXT, strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A line for each person: name, number, unit in any order. A WeChat chain or columns from Excel as they are."),
    )  # fmt: skip
    unit = UnitField(label=_("unit of those without one"))
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, activity, units: Mapping[str, Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.activity, self.units = activity, units

    def clean_pasted(self):
        text = self.cleaned_data["pasted"]
        self.reading = read_list(text)
        if not self.reading.people:
            raise ValidationError(_("Nobody is in this list: paste a line for each person, the name first."))
        if len(self.reading.people) > MOST_LINES:
            raise ValidationError(
                _("%(n)s people: at most 1,000 at a time. Split the list.") % {"n": len(self.reading.people)}
            )
        return text

    @property
    def digest(self) -> str:
        words = "\0".join(self.cleaned_data[name] for name in ("pasted", "unit"))
        return hashlib.sha256(words.replace("\r\n", "\n").encode()).hexdigest()

    @property
    def is_as_seen(self) -> bool:
        return self.cleaned_data["seen"] == self.digest

    def rows(self, accounts: Mapping[str, Sequence[Member]]) -> list[Row]:
        """The people of the list; `accounts` are those that the names may be, ticked ones (`account-3`) are taken."""
        return [self._row(number, line, accounts) for number, line in enumerate(self.reading.people)]

    def _row(self, number: int, line: Line, accounts: Mapping[str, Sequence[Member]]) -> Row:
        is_firms = self.activity.basis == Basis.FIRM
        words = {"firm": line.unit if is_firms else ""}
        unit = line.unit if not is_firms and line.unit else self.cleaned_data["unit"]
        person = person_of(self.activity, self.units, name=line.name, phone=line.phone, unit=unit, **words)
        suggested = suggested_of(person, accounts)
        if suggested and self.data.get(f"account-{number}") == str(suggested.pk):
            person = Person(line.name, account=suggested, **words)
        return Row(number, line, person, suggested, firm_is_missing=is_firms and not line.unit)


def suggested_of(person: Person, accounts: Mapping[str, Sequence[Member]]) -> Member | None:
    """The one account of exactly this name in this person's unit; in all that staff reach, when no unit is known."""
    found = accounts.get(person.name, ())
    if person.unit:
        found = [member for member in found if member.organisation_id == person.unit.pk]
    return found[0] if len(found) == 1 else None


class ReasonForm(forms.Form):
    """Why people are taken off a list, or given a seat past others."""

    reason = forms.CharField(label=_("reason"), max_length=200, widget=forms.TextInput)
    adds_seats = forms.BooleanField(
        label=_("Add a seat for each where none is free"), required=False,
        help_text=_("Their seats only: the others keep their places in the queue."),
    )  # fmt: skip

    def __init__(self, *args, act: str, **kwargs):
        super().__init__(*args, **kwargs)
        if act == "cancel":
            del self.fields["adds_seats"]
            self.fields["reason"].help_text = _("It stays in the list; those with an e-mail address read it there.")
        else:
            self.fields["reason"].help_text = _("It stays in the list, beside the name.")
