"""The working calendar in the admin: a year on a page, read by everyone with a post."""

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.actions.calendars import calendar_changed, missing_years, set_days
from activities.forms.calendar import CalendarForm, SpecialDayFormSet
from activities.models import CalendarYear, SpecialDay
from members import audit
from members.admin.base import ScopedInline, SiteWideAdmin


class SpecialDayInline(ScopedInline, admin.TabularInline):
    model = SpecialDay
    formset = SpecialDayFormSet
    fields = ["date", "is_working", "name"]
    extra = 0


@admin.register(CalendarYear)
class CalendarYearAdmin(SiteWideAdmin):
    """Changed by administrators of all units; every change reckons the due dates of pending records anew."""

    list_display = ["year", "source", "days_off", "days_worked"]
    fields = ["year", "source", "notice"]
    form = CalendarForm
    inlines = [SpecialDayInline]
    change_list_template = "admin/activities/calendaryear/change_list.html"

    desk_group = "system"

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                off=Count("days", filter=Q(days__is_working=False)),
                worked=Count("days", filter=Q(days__is_working=True)),
            )
        )

    def get_fields(self, request, obj=None):
        return self.fields if self.has_change_permission(request, obj) else ["year", "source"]

    def get_readonly_fields(self, request, obj=None):
        return ["year"] if obj else []

    def get_changeform_initial_data(self, request):
        missing = missing_years(timezone.localdate())
        return {"year": missing[0]} if missing else {}

    def changelist_view(self, request, extra_context=None):
        context = {"missing_years": missing_years(timezone.localdate())}
        return super().changelist_view(request, context | (extra_context or {}))

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # the dates of that year would silently change

    def save_related(self, request, form, formsets, change):
        """The days of a pasted notice take the place of the rows; then every date that hangs on them is set anew."""
        if form.days:
            set_days(form.instance, form.days)
        else:
            super().save_related(request, form, formsets, change)
        moved = calendar_changed(actor=request.user, request=request)
        if moved:
            sentence = ngettext("%(n)s due date moved.", "%(n)s due dates moved.", moved)
            messages.info(request, sentence % {"n": moved})

    def construct_change_message(self, request, form, formsets, add=False) -> list[str]:
        return ["days"] if form.days else super().construct_change_message(request, form, formsets, add)

    def record(self, request, obj, act: str, message=()):
        return audit.record(actor=request.user, action="calendar.change", obj=obj, fields=message, request=request)

    @admin.display(description=_("weekdays off"))
    def days_off(self, year):
        return year.off

    @admin.display(description=_("weekends worked"))
    def days_worked(self, year):
        return year.worked
