"""Consents of people in photos and stories: who agreed is encrypted, and each look at it is recorded."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.actions.consents import keep_paper
from articles.actions.photos import withdraw_consent
from articles.forms.consent import ConsentForm
from articles.images.errors import StorageFailed
from articles.views.media import MEDIA_POLICY
from members import audit
from members.admin.base import ScopedAdmin
from members.admin.filters import OrganisationFilter
from publishing.models import Consent


@admin.register(Consent)
class ConsentAdmin(ScopedAdmin):
    list_display = ["label", "state_now", "unit", "scope", "given_on", "valid_until"]
    list_filter = ["scope", OrganisationFilter, ("valid_until", admin.DateFieldListFilter)]
    list_select_related = ["organisation"]
    search_fields = ["label", "purpose"]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["state_now", "paper", "photos_shown"]
    form = ConsentForm
    fieldsets = [
        (None, {"fields": ["label", "organisation", "state_now"]}),
        (_("The agreement"), {"fields": ["who", "by_guardian", "purpose", "scope", "given_on", "valid_until"]}),
        (_("The signed paper"), {"fields": ["document", "paper"]}),
        (_("What rests on it"), {"fields": ["photos_shown"]}),
    ]
    change_form_template = "admin/articles/consent/change_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/paper/", view(self.paper_view), name="publishing_consent_paper"),
            path("<path:object_id>/withdraw/", view(self.withdraw_view), name="publishing_consent_withdraw"),
            *super().get_urls(),
        ]

    # --- who sees and changes what ---
    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # it proves what was agreed; withdrawing it hides what rested on it

    def get_fieldsets(self, request, obj=None):
        """Who agreed is for those who keep the consent; others with a post see that there is one."""
        if obj is None:
            return [
                (name, {"fields": [f for f in box["fields"] if f not in self.readonly_fields]})
                for name, box in self.fieldsets[:3]
            ]
        if self.has_change_permission(request, obj):
            return self.fieldsets
        hidden = ("who", "document", "paper")
        return [(name, {"fields": [f for f in box["fields"] if f not in hidden]}) for name, box in self.fieldsets]

    def get_changeform_initial_data(self, request):
        return {"organisation": request.user.organisation_id} | super().get_changeform_initial_data(request)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is not None and request.method == "GET":
            self._record_reading(request, object_id, "consent.read")
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except StorageFailed as failed:
            request.refusal = failed.sentence
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", "")})

    def save_model(self, request, obj, form, change):
        paper = form.cleaned_data.get("document")
        if isinstance(paper, UploadedFile):
            keep_paper(obj, paper)
        super().save_model(request, obj, form, change)

    def _record_reading(self, request, object_id: str, action: str) -> Consent:
        consent = self.get_object(request, unquote(object_id))
        if self.has_change_permission(request, consent):
            with transaction.atomic():
                audit.record(actor=request.user, action=action, obj=consent, fields=["who"], request=request)
        return consent

    # --- pages ---
    def paper_view(self, request, object_id: str):
        """Download the signed paper; each reading is recorded."""
        consent = self._record_reading(request, object_id, "consent.paper")
        if not self.has_change_permission(request, consent):
            raise PermissionDenied
        if not consent.document:
            raise Http404
        try:
            file = consent.document.open()
        except OSError as error:
            raise Http404 from error
        ending = consent.document.name.rsplit(".", 1)[-1]
        response = FileResponse(file, as_attachment=True, filename=f"consent-{consent.pk}.{ending}")
        response.headers["Content-Security-Policy"] = MEDIA_POLICY
        return response

    def withdraw_view(self, request, object_id: str):
        """Say what will be hidden, and withdraw the consent when that is confirmed."""
        consent = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, consent):
            raise PermissionDenied
        if request.method == "POST":
            withdraw_consent(consent, actor=request.user, request=request)
            messages.success(request, _("The consent is withdrawn; what rested on it is hidden everywhere."))
            return redirect(reverse("admin:publishing_consent_change", args=[consent.pk]))
        context = self.admin_site.each_context(request) | {
            "title": _("Withdraw the consent"),
            "opts": self.opts,
            "consent": consent,
            "photos": consent.photos.order_by("pk"),
        }
        return TemplateResponse(request, "admin/articles/consent/withdraw.html", context)

    # --- columns and facts ---
    @admin.display(description=_("state"))
    def state_now(self, consent):
        if consent.withdrawn_at:
            return format_html('<span class="state withdrawn">{}</span>', _("Withdrawn"))
        if not consent.is_valid(timezone.localdate()):
            return format_html('<span class="state waiting">{}</span>', _("Expired"))
        return format_html('<span class="state ready">{}</span>', _("Valid"))

    @admin.display(description=_("organisation"), ordering="organisation")
    def unit(self, consent):
        return consent.organisation.brief

    @admin.display(description=_("paper on file"))
    def paper(self, consent):
        if not consent.document:
            return "—"
        url = reverse("admin:publishing_consent_paper", args=[consent.pk])
        return format_html('<a href="{}">{}</a>', url, _("Download it (each download is recorded)"))

    @admin.display(description=_("photos"))
    def photos_shown(self, consent):
        rows = ((reverse("admin:articles_photo_change", args=[photo.pk]), photo) for photo in consent.photos.all())
        return format_html_join("、", '<a href="{}">{}</a>', rows) or "—"
