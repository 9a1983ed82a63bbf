"""One line of a patrol's log, for a thumb in the rain; and the note for the next evening."""

import uuid
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities import patrol
from activities.forms.moments import ClockInput
from activities.models import PatrolEntry
from publishing.preflight import text_findings

PLAIN = {"autocomplete": "off"}
NO_NUMBERS = _("No numbers of people stand in the log: take “%(number)s” out.")


def refuse_numbers(text: str) -> str:
    """Return the text. Raises ValidationError where a mobile or identity number stands in it."""
    for finding in text_findings({"text": text}):
        if finding.is_blocking:
            raise forms.ValidationError(NO_NUMBERS, params={"number": finding.excerpt})
    return text


class EntryForm(forms.Form):
    """A place is one of those named last (`spot`), or new words; what is typed goes before what is chosen."""

    token = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What"), choices=PatrolEntry.Kind.choices, widget=forms.RadioSelect)
    spot = forms.ChoiceField(label=_("Where"), required=False, widget=forms.RadioSelect)
    where = forms.CharField(
        label=_("Another place"), required=False, max_length=60, widget=forms.TextInput(attrs=PLAIN),
        help_text=_("Road, square, building; no flat, no household."),
    )  # fmt: skip
    done = forms.CharField(
        label=_("What was done"), required=False, max_length=300, widget=forms.Textarea(attrs=PLAIN | {"rows": 2})
    )
    handed_to = forms.CharField(
        label=_("Handed to"), required=False, max_length=60,
        widget=forms.TextInput(attrs=PLAIN | {"list": "offices"}),
        help_text=_("Which office goes on with it. Empty: nothing to hand on."),
    )  # fmt: skip
    at = forms.TimeField(label=_("At"), required=False, widget=ClockInput)

    def __init__(self, *args, now: datetime, shift=None, is_staff=False, places=(), entry=None, **kwargs):
        local = timezone.localtime(now)
        kwargs["initial"] = _words_of(entry) if entry else {"at": local.time(), "token": uuid.uuid4().hex}
        super().__init__(*args, **kwargs)
        self.now, self.shift, self.is_staff, self.entry = local, shift, is_staff, entry
        self.fields["spot"].choices = [(place, place) for place in places]
        if not places:
            del self.fields["spot"]
            self.fields["where"].label = _("Where")

    def clean_token(self) -> str:
        token = self.cleaned_data["token"]
        return token if token.isalnum() and len(token) == 32 else uuid.uuid4().hex

    def clean_where(self) -> str:
        where = refuse_numbers(self.cleaned_data["where"])
        if patrol.names_a_flat(where):
            raise forms.ValidationError(_("Name the road or the building only: nobody's door stands in the log."))
        return where

    def clean_done(self) -> str:
        return refuse_numbers(self.cleaned_data["done"])

    def clean_handed_to(self) -> str:
        return refuse_numbers(self.cleaned_data["handed_to"])

    def clean_at(self) -> datetime:
        clock = self.cleaned_data["at"]
        moment = patrol.moment_of(clock, self.now) if clock else self.now
        if self.shift and not self.is_staff and not patrol.is_near(self.shift, moment):
            raise forms.ValidationError(_("That time is not of this evening."))
        return moment

    def clean(self):
        cleaned = super().clean()
        cleaned["where"] = cleaned.get("where") or cleaned.get("spot") or ""
        if not cleaned["where"] and not self.has_error("where") and not self.has_error("spot"):
            self.add_error("where", _("Say where: a road, a square, a building."))
        return cleaned

    def words(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("kind", "where", "done", "handed_to", "at")}


def _words_of(entry: PatrolEntry) -> dict:
    words = {name: getattr(entry, name) for name in ("kind", "where", "done", "handed_to")}
    return words | {"at": timezone.localtime(entry.at).time()}


class HandoverForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the next evening"), required=False, max_length=500,
        widget=forms.Textarea(attrs=PLAIN | {"rows": 3}),
        help_text=_("What the next ones should look after. No names, no numbers."),
    )  # fmt: skip

    def clean_note(self) -> str:
        return refuse_numbers(self.cleaned_data["note"])
