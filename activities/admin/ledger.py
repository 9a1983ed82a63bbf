"""The ledger (活动台账) in the admin: a period, the activities closed in it, an Excel file; both kinds together."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.admin.filters import to_be_closed
from activities.forms.ledger import LedgerForm
from activities.ledger import ledger, ledger_file
from activities.models import Activity
from activities.sheets import XLSX
from members.access import scope_of
from members.roles import Right

SHOWN = 300


class LedgerMixin(admin.ModelAdmin):
    """Adds `ledger/` and `ledger/excel/` below the list."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("ledger/", view(require_safe(self.ledger_view)), name=self.url_name("ledger")),
            path("ledger/excel/", view(require_safe(self.ledger_excel_view)), name=self.url_name("ledger_excel")),
            *super().get_urls(),
        ]

    def ledger_view(self, request):
        form, activities = self._ledger_form(request), self._ledger_activities(request)
        entries = ledger(activities, **form.cleaned_data) if form.is_valid() else []
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Ledger of activities"),
            "form": form,
            "entries": entries[:SHOWN],
            "number": len(entries),
            "hours": sum(entry.hours for entry in entries),
            "excel_url": reverse(f"admin:{self.url_name('ledger_excel')}") + "?" + urlencode(form.data),
            "open_ones": to_be_closed(activities, timezone.now()).count(),
        }
        return TemplateResponse(request, "admin/activities/ledger.html", context)

    def ledger_excel_view(self, request):
        form = self._ledger_form(request)
        if not form.is_valid():
            return self.ledger_view(request)
        period = form.cleaned_data
        response = HttpResponse(
            ledger_file(ledger(self._ledger_activities(request), **period), **period), content_type=XLSX
        )
        name = f"ledger-{period['since']:%Y%m%d}-{period['until']:%Y%m%d}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _ledger_form(self, request) -> LedgerForm:
        """This year, unless the address says another period."""
        today = timezone.localdate()
        usual = {"since": today.replace(month=1, day=1).isoformat(), "until": today.isoformat()}
        return LedgerForm(usual | {name: request.GET[name] for name in usual if name in request.GET})

    @staticmethod
    def _ledger_activities(request):
        scope = scope_of(request.user)
        if not scope.has(Right.READ):
            raise PermissionDenied
        rows = Activity.objects.all()
        return rows if scope.everything else rows.of_organisations(scope.with_right(Right.READ))
