"""The kinds of publication, whichever floors they live on."""

from django.apps import apps

from publishing.models import Publication


def kinds() -> list[type[Publication]]:
    """Return the publication models that people write, in the order of the installed apps.

    A model with children (multi-table inheritance) is left out for them: each thing has one kind.
    """
    models = [model for model in apps.get_models() if issubclass(model, Publication)]
    return [model for model in models if not any(issubclass(other, model) for other in models if other is not model)]
