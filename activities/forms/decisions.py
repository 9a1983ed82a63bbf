"""What deciding on service records, correcting them and entering them by hand asks for."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.hours import HALF_HOUR, Trouble
from activities.models import ServiceRecord, Shift
from members.models.private import validate_mobile

MOMENT = "%Y-%m-%dT%H:%M"
TIDY = forms.Textarea(attrs={"rows": 3})


class ApprovalForm(forms.Form):
    """`asks` is whether a record among the chosen names nobody as the person in charge."""

    person_in_charge = forms.CharField(
        label=_("person in charge"), max_length=60, required=False,
        help_text=_("Who answered for the event; is written into the records that name nobody."),
    )  # fmt: skip

    def __init__(self, *args, asks: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if asks:
            self.fields["person_in_charge"].required = True
        else:
            del self.fields["person_in_charge"]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=TIDY,
        help_text=_("The volunteer reads it, with whom to ask: what was different, without others' names."),
        error_messages={"required": Trouble.NO_NOTE.label},
    )  # fmt: skip


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=TIDY,
        help_text=_("Whoever checks the paper reads it: no personal details."),
        error_messages={"required": Trouble.NO_NOTE.label},
    )  # fmt: skip


class NameForm(forms.Form):
    full_name = forms.TypedChoiceField(
        label=_("Name on the paper"),
        choices=[(True, _("In full, as the volunteer wants it")), (False, _("Masked, such as 王某某"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        help_text=_("Ask the volunteer: whoever gets the paper or its code reads the name."),
        error_messages={"required": _("Ask the volunteer, and choose.")},
    )


def _moment(label) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[MOMENT, "%Y-%m-%d %H:%M"])


class FactsForm(forms.Form):
    """The facts of a record that staff write: 民政部令第67号, articles 7 and 11."""

    starts_at = _moment(_("from (time)"))
    ends_at = _moment(_("until (time)"))
    hours = forms.DecimalField(
        label=_("hours"), max_digits=4, decimal_places=1, min_value=HALF_HOUR, max_value=Decimal(999),
        widget=forms.NumberInput(attrs={"step": "0.5"}),
        help_text=_("Actually given, without the way there; in half hours."),
    )  # fmt: skip
    place = forms.CharField(label=_("place"), max_length=100)
    content = forms.CharField(label=_("content"), max_length=300, widget=TIDY)
    person_in_charge = forms.CharField(label=_("person in charge"), max_length=60)

    def say(self, refused, sentence: str) -> None:
        """Put what an action refused beside the field that it is about."""
        fields = {
            Trouble.NOT_HALF: "hours", Trouble.TOO_MANY: "hours", Trouble.ENDS_FIRST: "ends_at",
            Trouble.OUTSIDE: "starts_at", Trouble.OVERLAP: "starts_at", Trouble.NOT_OVER: "ends_at", Trouble.NO_NOTE: "note",
        }  # fmt: skip
        field = fields.get(refused.why)
        self.add_error(field if field in self.fields else None, sentence)


class CorrectionForm(FactsForm):
    note = forms.CharField(
        label=_("What was wrong"), max_length=200, widget=TIDY,
        help_text=_("Stays with the earlier version."), error_messages={"required": Trouble.NO_NOTE.label},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)

    @classmethod
    def of(cls, record: ServiceRecord, data=None) -> "CorrectionForm":
        names = [name for name in cls.base_fields if name not in ("note", "version")]
        return cls(data, initial={name: getattr(record, name) for name in names} | {"version": record.version})


class ByHandForm(FactsForm):
    """A record that no roster proposed: whose it is, and which shift where the event comes again and again."""

    shift = forms.ModelChoiceField(label=_("shift"), queryset=Shift.objects.none())
    account = forms.CharField(
        label=_("account name"), max_length=60, required=False, help_text=_("Of a member; else name and mobile number.")
    )
    name = forms.CharField(label=_("full name"), max_length=30, required=False)
    phone = forms.CharField(
        label=_("mobile number"), max_length=11, required=False, validators=[validate_mobile],
        help_text=_("With it the same person is found again next time."),
    )  # fmt: skip

    field_order = ["account", "name", "phone", "shift"]

    def __init__(self, *args, event, accounts, **kwargs):
        """`accounts` are the members whom the person may name."""
        super().__init__(*args, **kwargs)
        self.accounts = accounts
        if event.is_recurring:
            self.fields["shift"].queryset = event.shifts.order_by("-starts_at")
        else:
            del self.fields["shift"]
        for name in ("account", "name", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_account(self):
        account = self.cleaned_data["account"].strip().lower()
        if account and not self.accounts.filter(username=account).exists():
            raise forms.ValidationError(_("There is no account of this name: check it, or give name and number."))
        return account

    def clean(self):
        data = super().clean()
        if not data.get("account") and not data.get("name") and "account" not in self.errors:
            self.add_error("name", _("Say whose hours these are: an account name, or a name."))
        return data
