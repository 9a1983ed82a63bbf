"""The one form in which an action that is over is logged: what, when, where, who, for how long, pictures."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.actions.finished import Logged
from activities.counting import trouble_with
from activities.finished import HEADS_OF, title_of
from activities.forms.choices import RowChoice, RowChoices
from activities.forms.moments import ClockInput, DayInput, refuse_odd_year
from activities.forms.pasted_people import PastedPeople
from activities.kinds import SERVICE_FORMS, Form
from activities.models import Closing, Participant, VolunteerEvent
from activities.recurrence import moments
from activities.rules import half_hours
from articles.admin.batch import Batch, PhotoFilesField
from articles.models import Channel, Photo
from members.admin.base import CarefulAutocomplete
from members.models import Organisation, Place
from publishing.preflight import text_findings

LONGEST_TEXT = 120_000
USUAL = timedelta(hours=2)


class FinishedForm(PastedPeople, forms.Form):
    """`user`, `batch` (the files that came), `organisations` (where one may log) and `lately` are the view's."""

    token = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    date = forms.DateField(label=_("date"), widget=DayInput)
    starts = forms.TimeField(label=_("from (hour)"), widget=ClockInput)
    ends = forms.TimeField(
        label=_("until (hour)"), widget=ClockInput, help_text=_("Earlier than its beginning: it ended on the next day.")
    )
    place = RowChoice(label=_("place"), queryset=Place.objects.all(), required=False)
    venue = forms.CharField(
        label=_("where exactly"), max_length=100, required=False, help_text=_("Road, square, hall; never a household.")
    )
    form = forms.ChoiceField(label=_("what it was"), choices=[(form.value, form.label) for form in SERVICE_FORMS])
    content = forms.CharField(
        label=_("content of the service"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("What was done, as it will stand in everybody's record: 清理沟渠淤泥、搬运垃圾."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("title"), max_length=100, required=False, help_text=_("Empty: made of place and kind.")
    )
    organisation = RowChoice(label=_("organiser"), queryset=Organisation.objects.none())
    person_in_charge = forms.CharField(label=_("person in charge"), max_length=60)
    pasted = forms.CharField(
        label=_("Paste the list"), max_length=LONGEST_TEXT, required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A WeChat chain as it is, or a line for each person; a number is not needed."),
    )  # fmt: skip
    ticked = RowChoices(label=_("Who took part lately"), queryset=Participant.objects.none(), required=False)
    hours = forms.DecimalField(
        label=_("hours of each"), required=False, min_value=Decimal("0.5"), max_value=24, max_digits=4,
        decimal_places=1, widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        help_text=_("In half hours; empty: the whole length."),
    )  # fmt: skip
    headcount = forms.IntegerField(
        label=_("head count"), required=False, min_value=1,
        help_text=_("Empty: the people above. A number where more came than you have names for."),
    )  # fmt: skip
    is_approximate = forms.BooleanField(label=_("more than that (余)"), required=False)
    headcount_of = forms.CharField(label=_("of whom"), max_length=30, required=False, initial=HEADS_OF)
    new_photos = PhotoFilesField(
        label=_("photos"), required=False, help_text=_("Several at once. They become a draft photo report.")
    )
    kept = RowChoices(queryset=Photo.objects.none(), required=False)
    credit = forms.CharField(
        label=_("credit"),
        max_length=100,
        required=False,
        help_text=_("As printed: 通讯员 刘阳/摄, or 天元区委宣传部供图."),
    )
    caption = forms.CharField(
        label=_("beginning of the captions"), max_length=200, required=False,
        help_text=_("Empty: drafted from day, people, place and content."),
    )  # fmt: skip
    channel = RowChoice(label=_("channel of the report"), queryset=Channel.objects.all(), required=False)

    def __init__(
        self, *args, user, batch: Batch, organisations, lately: Sequence[Participant], accounts, units: Mapping, **kwargs
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.user, self.batch, self.lately, self.accounts, self.units = user, batch, lately, accounts, units
        self.fields["organisation"].queryset = organisations
        self.fields["ticked"].queryset = Participant.objects.filter(pk__in=[person.pk for person in lately])
        self.fields["kept"].queryset = Photo.objects.usable_by(user)
        place = CarefulAutocomplete(VolunteerEvent._meta.get_field("place"), admin.site)
        place.choices = self.fields["place"].choices
        self.fields["place"].widget = place

    # --- what is checked ---
    def clean_date(self):
        refuse_odd_year(self.cleaned_data["date"])
        return self.cleaned_data["date"]

    def clean_hours(self) -> Decimal | None:
        hours = self.cleaned_data["hours"]
        if hours is not None and hours % Decimal("0.5"):
            raise forms.ValidationError(_("Hours go in halves: 0.5, 1, 1.5 …"))
        return hours

    def clean_token(self) -> str:
        token = self.cleaned_data["token"]
        return token if token.isalnum() and len(token) == 32 else uuid.uuid4().hex

    def clean(self):
        cleaned = super().clean()
        self._check_times(cleaned)
        self._check_words(cleaned)
        if not cleaned.get("place") and not cleaned.get("venue"):
            self.add_error("place", _("Say where it was: choose a place, or write it."))
        if cleaned.get("organisation"):
            self.read_people(cleaned["organisation"])
        self._check_counts(cleaned)
        for sentence in self.batch.refusals:
            self.add_error("new_photos", sentence)
        return cleaned

    def _check_times(self, cleaned: dict) -> None:
        if not all(cleaned.get(name) is not None for name in ("date", "starts", "ends")):
            return
        if cleaned["starts"] == cleaned["ends"]:
            self.add_error("ends", _("It ends at the hour at which it begins."))
            return
        zone = timezone.get_default_timezone()
        cleaned["starts_at"], cleaned["ends_at"] = moments(cleaned["date"], cleaned["starts"], cleaned["ends"], zone)
        if cleaned["ends_at"] > timezone.now():
            self.add_error("ends", _("It is not over yet: plan it, and log it when it is."))
        elif cleaned.get("hours") and cleaned["hours"] > half_hours(cleaned["starts_at"], cleaned["ends_at"]):
            self.add_error("hours", _("Longer than the action lasted."))

    def _check_words(self, cleaned: dict) -> None:
        words = {name: cleaned.get(name) or "" for name in ("content", "title", "venue", "caption", "person_in_charge")}
        for finding in text_findings(words):
            if finding.is_blocking:
                self.add_error(finding.field, finding.sentence)

    def _check_counts(self, cleaned: dict) -> None:
        if not cleaned.get("organisation"):
            return  # nobody was read
        number, said = self.number_of_people(cleaned), cleaned.get("headcount")
        if not number and said is None:
            if not self.has_error("pasted") and not self.has_error("headcount"):
                self.add_error("pasted", _("Who was there? Paste a list, tick people, or give a head count below."))
        elif said is not None and said < number:
            text = _("%(n)s people are in the list: at least so many were there.")
            self.add_error("headcount", forms.ValidationError(text, params={"n": number}))
        elif said is not None or not self.has_error("headcount"):
            heads = number if said is None else said
            trouble = trouble_with(headcount=heads, is_approximate=cleaned.get("is_approximate", False))
            if trouble:
                self.add_error("headcount", trouble.sentence)

    # --- what it says ---
    def logged(self) -> Logged:
        data = self.cleaned_data
        return Logged(
            token=data["token"], event=self._event(), counts=self.counts(), people=self.people,
            ticked=list(data["ticked"]), hours=data["hours"], photos=list(data["kept"]), caption=data["caption"],
            credit=data["credit"], channel=data["channel"],
        )  # fmt: skip

    def counts(self) -> dict:
        data, number = self.cleaned_data, self.number_of_people(self.cleaned_data)
        heads = number if data["headcount"] is None else data["headcount"]
        basis = Closing.Basis.ESTIMATE if data["is_approximate"] else Closing.Basis.HEADS
        if heads == number and not data["is_approximate"]:
            basis = Closing.Basis.ROSTER
        approximate = {"is_approximate": data["is_approximate"], "headcount_of": data["headcount_of"]}
        return {"headcount": heads, "basis": basis, **approximate}

    def _event(self) -> VolunteerEvent:
        data = self.cleaned_data
        where = data["place"].name if data["place"] else data["venue"]
        return VolunteerEvent(
            organisation=data["organisation"], form=Form(data["form"]), place=data["place"], venue=data["venue"],
            title=data["title"] or title_of(data["form"], where), tasks=data["content"],
            starts_at=data["starts_at"], ends_at=data["ends_at"], person_in_charge=data["person_in_charge"],
            **contact_of(data["organisation"]),
        )  # fmt: skip

    def keep(self, photos: Sequence[Photo]) -> None:
        """Show photos as received when the form comes back with errors."""
        self.data = self.data.copy()
        chosen = [*self.data.getlist("kept"), *(str(photo.pk) for photo in photos)]
        self.data.setlist("kept", list(dict.fromkeys(chosen)))

    @property
    def kept_photos(self) -> list[Photo]:
        numbers = [pk for pk in self.data.getlist("kept") if pk.isascii() and pk.isdecimal() and len(pk) < 19]
        return list(Photo.objects.usable_by(self.user).filter(pk__in=numbers).order_by("pk")) if self.is_bound else []

    @property
    def ticked_numbers(self) -> set[str]:
        return set(self.data.getlist("ticked")) if self.is_bound else set()


def beginning(user, organisation, now: datetime) -> dict:
    """Return what the form holds at first: today, the two hours until now, the last one in charge."""
    local = timezone.localtime(now)
    ends = local - timedelta(minutes=local.minute % 30)
    starts = ends - USUAL
    if starts.date() != ends.date():  # in the small hours: the day that is over
        starts, ends = starts.replace(hour=20, minute=0), starts.replace(hour=22, minute=0)
    last = VolunteerEvent.objects.filter(organisation=organisation).exclude(person_in_charge="").order_by("-pk")
    in_charge = last.values_list("person_in_charge", flat=True).first() if organisation else None
    return {
        "token": uuid.uuid4().hex,
        "date": starts.date(),
        "starts": starts.time().replace(second=0, microsecond=0),
        "ends": ends.time().replace(second=0, microsecond=0),
        "organisation": organisation,
        "person_in_charge": in_charge or user.display_name,
        "form": Form.CLEAN_UP,
    }


def contact_of(organisation) -> dict:
    """Whom people rang last time."""
    named = VolunteerEvent.objects.filter(organisation=organisation).exclude(contact_name="").exclude(contact_phone="")
    return named.order_by("-pk").values("contact_name", "contact_phone").first() or {}
