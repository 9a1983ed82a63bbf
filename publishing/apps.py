from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from members.audit_actions import name_actions
from publishing.states import Act

AUDIT_LABELS = {
    "publication.file": _("Filed under another channel or topic"),
    "publication.full_width": _("Punctuation made full-width"),
    "consent.read": _("Who agreed was read"),
    "consent.paper": _("Signed paper downloaded"),
    "consent.withdraw": _("Consent withdrawn"),
}


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Review and publication")

    def ready(self):
        name_actions(AUDIT_LABELS | {f"publication.{act}": act.label for act in Act})
