"""Forms of a photo report: the report with photos to add, and one row for each photo that stands in it."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils.translation import gettext_lazy as _

from articles.admin.batch import BatchForm
from articles.admin.photo_forms import DayInput, WordsForm
from articles.models import Photo, PhotoReport, ReportPhoto
from members.models import Place
from publishing.forms.publication import PublicationForm

BATCH = "batch_"


class PlaceSelect(AutocompleteSelect):
    """Knows the place that is chosen already, so that twenty rows do not ask for it twenty times."""

    def __init__(self, present: Place | None = None):
        super().__init__(Photo._meta.get_field("place"), admin.site, attrs={"data-width": "100%"})
        self.present = present

    def optgroups(self, name, value, attr=None):
        if self.present is None or value != [str(self.present.pk)]:
            return super().optgroups(name, value, attr)
        empty = self.create_option(name, "", "", False, 0)
        return [(None, [empty, self.create_option(name, value[0], str(self.present), True, 1)], 0)]


class RowWordsForm(WordsForm):
    """The words of a photo as part of its report's form."""

    class Meta(WordsForm.Meta):
        fields = ["caption", "alt", "is_decorative", "credit", "taken_on", "place", "place_name"]
        widgets = WordsForm.Meta.widgets | {"credit": forms.TextInput, "taken_on": DayInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        place.widget = PlaceSelect(self.instance.place)
        place.widget.choices = place.choices

    def correction_note(self) -> str:
        return self.data.get("correction", "").strip()  # a field of the report's own form


class RowForm(forms.ModelForm):
    """A photo's place in the report, together with the photo's words (`words`)."""

    user = None

    class Meta:
        model = ReportPhoto
        fields = ["position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        photo = self.instance.photo if self.instance.photo_id else Photo()
        form = type("RowWordsForm", (RowWordsForm,), {"user": self.user, "within": self._report()})
        data = self.data if self.is_bound else None
        self.words = form(data, prefix=self.prefix, instance=photo)

    def _report(self) -> PhotoReport | None:
        return self.instance.report if self.instance.report_id else None

    @property
    def media(self):
        return super().media + self.words.media

    def has_changed(self) -> bool:
        return super().has_changed() or self.words.has_changed()

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.instance.pk:  # a row that the page did not hold is no row
            self._errors.update(self.words.errors)


class ReportForm(BatchForm, PublicationForm):
    """Photos come by file or from the library; what is said of all of them fills what each does not say itself."""

    library_photos = forms.ModelMultipleChoiceField(
        label=_("from the library"),
        queryset=Photo.objects.none(),
        required=False,
        help_text=_("Search by caption, credit or place."),
    )
    batch_place = forms.ModelChoiceField(label=_("place"), queryset=Place.objects.all(), required=False)
    batch_place_name = forms.CharField(label=_("place in words"), max_length=100, required=False)
    batch_taken_on = forms.DateField(
        label=_("taken on"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: the day that each file itself gives."),
    )
    batch_credit = forms.CharField(
        label=_("credit"),
        max_length=100,
        required=False,
        help_text=_("As printed: 通讯员 刘阳/摄, or 天元区委宣传部供图."),
    )
    batch_caption = forms.CharField(
        label=_("beginning of the captions"),
        max_length=300,
        required=False,
        help_text=_("Each photo's caption starts with it."),
    )

    class Meta:
        model = PhotoReport
        fields = forms.ALL_FIELDS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["library_photos"].queryset = Photo.objects.usable_by(self.user).order_by("pk")
        self._search("library_photos", AutocompleteSelectMultiple(PhotoReport._meta.get_field("photos"), admin.site))
        self._search("batch_place", PlaceSelect())

    def words(self) -> dict:
        """What was typed for all photos, without what was left empty."""
        batch = {name.removeprefix(BATCH): value for name, value in self.cleaned_data.items() if name.startswith(BATCH)}
        return {name: value for name, value in batch.items() if value}

    def choose_from_library(self, photos) -> None:
        """Show photos as chosen when the form comes back with errors."""
        chosen = [*self.data.getlist("library_photos"), *(str(photo.pk) for photo in photos)]
        self.data = self.data.copy()
        self.data.setlist("library_photos", dict.fromkeys(chosen))

    def _search(self, name: str, widget) -> None:
        widget.choices = self.fields[name].choices
        self.fields[name].widget = widget
