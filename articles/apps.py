from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from members.audit_actions import name_actions

AUDIT_LABELS = {
    "article.import": _("Imported from a file"),
    "photo.announce": _("Placeholder for a photo added"),
    "photo.attach": _("Picture of a photo sent"),
    "photo.remake": _("Public pictures made anew"),
    "photo.remove": _("Photo removed"),
    "photo.hide": _("Photo hidden"),
    "photo.show": _("Photo shown again"),
    "photo.original": _("Original of a photo downloaded"),
}


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles and photos")

    def ready(self):
        name_actions(AUDIT_LABELS)
