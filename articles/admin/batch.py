"""Many photos in one go: the input, what became of each file, and the admin that takes them in."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.forms.widgets import Script
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles.actions.intake import Received, discard, receive
from articles.actions.photos import add_photo
from articles.images import ImageRefused, limits, shown_name
from articles.models import Photo

ACCEPT = "image/jpeg,image/png,image/webp"


@dataclass
class Batch:
    """The files of one form: those received, waiting for their rows, and a sentence for each of the others."""

    received: list[Received] = field(default_factory=list)
    refusals: list = field(default_factory=list)

    @classmethod
    def take_in(cls, uploads: Iterable) -> "Batch":
        batch = cls()
        for upload in uploads:
            try:
                batch.received.append(receive(upload))
            except ImageRefused as refusal:
                name = shown_name(upload.name) or _("Unnamed file")
                batch.refusals.append(format_lazy("{name}：{sentence}", name=name, sentence=refusal.sentence))
        return batch

    def add_to_library(self, *, organisation, actor, request, **words) -> list[Photo]:
        """Give every received file its row, each once. May be called again after the transaction was rolled back."""
        photos = [
            add_photo(organisation=organisation, actor=actor, upload=received, request=request, **words)
            for received in self.received
        ]
        return list(dict.fromkeys(photos))

    def discard(self) -> None:
        for received in self.received:
            discard(received)
        self.received = []


def tell_what_was_known(request, photos: Iterable[Photo]) -> None:
    """Name the pictures that the library had already: they were not added a second time."""
    for photo in photos:
        if photo.was_known:
            text = _("“%(photo)s” was in the library already and was not added twice.") % {"photo": photo}
            messages.warning(request, text)


class ManyFiles(forms.FileInput):
    """A plain `<input type=file multiple>`; photo-drop.js makes a drop zone of it."""

    allow_multiple_selected = True

    def __init__(self):
        super().__init__(
            attrs={
                "accept": ACCEPT,
                "multiple": True,
                "data-photo-drop": limits.MAX_BYTES,
                "data-hint": _("Drop the photos here, or choose them:"),
                "data-chosen": _("{count} photos chosen, {size} MB in all."),
                "data-too-big": _("larger than 25 MB, will not be taken"),
            }
        )

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)

    class Media:
        css = {"all": ["admin/css/photos.css"]}
        js = [Script("admin/js/photo-drop.js", type="module")]


class PhotoFilesField(forms.FileField):
    """Holds the files only so that the form may show errors beside them; a Batch has looked at them before."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        if not data and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data

    def has_changed(self, initial, data):
        return bool(data)


class BatchForm(forms.ModelForm):
    """A form with `new_photos`; the admin gives its class the request's `batch`."""

    batch = Batch()
    new_photos = PhotoFilesField(
        label=_("drop several photos at once"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, up to 25 MB and 40 megapixels each. A phone's position data are not published."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        for sentence in self.batch.refusals:
            self.add_error("new_photos", sentence)
        return cleaned


class BatchAdmin(admin.ModelAdmin):
    """Takes the files in before the form's transaction begins: decoding twenty photos must not hold the database."""

    upload_fields = ("new_photos",)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.batch = Batch()
        if request.method == "POST" and request.FILES and self._may_save(request, object_id):
            request.batch = Batch.take_in(file for name in self.upload_fields for file in request.FILES.getlist(name))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"batch": request.batch, "user": request.user})

    def _may_save(self, request, object_id) -> bool:
        if object_id is None:
            return self.has_add_permission(request)
        obj = self.get_object(request, unquote(object_id))
        return obj is not None and self.has_change_permission(request, obj)
