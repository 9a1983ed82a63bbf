"""The photo library: thumbnails, words filled in quickly, many at once, and where each photo is used."""

from django.contrib import admin, messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.actions import photos as actions
from articles.admin import photo_columns as columns
from articles.admin.batch import BatchAdmin, tell_what_was_known
from articles.admin.photo_actions import PhotoActionsMixin
from articles.admin.photo_filters import HiddenFilter, LackingFilter, LicenceFilter, UseFilter
from articles.admin.photo_forms import LibraryAddForm, LibraryRowForm, PhotoForm
from articles.admin.picker import PhotoPickerMixin
from articles.models import Photo
from articles.views.originals import original
from members.access import scope_of
from members.admin.base import ScopedAdmin
from members.admin.filters import OrganisationFilter
from members.roles import Right


@admin.register(Photo)
class PhotoAdmin(PhotoActionsMixin, PhotoPickerMixin, BatchAdmin, ScopedAdmin):
    list_display = ["thumbnail", "caption", "alt", "credit", "when_and_where", "state_now", "used_in", "unit"]
    list_display_links = ["thumbnail"]
    list_editable = ["caption", "alt", "credit"]
    list_filter = [LackingFilter, "state", OrganisationFilter, UseFilter, LicenceFilter, HiddenFilter]
    list_select_related = ["organisation", "place", "consent"]
    list_per_page = 20
    search_fields = ["caption", "alt", "credit", "place_name", "place__name", "place__aliases", "original_name"]
    searched_too = ("original_name",)
    search_help_text = _("Words of the caption, the credit or the place; several words: all of them.")
    date_hierarchy = "taken_on"
    autocomplete_fields = ["organisation", "place", "consent"]
    readonly_fields = ["preview", "state_now", "used_in", "file_facts", "twins", "organisation", "uploaded_by"]
    add_fieldsets = [
        (None, {"fields": ["new_photos", "organisation"]}),
        (_("For all of these photos"), {"fields": ["place", "place_name", "taken_on", "credit", "caption"]}),
    ]
    fieldsets = [
        (None, {"fields": ["preview", "state_now", "caption", "alt", "is_decorative", "credit"]}),
        (_("When and where"), {"fields": ["taken_on", "place", "place_name"]}),
        (_("May we show it?"), {"fields": ["needs_consent", "consent", "shows_no_face", "licence_until"]}),
        (_("Correction"), {"fields": ["correction"]}),
        (_("The file"), {"fields": ["replacement", "file_facts", "twins", "used_in", "organisation", "uploaded_by"]}),
    ]
    upload_fields = ("new_photos", "replacement")
    delete_right = Right.WRITE  # only what nothing shows can be removed

    class Media:
        css = {"all": ["admin/css/photos.css"]}

    def get_queryset(self, request):
        photos = super().get_queryset(request)
        if not request.resolver_match.url_name.endswith(("_changelist", "_change")):
            return photos
        scope = scope_of(request.user)
        return photos.with_uses(None if scope.everything else scope.with_right(Right.READ))

    def get_object(self, request, object_id, from_field=None):
        photo = super().get_object(request, object_id, from_field)
        if photo is not None:
            photo.twins_seen = columns.twins(photo, self.scoped(Photo.objects.all(), request))
        return photo

    def get_urls(self):
        view = self.admin_site.admin_view(self.original_view)
        return [path("<int:pk>/original/", view, name="articles_photo_original"), *super().get_urls()]

    def original_view(self, request, pk):
        return original(request, pk, model_admin=self)

    # --- forms ---
    def get_fieldsets(self, request, obj=None):
        """The correction note is asked for only where readers see the photo; what waits for a file asks it first."""
        if obj is None:
            return self.add_fieldsets
        is_public = any(publication.is_visible() for publication in obj.shown_in())
        parts = [part for part in self.fieldsets if is_public or part[1]["fields"] != ["correction"]]
        return [parts[-1], *parts[:-1]] if obj.state == Photo.State.WAITING else parts

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = PhotoForm if obj else LibraryAddForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_changeform_initial_data(self, request):
        return {"organisation": request.user.organisation_id} | super().get_changeform_initial_data(request)

    def get_changelist_form(self, request, **kwargs):
        return type("LibraryRowForm", (LibraryRowForm,), {"user": request.user})

    def render_change_form(self, request, context, add=False, **kwargs):
        if request.method == "POST":
            self._keep_or_discard(request, context["adminform"].form, add)
        return super().render_change_form(request, context, add=add, **kwargs)

    def _keep_or_discard(self, request, form, add) -> None:
        """The form has errors: the good files of a batch are kept in the library all the same."""
        organisation = form.cleaned_data.get("organisation") if add else None
        if organisation:
            photos = self._added(request, form, organisation)
            if photos:
                text = ngettext("%(n)s photo was added.", "%(n)s photos were added.", len(photos)) % {"n": len(photos)}
                messages.success(request, text)
        else:
            request.batch.discard()

    # --- saving ---
    def save_form(self, request, form, change):
        if change:
            return super().save_form(request, form, change)
        request.added = self._added(request, form, form.cleaned_data["organisation"])
        return request.added[0]

    def save_model(self, request, obj, form, change):
        if not change:
            return
        batch, words = getattr(form, "batch", None), form.changed_words()
        told = {"actor": request.user, "note": form.correction_note(), "request": request}
        if batch and batch.received:
            actions.attach_file(obj, batch.received.pop(), **told, **words)
        else:
            actions.change_photo(obj, **told, **words)

    def save_related(self, request, form, formsets, change):
        """Nothing is related: the actions have saved what there is."""

    def record(self, request, obj, act, message=()):
        """The actions record what they do."""

    def add_view(self, request, form_url="", extra_context=None):
        extra_context = {"show_save_and_continue": False} | (extra_context or {})  # there is no one photo to go on with
        return super().add_view(request, form_url, extra_context)

    def response_add(self, request, obj, post_url_continue=None):
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        count = len(request.added)
        messages.success(request, ngettext("%(n)s photo was added.", "%(n)s photos were added.", count) % {"n": count})
        return redirect(request.path if "_addanother" in request.POST else reverse("admin:articles_photo_changelist"))

    def response_change(self, request, obj):
        """Whoever came from a text's findings finds the way back to it."""
        if obj.is_shown:
            messages.info(request, format_html("{}：{}", _("where used"), columns.uses(obj)))
        return super().response_change(request, obj)

    def _added(self, request, form, organisation) -> list[Photo]:
        photos = request.batch.add_to_library(
            organisation=organisation, actor=request.user, request=request, **form.words()
        )
        tell_what_was_known(request, photos)
        return photos

    # --- removing ---
    def get_deleted_objects(self, objs, request):
        deletable, counts, lacking, protected = super().get_deleted_objects(objs, request)
        used = [format_html("{}：{}", photo, _("in use")) for photo in objs if photo.is_used()]
        return deletable, counts, lacking, protected + used

    def delete_model(self, request, obj):
        actions.remove_photo(obj, actor=request.user, request=request)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for photo in queryset:
                actions.remove_photo(photo, actor=request.user, request=request)

    # --- columns ---
    @admin.display(description=_("picture"))
    def thumbnail(self, photo):
        return columns.thumbnail(photo)

    @admin.display(description=_("when and where"), ordering="taken_on")
    def when_and_where(self, photo):
        parts = [date_format(photo.taken_on) if photo.taken_on else "", photo.place_name or str(photo.place or "")]
        return " ".join(part for part in parts if part)

    @admin.display(description=_("state"), ordering="state")
    def state_now(self, photo):
        return columns.state_badge(photo)

    @admin.display(description=_("where used"))
    def used_in(self, photo):
        return columns.uses(photo)

    @admin.display(description=_("organisation"), ordering="organisation")
    def unit(self, photo):
        return photo.organisation.brief

    @admin.display(description=_("picture"))
    def preview(self, photo):
        return columns.thumbnail(photo, width=960)

    @admin.display(description=_("original"))
    def file_facts(self, photo):
        return columns.facts(photo)

    @admin.display(description=_("the same picture elsewhere"))
    def twins(self, photo):
        return photo.twins_seen
