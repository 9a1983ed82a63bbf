"""The form in which an activity is planned."""

from datetime import datetime, timedelta

from django import forms
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from activities.forms.moments import WeekdaysField, refuse_odd_year
from activities.forms.questions import TRAVELLING
from activities.kinds import SERVICE_FORMS, STUDY_FORMS, Form
from publishing.forms.publication import PublicationForm

USUAL = timedelta(hours=2)
A_DAY = timedelta(hours=24)
LONGEST_TRIP = timedelta(days=31)
OLDEST = 120
MOST_SEATS = 100_000
LONGEST_ROTA = timedelta(days=366)


class ActivityForm(PublicationForm):
    """Holds only the fields that its form of activity asks for; `shown` names them, so that saving knows what was asked."""

    forms_offered: tuple[Form, ...] = ()
    shown_names: frozenset[str] = frozenset()

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        fields = forms.ALL_FIELDS
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField", "size": 60}),
            "details": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 8}),
            "tasks": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4}),
            "risk_notice": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
            "fact_sources": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["shown"] = " ".join(sorted(self.shown_names))
        if "form" in self.fields:
            self.fields["form"].choices = [(form.value, form.label) for form in self.forms_offered]
        if "ends_at" in self.fields:
            self.fields["ends_at"].required = False
            self.fields["ends_at"].help_text = _("Empty: two hours after the beginning.")

    def clean_age_min(self):
        return self._in_range("age_min", OLDEST)

    def clean_age_max(self):
        return self._in_range("age_max", OLDEST)

    def clean_seats(self):
        seats = self._in_range("seats", MOST_SEATS)
        taken = self.instance.pools.aggregate(taken=Sum("taken"))["taken"] or 0 if self.instance.pk else 0
        if seats is not None and seats < taken:
            text = ngettext_lazy(
                "%(n)s person is in already: at least so many seats.",
                "%(n)s people are in already: at least so many seats.",
                taken,
            )
            raise forms.ValidationError(text, params={"n": taken})
        return seats

    def _in_range(self, name: str, most: int):
        number = self.cleaned_data[name]
        if number is not None and number > most:
            raise forms.ValidationError(_("At most %(most)s."), params={"most": most})
        return number

    def clean(self):
        cleaned = super().clean()
        self.settle_times(cleaned)
        self._check_window(cleaned)
        self._check_ages(cleaned)
        return cleaned

    # --- times ---
    def settle_times(self, cleaned: dict) -> None:
        """Fill in the end, and refuse one that cannot be meant."""
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at is None or self.has_error("ends_at"):
            return
        if ends_at is None:
            ends_at = cleaned["ends_at"] = starts_at + USUAL
        if ends_at <= starts_at:
            self.add_error("ends_at", _("It ends before it begins."))
        elif sentence := self.too_long(ends_at - starts_at, cleaned.get("form", "")):
            self.add_error("ends_at", sentence)

    def too_long(self, length: timedelta, form: str) -> str:
        raise NotImplementedError  # abstract

    def _check_window(self, cleaned: dict) -> None:
        """Sign-up opens, closes, cancelling ends, it begins: in this order."""
        opens_at, closes_at = cleaned.get("sign_up_opens_at"), cleaned.get("sign_up_closes_at")
        last = self.last_sign_up(cleaned)
        if last is None:
            return
        if closes_at and closes_at > last:
            self.add_error("sign_up_closes_at", _("Sign-up closes when the activity begins, at the latest."))
        if opens_at and opens_at >= (closes_at or last):
            self.add_error("sign_up_opens_at", _("Sign-up opens after it has closed."))
        if cleaned.get("cancel_until") and cleaned["cancel_until"] > last:
            self.add_error("cancel_until", _("Nobody can cancel what has begun: choose an earlier time."))

    def last_sign_up(self, cleaned: dict) -> datetime | None:
        return cleaned.get("starts_at")

    def _check_ages(self, cleaned: dict) -> None:
        youngest, oldest = cleaned.get("age_min"), cleaned.get("age_max")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_max", _("The oldest age is below the youngest."))


class StudySessionForm(ActivityForm):
    forms_offered = STUDY_FORMS

    def too_long(self, length: timedelta, form: str) -> str:
        if form not in TRAVELLING:
            text = _("It lasts longer than a day: correct the end, or choose a form with an itinerary (study trip).")
            return text if length > A_DAY else ""
        return _("It lasts longer than a month: correct the end.") if length > LONGEST_TRIP else ""


class VolunteerEventForm(ActivityForm):
    forms_offered = SERVICE_FORMS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "weekdays" in self.fields:
            old = self.fields["weekdays"]
            self.fields["weekdays"] = WeekdaysField(
                label=old.label, help_text=_("Empty: it takes place once. All seven: every day.")
            )

    def too_long(self, length: timedelta, form: str) -> str:
        text = _("One occasion lasts 24 hours at most: correct the end, or say on which weekdays it comes again.")
        return text if length > A_DAY else ""

    def clean_repeats_until(self):
        day = self.cleaned_data["repeats_until"]
        if day is not None:
            refuse_odd_year(day)
        return day

    def clean_hours_cap(self):
        hours = self.cleaned_data["hours_cap"]
        if hours is not None and not 0 < hours <= 24:
            raise forms.ValidationError(_("Between half an hour and 24 hours."))
        return hours

    def clean(self):
        cleaned = super().clean()
        fewest, seats = cleaned.get("min_people"), cleaned.get("seats")
        if fewest is not None and seats is not None and fewest > seats:
            self.add_error("min_people", _("More than there are seats."))
        return cleaned

    def last_sign_up(self, cleaned: dict) -> datetime | None:
        return cleaned.get("ends_at") if cleaned.get("weekdays") else super().last_sign_up(cleaned)

    # --- again and again ---
    def settle_times(self, cleaned: dict) -> None:
        """A rota begins with its first occasion and ends with its last one."""
        if not cleaned.get("weekdays"):
            self._refuse_half_a_rota(cleaned)
            super().settle_times(cleaned)
        elif cleaned.get("starts_at") and not self.has_error("repeats_until"):
            self._settle_hours(cleaned)
            self._settle_rota(cleaned)

    def _refuse_half_a_rota(self, cleaned: dict) -> None:
        if any(cleaned.get(name) for name in ("shift_from", "shift_until", "repeats_until")):
            self.add_error("weekdays", _("Choose the weekdays, or empty the hours and the last day."))

    def _settle_hours(self, cleaned: dict) -> None:
        """The hours of each time are those of the first one, unless they are said."""
        starts_at, ends_at = cleaned["starts_at"], cleaned.get("ends_at") or cleaned["starts_at"] + USUAL
        is_new = not self.instance.shift_from
        if cleaned.get("shift_from") is None:
            cleaned["shift_from"] = timezone.localtime(starts_at).time()
        if cleaned.get("shift_until") is None and is_new:
            cleaned["shift_until"] = timezone.localtime(ends_at).time()
        if cleaned.get("shift_until") is None:
            self.add_error("shift_until", _("Say until when it goes each time."))
        elif cleaned["shift_until"] == cleaned["shift_from"]:
            self.add_error("shift_until", _("It ends at the hour at which it begins."))

    def _settle_rota(self, cleaned: dict) -> None:
        first, last = timezone.localdate(cleaned["starts_at"]), cleaned.get("repeats_until")
        if last is None:
            self.add_error("repeats_until", _("Say until which day it comes again."))
        elif last < first:
            self.add_error("repeats_until", _("The last day lies before the first one."))
        elif last - first > LONGEST_ROTA:
            self.add_error("repeats_until", _("At most a year at a time."))
        elif not (days := self._days(first, last, cleaned["weekdays"])):
            self.add_error("weekdays", _("None of these weekdays lies between the first and the last day."))
        elif not self.has_error("shift_until"):
            starts, ends = cleaned["shift_from"], cleaned["shift_until"]
            last = days[-1] + timedelta(days=ends < starts)
            cleaned["starts_at"] = timezone.make_aware(datetime.combine(days[0], starts))
            cleaned["ends_at"] = timezone.make_aware(datetime.combine(last, ends))

    @staticmethod
    def _days(first, last, weekdays: str) -> list:
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if str(day.isoweekday()) in weekdays]
