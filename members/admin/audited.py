"""An admin that writes the audit log instead of Django's own, and shows it as an object's history."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from members import audit
from members.admin.history import history_of
from members.models import AuditEntry


class AuditedAdmin(admin.ModelAdmin):
    """Every addition, change and deletion leaves an audit entry in its own transaction."""

    object_history_template = "admin/members/history.html"

    def construct_change_message(self, request, form, formsets, add=False) -> list[str]:
        """Return the names of the fields that changed, and of the rows beneath: never what they hold.

        What a form asks for beside the model's fields (a version, a note, files) is no field of the object.
        """
        known = {field.name for field in self.opts.get_fields()}
        rows = [
            formset.prefix
            for formset in formsets or ()
            if formset.new_objects or formset.changed_objects or formset.deleted_objects
        ]
        return [*(name for name in form.changed_data if name in known), *rows]

    def log_addition(self, request, obj, message):
        self.record(request, obj, "add", message)

    def log_change(self, request, obj, message):
        self.record(request, obj, "change", message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            self.record(request, obj, "delete")

    def record(self, request, obj, act: str, message=()):
        """Write one entry; `message` is a list of field names, or a sentence of Django's own."""
        note, fields = (message, ()) if isinstance(message, str) else ("", message)
        action = f"{self.opts.model_name}.{act}"
        return audit.record(actor=request.user, action=action, obj=obj, fields=fields, note=note, request=request)

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with transaction.atomic():  # what a bulk action does and its entries stand or fall together
            return super().changelist_view(request, extra_context)

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": _("History: %(object)s") % {"object": obj},
            "object": obj,
            "opts": self.opts,
            "lines": self.history_lines(request, obj),
            "preserved_filters": self.get_preserved_filters(request),
        }
        return TemplateResponse(request, self.object_history_template, context | (extra_context or {}))

    def history_lines(self, request, obj) -> list:
        """Return what the history page lists, newest first."""
        return history_of(obj, self.history_entries(obj))

    def history_entries(self, obj):
        entries = AuditEntry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
        return entries.order_by("-sequence")[:200]
