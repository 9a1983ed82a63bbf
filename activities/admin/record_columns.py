"""The columns of the list of service records, and what a record's page shows."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from activities.models import ServiceRecord
from members.access import scope_of
from members.roles import Right
from members.rules import masked_name

SHADES = {"pending": "waiting", "approved": "ready", "declined": "withdrawn"}


def name_for(user, record: ServiceRecord) -> str:
    """The volunteer's name as `user` may see it: in full with the right to people, masked for auditors."""
    full = record.participant.full_name
    return full if scope_of(user).has(Right.PEOPLE, record.organisation_id) else masked_name(full)


class RecordColumns(admin.ModelAdmin):
    """`reader` is whose list it is: set on each row by the list's own class."""

    @admin.display(description=_("volunteer"))
    def volunteer(self, record):
        return name_for(record.reader, record)

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, record):
        start, end = timezone.localtime(record.starts_at), timezone.localtime(record.ends_at)
        return (
            f"{start:%Y-%m-%d %H:%M}–\u2060{end:%H:%M}"
            if start.date() == end.date()
            else f"{start:%Y-%m-%d %H:%M}–{end:%m-%d %H:%M}"
        )

    @admin.display(description=_("state"), ordering="state")
    def state_now(self, record):
        return format_html('<span class="state {}">{}</span>', SHADES[record.state], record.get_state_display())

    @admin.display(description=_("due"), ordering="due_on")
    def due(self, record):
        day = date_format(record.due_on, "Y-m-d")
        if record.state != record.State.PENDING:
            return "—"
        if record.due_on < timezone.localdate():
            return format_html('<span class="state failed">{} {}</span>', day, _("overdue"))
        return day

    @admin.display(description=_("organisation"), ordering="organisation")
    def unit(self, record):
        return record.organisation.brief
