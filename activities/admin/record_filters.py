"""How the list of service records is narrowed."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import ServiceRecord
from members.admin.base import is_number

State = ServiceRecord.State
EVENTS_OFFERED = 20


class RecordStateFilter(admin.SimpleListFilter):
    """Without a choice the list shows what waits for a decision."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(State.APPROVED, State.APPROVED.label), (State.DECLINED, State.DECLINED.label), ("all", _("All"))]

    def choices(self, changelist):
        choices = list(super().choices(changelist))
        choices[0]["display"] = State.PENDING.label
        return choices

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        chosen = self.value() if self.value() in State.values else State.PENDING
        return queryset.filter(state=chosen)


class DueFilter(admin.SimpleListFilter):
    """By the tenth working day: 民政部令第67号, article 7."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("overdue", _("Overdue")), ("soon", _("Within three days"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        narrow = {"overdue": queryset.overdue, "soon": queryset.due_soon}.get(self.value())
        return narrow(today) if narrow else queryset


class EventFilter(admin.SimpleListFilter):
    """The events with records that wait, soonest due first, and the one that is chosen."""

    title = _("event")
    parameter_name = "event"

    def lookups(self, request, model_admin):
        pending = model_admin.get_queryset(request).pending().order_by("due_on", "pk")
        events = dict(pending.values_list("activity", "activity__title")[: EVENTS_OFFERED * 10])
        offered = [(str(pk), title) for pk, title in list(events.items())[:EVENTS_OFFERED]]
        chosen = request.GET.get(self.parameter_name, "")
        if is_number(chosen) and chosen not in dict(offered):
            found = model_admin.get_queryset(request).filter(activity=int(chosen)).first()
            offered += [(chosen, found.activity.title)] if found else []
        return offered

    def has_output(self):
        return True

    def queryset(self, request, queryset):
        return queryset.filter(activity=int(self.value())) if is_number(self.value()) else queryset
