"""Forms of the photo library: add many, change one, fill a row of the list, fill a selection."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles.actions.photos import SEEN_BY_READERS
from articles.admin.batch import ACCEPT, Batch, BatchForm, PhotoFilesField
from articles.models import Photo
from articles.preflight import photo_findings
from members.access import scope_of
from members.models import Place
from members.roles import Right


class DayInput(forms.DateInput):
    """The browser's own calendar: works by keyboard and on phones, and needs no script."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class WordsForm(forms.ModelForm):
    """The words of one photo. What readers see of it already may only be corrected, with a note that they read."""

    user = None
    within = None  # the publication whose own form this is part of

    class Meta:
        model = Photo
        fields = ["caption", "alt", "credit"]
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "alt": forms.Textarea(attrs={"rows": 3}),
            "credit": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not scope_of(self.user).has(Right.WRITE, self.instance.organisation_id):
            for field in self.fields.values():
                field.disabled = True

    def changed_words(self) -> dict:
        """The values of the photo's own fields that were changed."""
        own = {field.name for field in Photo._meta.fields}
        return {name: self.cleaned_data[name] for name in self.changed_data if name in own}

    def clean(self):
        cleaned = super().clean()
        for name in ("caption", "alt", "credit"):  # one line each: a line break typed into the larger box is a space
            if name in cleaned:
                cleaned[name] = " ".join(cleaned[name].split("\n")).replace("\r", "").strip()
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if self.instance.pk and not self.errors and {*SEEN_BY_READERS, "replacement"}.intersection(self.changed_data):
            self._check_public_uses()

    def correction_note(self) -> str:
        """The note for readers that came with this form; empty where the form has no field for one."""
        return self.cleaned_data.get("correction", "")

    def _check_public_uses(self) -> None:
        public = [item for item in self.instance.shown_in() if item != self.within and item.is_visible()]
        if not public:
            return
        scope = scope_of(self.user)
        if not all(scope.has(Right.WITHDRAW, item.organisation_id) for item in public):
            self.add_error(None, _("Readers see this photo already: only a final reviewer may correct its words."))
        elif not self.correction_note():
            self._ask_for_note()
        elif any(finding.is_blocking for finding in photo_findings(self.instance, timezone.localdate())):
            self.add_error(
                None,
                _(
                    "Readers see this photo: caption, credit and description must stay complete, without personal numbers."
                ),
            )

    def _ask_for_note(self) -> None:
        if "correction" in self.fields:
            self.add_error("correction", _("Readers see this photo already: say what was corrected."))
        else:
            self.add_error(None, _("Readers see this photo already: open it and write a correction note."))


class LibraryRowForm(WordsForm):
    """A photo in the list, where no label stands before its fields."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, words in {"caption": _("Caption"), "alt": _("Description"), "credit": _("Credit")}.items():
            self.fields[name].widget.attrs |= {"placeholder": words, "aria-label": f"{words}：{self.instance}"}


class PhotoForm(WordsForm):
    batch = Batch()
    replacement = PhotoFilesField(
        label=_("picture file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("Fills a waiting photo or replaces the picture; the words stay."),
    )
    correction = forms.CharField(
        label=_("correction note"),
        required=False,
        max_length=500,
        help_text=_("Only when readers see the photo already: what was corrected. They read this note."),
    )

    class Meta(WordsForm.Meta):
        fields = forms.ALL_FIELDS
        widgets = WordsForm.Meta.widgets | {"taken_on": DayInput(), "licence_until": DayInput()}

    def clean(self):
        cleaned = super().clean()
        for sentence in self.batch.refusals:
            self.add_error("replacement", sentence)
        for received in self.batch.received:
            self._refuse_second(received)
        return cleaned

    def clean_consent(self):
        """One that has ended may stay, so that the photo can be mended otherwise; it is not chosen anew."""
        consent = self.cleaned_data["consent"]
        if consent and "consent" in self.changed_data and not consent.is_valid(timezone.localdate()):
            raise forms.ValidationError(_("This consent has expired or was withdrawn: choose another one."))
        return consent

    def _refuse_second(self, received) -> None:
        twins = Photo.objects.filter(organisation=self.instance.organisation_id, sha256=received.facts.sha256)
        if twin := twins.exclude(pk=self.instance.pk).first():
            sentence = format_lazy(_("This picture is in the library already: photo {number}."), number=twin.pk)
            self.add_error("replacement", sentence)


class LibraryAddForm(BatchForm):
    """The words apply to every photo of the batch."""

    class Meta:
        model = Photo
        fields = ["organisation", "caption", "place", "place_name", "taken_on", "credit"]
        widgets = {"caption": forms.Textarea(attrs={"rows": 2}), "taken_on": DayInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_photos"].required = True
        self.fields["taken_on"].help_text = _("Empty: the day that each file itself gives.")

    def words(self) -> dict:
        """What was typed for all photos, without what was left empty."""
        return {name: value for name, value in self.cleaned_data.items() if name in SEEN_BY_READERS and value}


class FillForm(forms.Form):
    """Words for many photos at once; what stays empty is left as it is."""

    place = forms.ModelChoiceField(label=_("place"), queryset=Place.objects.all(), required=False)
    place_name = forms.CharField(label=_("place in words"), max_length=100, required=False)
    taken_on = forms.DateField(label=_("taken on"), required=False, widget=DayInput)
    credit = forms.CharField(
        label=_("credit"),
        max_length=100,
        required=False,
        help_text=_("As printed: 通讯员 刘阳/摄, or 天元区委宣传部供图."),
    )
    caption = forms.CharField(
        label=_("caption"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    licence_until = forms.DateField(label=_("licence until"), required=False, widget=DayInput)
    correction = forms.CharField(
        label=_("correction note"),
        max_length=500,
        required=False,
        help_text=_("Only when readers see one of the photos already: what was corrected. They read this note."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].widget = AutocompleteSelect(Photo._meta.get_field("place"), admin.site)
        self.fields["place"].widget.choices = self.fields["place"].choices

    def clean(self):
        cleaned = super().clean()
        if not any(value for name, value in cleaned.items() if name != "correction"):
            raise forms.ValidationError(_("Fill in at least one field."))
        return cleaned
