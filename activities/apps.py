from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from activities.audit_actions import AUDIT_LABELS
from members.actions.registry import ERASERS, EXPORTERS
from members.audit_actions import name_actions


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = _("Activities")

    def ready(self):
        from activities import other_counts, special_reports
        from activities.actions import erasing_duties, erasing_hours, erasure  # models are needed before they are read
        from activities.public import beside

        name_actions(AUDIT_LABELS)
        EXPORTERS["joined"] = erasure.export_joined
        EXPORTERS["hours"] = erasing_hours.export_hours
        EXPORTERS["duties"] = erasing_duties.export_duties
        beside.register()
        other_counts.register()
        special_reports.register()
        ERASERS.extend([erasure.erase_joined, erasing_hours.erase_hours, erasing_duties.erase_duties])
