"""The kinds of publication, whichever floors they live on."""

from django.apps import apps

from publishing.models import Publication


def kinds() -> list[type[Publication]]:
    """Return the concrete publication models, in the order of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, Publication)]
