"""The year's plan in the admin: a list by months, a month by days, an Excel file; both kinds of activities together."""

from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities import plan, sheets
from activities.forms.moments import FIRST_YEAR, LAST_YEAR
from activities.forms.plan import PlanForm
from activities.kinds import Kind
from activities.models import StudySession, VolunteerEvent
from members.access import scope_of, subtree
from members.admin.filters import offered_units
from members.roles import Right


class PlanMixin(admin.ModelAdmin):
    """Adds `plan/` and `plan/excel/`; `?month=` turns the list of the year into one month by days."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("plan/", wrap(require_safe(self.plan_view)), name=self.url_name("plan")),
            path("plan/excel/", wrap(require_safe(self.plan_excel_view)), name=self.url_name("plan_excel")),
            *super().get_urls(),
        ]

    def plan_view(self, request):
        form, asked = self._asked(request)
        activities = self._activities(request, asked)
        month = asked["month"]
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Plan of %(year)s") % {"year": asked["year"]},
            "form": form,
            "year": asked["year"],
            "month": month,
            "months": None if month else plan.of_year(activities, asked["year"]),
            "weeks": plan.of_month(activities, asked["year"], month) if month else None,
            "weekdays": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
            "neighbours": list(self._neighbours(asked)),
            "excel_url": self._address("plan_excel") + "?" + self._query(asked),
            "month_url": self._address("plan") + "?" + self._query(asked, month="") + "&month=",
            "add_links": self._add_links(request),
        }
        return TemplateResponse(request, "admin/activities/plan.html", context)

    def plan_excel_view(self, request):
        _form, asked = self._asked(request)
        months = plan.of_year(self._activities(request, asked), asked["year"])
        if asked["month"]:
            months = [months[asked["month"] - 1]]
        title = _("Plan of %(year)s") % {"year": asked["year"]}
        content = sheets.workbook([(title, plan.heading(), plan.rows(months))])
        response = HttpResponse(content, content_type=sheets.XLSX)
        response["Content-Disposition"] = f'attachment; filename="plan-{asked["year"]}.xlsx"'
        return response

    # --- what is asked ---
    def _asked(self, request) -> tuple[PlanForm, dict]:
        """Return the form with its errors, and what it asks for as far as it is valid; this year when it says none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        units = offered_units(request, Right.READ)
        form = PlanForm(request.GET or {"year": timezone.localdate().year}, units=units)
        form.is_valid()
        asked = {name: form.cleaned_data.get(name) or "" for name in form.fields}
        asked["year"] = asked["year"] or timezone.localdate().year
        asked["month"] = int(asked["month"] or 0)
        return form, asked

    def _activities(self, request, asked: dict):
        units = scope_of(request.user).with_right(Right.READ)
        if asked["unit"]:
            units &= subtree(int(asked["unit"]))
        found = plan.planned(units)
        found = found.of_kind(asked["kind"]) if asked["kind"] else found
        return found.of_form(asked["form"]) if asked["form"] else found

    def _address(self, page: str) -> str:
        return reverse(f"admin:{self.url_name(page)}")

    def _query(self, asked: dict, **changes) -> str:
        return urlencode({name: value for name, value in (asked | changes).items() if value})

    def _neighbours(self, asked: dict):
        """The year or month before and after, with the same filters."""
        months = asked["year"] * 12 + max(asked["month"], 1) - 1
        for step, label in ((-1, _("earlier")), (1, _("later"))):
            year, month = divmod(months + (step if asked["month"] else 12 * step), 12)
            if FIRST_YEAR <= year <= LAST_YEAR:
                yield label, f"?{self._query(asked, year=year, month=month + 1 if asked['month'] else 0)}"

    def _add_links(self, request) -> list[tuple[str, str]]:
        """How a day's new activity is begun: label and address to which the day is added."""
        links = []
        for label, model in ((Kind.STUDY.label, StudySession), (Kind.SERVICE.label, VolunteerEvent)):
            model_admin = self.admin_site._registry[model]
            if model_admin.has_add_permission(request):
                links.append((label, reverse(f"admin:{model_admin.url_name('add')}")))
        return links
