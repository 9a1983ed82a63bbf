"""Filters of the photo library: by what a photo lacks, not by columns of the table."""

from django.contrib.admin import SimpleListFilter
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LackingFilter(SimpleListFilter):
    title = _("still lacks")
    parameter_name = "lacks"

    def lookups(self, request, model_admin):
        return [
            ("caption", _("Caption")),
            ("credit", _("Credit")),
            ("alt", _("Description")),
            ("picture", _("Picture")),
            ("consent", _("Valid consent")),
        ]

    def queryset(self, request, queryset):
        return queryset.lacking(self.value(), timezone.localdate()) if self.value() else queryset


class LicenceFilter(SimpleListFilter):
    title = _("licence")
    parameter_name = "licence"

    def lookups(self, request, model_admin):
        return [("expired", _("Expired")), ("soon", _("Ends within 30 days"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "expired":
            return queryset.licence_expired(today)
        if self.value() == "soon":
            return queryset.licence_ends_by(today + timezone.timedelta(days=30)).exclude(licence_until__lt=today)
        return queryset


class UseFilter(SimpleListFilter):
    title = _("use")
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("yes", _("Used")), ("no", _("Not used"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.used()
        return queryset.unused() if self.value() == "no" else queryset


class HiddenFilter(SimpleListFilter):
    """Hidden photos are left out until somebody asks for them."""

    title = _("hidden")
    parameter_name = "hidden"

    def lookups(self, request, model_admin):
        return [("yes", _("Hidden only")), ("all", _("All"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("Shown")}, *others]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.hidden() if self.value() == "yes" else queryset.showable()
