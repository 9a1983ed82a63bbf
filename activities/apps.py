from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from activities.audit_actions import AUDIT_LABELS
from members.audit_actions import name_actions


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = _("Activities")

    def ready(self):
        name_actions(AUDIT_LABELS)
