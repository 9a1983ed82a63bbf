"""The list of models in groups of our own. An admin class names its group: `desk_group = "material"`."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.models import Publication

GROUPS = {
    "editorial": _("Editorial work"),
    "activities": _("Activities"),
    "material": _("Material"),
    "people": _("Organisations and people"),
    "system": _("System"),
}
OF_APP = {"members": "people", "articles": "editorial", "activities": "activities", "publishing": "material"}


def grouped(apps: list[dict], registry: dict) -> list[dict]:
    """Return the app list of Django's admin with its models sorted into GROUPS; empty groups are left out."""
    groups = {key: [] for key in GROUPS}
    for app in apps:
        for entry in app["models"]:
            groups[group_of(registry[entry["model"]])].append(entry)
    index = reverse("admin:index")
    return [
        {
            "name": GROUPS[key],
            "app_label": key,
            "app_url": f"{index}#{key}",
            "has_module_perms": True,
            "models": sorted(models, key=lambda entry: not issubclass(entry["model"], Publication)),
        }
        for key, models in groups.items()
        if models
    ]


def group_of(model_admin) -> str:
    """What an admin class says of itself; else it goes by its app."""
    return getattr(model_admin, "desk_group", None) or OF_APP.get(model_admin.opts.app_label, "system")
