"""Photo reports: many photos dropped at once, ordered by hand, their words filled in on one screen."""

from django.contrib import admin, messages
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.actions.photos import change_photo
from articles.actions.reports import add_to_report, renumber
from articles.admin.batch import BatchAdmin, tell_what_was_known
from articles.admin.filing import FiledAdmin
from articles.admin.report_forms import ReportForm, RowForm
from articles.models import PhotoReport, ReportPhoto
from articles.public.pages import report_context
from members.access import scope_of
from members.admin.base import ScopedInline
from members.roles import Right


class ReportPhotoInline(ScopedInline, admin.StackedInline):
    """The photos in their order; new ones come through the report's own form."""

    model = ReportPhoto
    template = "admin/articles/report_photos.html"
    extra = 0
    stands_after = 2  # behind the fields that add photos

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo__place", "photo__consent", "report")

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["form"] = type("RowForm", (RowForm,), {"user": request.user})
        return super().get_formset(request, obj, **kwargs)

    def has_add_permission(self, request, obj=None) -> bool:
        return False


@admin.register(PhotoReport)
class PhotoReportAdmin(BatchAdmin, FiledAdmin):
    form = ReportForm
    add_title = _("Make a photo report")
    inlines = [ReportPhotoInline]
    list_display = ["title", "date", "photos_number", "state_now", "unit", "changed", "came_out"]
    search_fields = ["title", "intro", "photos__caption"]
    date_hierarchy = "date"
    autocomplete_fields = ["organisation", "channel", "topic", "activity"]
    fieldsets = [
        (None, {"fields": ["title", "date", "intro"]}),
        (_("Add photos"), {"fields": ["new_photos", "library_photos"]}),
        (
            _("For all photos added now"),
            {
                "fields": ["batch_place", "batch_place_name", "batch_taken_on", "batch_credit", "batch_caption"],
                "description": _("Fills what a photo does not say yet; words that are there stay."),
            },
        ),
        (_("Where and when"), {"fields": ["channel", "topic", "activity", "organisation", "audience", "publish_at"]}),
    ]

    class Media:
        css = {"all": ["admin/css/photos.css"]}
        js = [Script("admin/js/photo-order.js", type="module")]

    def get_queryset(self, request):
        return super().get_queryset(request).with_photo_count()

    def render_change_form(self, request, context, **kwargs):
        if request.method == "POST":
            self._keep_good_files(request, context["adminform"].form)
        return super().render_change_form(request, context, **kwargs)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.prefix == "report_photos":
            if formset.prefix not in form.rows_left:
                self._save_words(request, form, formset)
            self._append(request, form)
            renumber(form.instance)

    def _save_words(self, request, form, formset) -> None:
        told = {"actor": request.user, "within": form.instance, "request": request}
        for row in formset.initial_forms:
            if row.instance.photo_id and row.words.has_changed() and row not in formset.deleted_forms:
                change_photo(row.instance.photo, note=row.words.correction_note(), **told, **row.words.changed_words())

    def _append(self, request, form) -> None:
        """The new files and what was chosen from the library, behind what is there."""
        report, words = form.instance, form.words()
        added = request.batch.add_to_library(organisation=report.organisation, actor=request.user, request=request)
        photos = [*form.cleaned_data["library_photos"], *added]
        number = add_to_report(report, photos, actor=request.user, request=request, **words)
        request.appended = (number, added)

    def public_page(self, request, publication) -> tuple[str, dict]:
        number = request.GET.get("page") or "1"
        return "articles/photo_report_detail.html", report_context(request, publication, number, preview=True)

    def construct_change_message(self, request, form, formsets, add=False) -> list[str]:
        """Photos that came through the report's own form are rows beneath it as well."""
        changed = super().construct_change_message(request, form, formsets, add)
        number, _added = request.appended
        return [*changed, "report_photos"] if number and "report_photos" not in changed else changed

    def response_add(self, request, obj, post_url_continue=None):
        self._tell_what_was_added(request)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._tell_what_was_added(request)
        return super().response_change(request, obj)

    def _tell_what_was_added(self, request) -> None:
        number, added = request.appended
        tell_what_was_known(request, added)
        if number:
            text = ngettext("%(n)s photo was added.", "%(n)s photos were added.", number) % {"n": number}
            messages.success(request, text)

    def _keep_good_files(self, request, form) -> None:
        """The form has errors: its good files are kept in the library and shown as chosen from there."""
        if not request.batch.received:
            return
        organisation = self._organisation_for_files(request, form)
        if organisation is None:
            request.batch.discard()
            form.add_error("new_photos", _("Choose the organisation, then choose the files again."))
            return
        photos = request.batch.add_to_library(organisation=organisation, actor=request.user, request=request)
        form.choose_from_library(photos)
        text = ngettext(
            "%(n)s photo was received and stands under “from the library”; it joins the report when you save.",
            "%(n)s photos were received and stand under “from the library”; they join the report when you save.",
            len(photos),
        )
        messages.info(request, text % {"n": len(photos)})

    def _organisation_for_files(self, request, form):
        if form.instance.organisation_id:
            return form.instance.organisation
        own = request.user.organisation
        return own if scope_of(request.user).has(Right.WRITE, own.pk) else None

    @admin.display(description=_("photos"), ordering="photo_count")
    def photos_number(self, report):
        return report.photo_count
