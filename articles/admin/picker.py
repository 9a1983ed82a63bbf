"""The photo library as a window of the editor: search, upload, choose one; the choice goes back into the text."""

import json

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import path
from django.utils.translation import gettext_lazy as _

from articles.actions.photos import add_photo
from articles.admin.batch import ACCEPT
from articles.images.errors import ImageRefused
from articles.models import Photo
from articles.public.pictures import address
from members.access import scope_of
from members.models import Organisation
from members.roles import Right

_ADDED = _("The photo is in the library; choose it below.")
_KNOWN = _("The library had this picture already; choose it below.")
NO_PICTURE = "admin/img/no-picture.svg"
PER_PAGE = 24
SHOWN_WIDTH = 960  # in the text while it is being written; pages choose their own


class UploadForm(forms.ModelForm):
    # an empty file may carry the reason why it could not be received: add_photo() says it
    upload = forms.FileField(
        label=_("photo file"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )

    class Meta:
        model = Photo
        fields = ["organisation", "caption", "credit", "alt"]
        widgets = {"caption": forms.Textarea(attrs={"rows": 2})}

    field_order = ["upload", "caption", "credit", "alt", "organisation"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        organisations = Organisation.objects.filter(pk__in=scope_of(user).with_right(Right.WRITE))
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].initial = user.organisation_id

    def add(self, request) -> Photo | None:
        """Add the photo to the library; None, with the reason beside the field, when it cannot be taken."""
        data = self.cleaned_data
        try:
            return add_photo(**data, actor=self.user, request=request)
        except ImageRefused as error:
            self.add_error("upload", error.sentence)
            return None


class PhotoPickerMixin(admin.ModelAdmin):
    """Adds the window to the photo admin, whose scope and search it shares."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("picker/", view(self.picker_view), name="articles_photo_picker"),
            path("picker/<int:pk>/", view(self.picture_view), name="articles_photo_picture"),
            *super().get_urls(),
        ]

    def picker_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
        if request.method == "POST" and form.is_valid() and (photo := form.add(request)):
            self.message_user(request, _KNOWN if photo.was_known else _ADDED)
            return redirect(f"{request.path}?uploaded={photo.pk}")
        return TemplateResponse(request, "admin/articles/picker.html", self._picker_context(request, form))

    def picture_view(self, request, pk):
        """Where the editor finds a photo whose address it does not know, or not any more; JSON: src, is_coming."""
        photo = get_object_or_404(self.get_queryset(request), pk=pk)
        is_coming = photo.state == Photo.State.PROCESSING and photo.hidden_at is None and not photo.widths
        return JsonResponse({"src": shown_address(photo) or static(NO_PICTURE), "is_coming": is_coming})

    def _picker_context(self, request, form) -> dict:
        words = request.GET.get("q", "").replace("\0", "").strip()
        photos, _may_repeat = self.get_search_results(request, self.get_queryset(request).showable(), words)
        page = Paginator(photos.order_by("-pk"), PER_PAGE).get_page(request.GET.get("p"))
        return self.admin_site.each_context(request) | {
            "title": _("Choose a photo"),
            "is_popup": True,
            "form": form,
            "page": page,
            "cards": [card(photo) for photo in page],
            "words": words,
            "uploaded": request.GET.get("uploaded", ""),
        }


def card(photo: Photo) -> dict:
    """A photo in the window, and under `choice` what the editor is given when it is chosen."""
    choice = {
        "id": photo.pk,
        "src": shown_address(photo),
        "alt": photo.spoken,
        "caption": photo.caption,
        "credit": photo.credit,
    }
    thumbnail = address(photo, photo.widths[0], "jpg") if photo.widths else ""
    return {"photo": photo, "thumbnail": thumbnail, "choice": json.dumps(choice, ensure_ascii=False)}


def shown_address(photo: Photo) -> str:
    """The picture for a text that is being written; empty while there is none."""
    fitting = [width for width in photo.widths if width <= SHOWN_WIDTH] or photo.widths
    return address(photo, fitting[-1], "jpg") if fitting else ""
