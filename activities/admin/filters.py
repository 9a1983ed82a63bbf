"""Filters of the lists of activities."""

from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.kinds import Form, forms_of
from activities.unfinished import to_be_closed


class FormFilter(admin.SimpleListFilter):
    title = _("form")
    parameter_name = "form"

    def lookups(self, request, model_admin):
        return [(form.value, form.label) for form in forms_of(model_admin.kind)]

    def queryset(self, request, queryset):
        return queryset.of_form(self.value()) if self.value() in Form else queryset


class TimeFilter(admin.SimpleListFilter):
    title = _("time")
    parameter_name = "time"

    def lookups(self, request, model_admin):
        return [
            ("upcoming", _("to come, or under way")),
            ("past", _("over")),
            ("month", _("this month")),
            ("year", _("this year")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        today = timezone.localdate(now)
        match self.value():
            case "upcoming":
                return queryset.upcoming(now)
            case "past":
                return queryset.past(now)
            case "month":
                return queryset.filter(starts_at__year=today.year, starts_at__month=today.month)
            case "year":
                return queryset.filter(starts_at__year=today.year)
        return queryset


class WorkFilter(admin.SimpleListFilter):
    """What is over and not yet closed: the head count, the roster, the hours."""

    title = _("needs attention")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [("closing", _("over, to be closed")), ("few", _("fewer people than needed"))]

    def queryset(self, request, queryset):
        if self.value() == "closing":
            return to_be_closed(queryset, timezone.now())
        if self.value() == "few" and hasattr(queryset.model, "min_people"):
            return queryset.upcoming(timezone.now()).filter(min_people__gt=0, taken__lt=F("min_people"))
        return queryset
