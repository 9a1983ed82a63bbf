"""The form that takes newspaper features in: several files at once, each judged by itself."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.images.storage import DISK_FULL
from articles.newspaper.package import MAX_BYTES

MAX_FILES = 10
TOO_LARGE = _("The file is larger than %d MB.")


class FeatureFilesInput(forms.FileInput):
    """A plain file input, which takes dropped files by itself; styled as the place to drop them."""

    allow_multiple_selected = True

    def __init__(self):
        super().__init__(attrs={"accept": ".docx,.txt", "multiple": True, "class": "feature-drop"})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)

    class Media:
        css = {"all": ["admin/css/import.css"]}


class FeatureFilesField(forms.FileField):
    """The chosen files. What is wrong with one of them is said when it is read, so that the others go in."""

    widget = FeatureFilesInput

    def clean(self, data, initial=None):
        if not data:
            raise forms.ValidationError(_("Choose at least one file."), code="required")
        if len(data) > MAX_FILES:
            message = ngettext("At most %d file at once.", "At most %d files at once.", MAX_FILES)
            raise forms.ValidationError(message % MAX_FILES, code="too_many")
        return data


class ImportForm(forms.Form):
    """The admin adds `organisation`, `channel` and `topic`, held to what the person may use."""

    files = FeatureFilesField(
        label=_("files"),
        help_text=_(
            "Drop .docx or .txt files here or choose them; at most 10, up to 40 MB each. Every file becomes a draft."
        ),
    )
    year = forms.IntegerField(
        label=_("year"),
        required=False,
        validators=[MinValueValidator(1921), MaxValueValidator(2100)],
        help_text=_("Completes dates such as 4月10日; empty: taken from the file or the topic."),
    )
    field_order = ["files", "organisation", "channel", "topic", "year"]


def refusal_of(upload) -> str:
    """Why an upload cannot be read at all; an empty string when it can."""
    refusal = getattr(upload, "refusal", None)
    if refusal is DISK_FULL:
        return str(DISK_FULL)
    return str(TOO_LARGE % (MAX_BYTES // 2**20)) if refusal or upload.size > MAX_BYTES else ""
