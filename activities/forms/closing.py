"""How an occasion ended; prefilled from its roster."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from activities.models import Closing
from articles.models import Photo, PhotoReport, ReportPhoto

REPORTS_OFFERED = 50


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Why it changes"), max_length=200, help_text=_("It stays in the log."))


class ClosingForm(forms.ModelForm):
    """The report is chosen among the activity's and the organisation's, the photos among the report's."""

    note = forms.CharField(
        label=_("Why it changes"), required=False, max_length=200, help_text=_("It was closed before: for the log.")
    )

    class Meta:
        model = Closing
        fields = [
            "headcount", "is_approximate", "basis", "headcount_of", "organisations", "delegates", "delegates_of",
            "minutes", "report", "photos",
        ]  # fmt: skip
        widgets = {"minutes": forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"})}

    SECTIONS = (
        (_("Who came"), ("headcount", "is_approximate", "basis", "headcount_of")),
        (_("Delegates of organisations, counted apart"), ("organisations", "delegates", "delegates_of")),
        (_("For the files"), ("minutes",)),
    )

    def __init__(self, *args, activity, **kwargs):
        super().__init__(*args, **kwargs)
        newest = PhotoReport.objects.order_by("-date", "-pk")
        own = list(newest.filter(activity=activity.pk).values_list("pk", flat=True))
        latest = newest.filter(organisation=activity.organisation_id).values_list("pk", flat=True)[:REPORTS_OFFERED]
        offered = {*own, *latest, self.instance.report_id or 0}
        self.fields["report"].queryset = newest.filter(pk__in=offered)
        self.initial.setdefault("report", own[0] if own else None)
        if self.initial["report"] is None and own:
            self.initial["report"] = own[0]
        number = _number(self.data.get("report") if self.is_bound else self.initial["report"])
        self.order = list(ReportPhoto.objects.filter(report=number).values_list("photo", flat=True)) if number else []
        if number not in offered:
            self.order = []
        self.fields["photos"].queryset = Photo.objects.showable().filter(pk__in=self.order)
        self.fields["is_approximate"].help_text = _("Ticked, 300 reads 300余名: more than that, a round number.")
        if self.instance.pk is None:
            del self.fields["note"]

    @classmethod
    def typed(cls, data: Mapping) -> dict:
        """Return what somebody has typed so far as initial values, to show the form again without judging it."""
        typed = {name: data.get(name, "") for name in (*cls.Meta.fields, "note")}
        return typed | {"is_approximate": "is_approximate" in data, "photos": data.getlist("photos")}

    @property
    def sections(self) -> list[tuple[str, list]]:
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    @property
    def choices(self) -> list[tuple[Photo, bool]]:
        """The photos of the report in their order, and whether they are chosen."""
        chosen = {str(getattr(value, "pk", value)) for value in self["photos"].value() or ()}
        photos = sorted(self.fields["photos"].queryset, key=lambda photo: self.order.index(photo.pk))
        return [(photo, str(photo.pk) in chosen) for photo in photos]

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "photos"}


def _number(value) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
