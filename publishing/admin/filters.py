from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from publishing.states import State


class StateFilter(admin.SimpleListFilter):
    """The states as people speak of them: `returned` and `scheduled` are no states of their own.

    Without a choice the list leaves out what was withdrawn, and says so.
    """

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("all", _("All, withdrawn ones too")),
            ("draft", State.DRAFT.label),
            ("returned", _("Returned")),
            ("in_review", State.IN_REVIEW.label),
            ("scheduled", _("Scheduled")),
            ("published", State.PUBLISHED.label),
            ("withdrawn", State.WITHDRAWN.label),
        ]

    def choices(self, changelist):
        choices = list(super().choices(changelist))
        choices[0]["display"] = _("All but withdrawn ones")
        return choices

    def queryset(self, request, queryset):
        narrow = {
            "all": queryset.all,
            "draft": queryset.drafts,
            "returned": queryset.returned,
            "in_review": queryset.in_review,
            "scheduled": queryset.scheduled,
            "published": queryset.published,
            "withdrawn": queryset.withdrawn,
        }.get(self.value())
        return narrow() if narrow else queryset.exclude(state=State.WITHDRAWN)
