"""Everything that is found, kind by kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.search.sources.base import KINDS, STATES, Source
from portal.search.sources.names import ChannelSource, OrganisationSource, PlaceSource, TopicSource
from portal.search.sources.parts import MaterialSource, PhotoSource
from portal.search.sources.publications import ActivitySource, ArticleSource, PhotoReportSource

__all__ = ["KINDS", "LABELS", "SOURCES", "STATES", "Source", "source_of"]

SOURCES: dict[str, Source] = {
    source.kind: source
    for source in (
        ArticleSource(),
        PhotoReportSource(),
        PhotoSource(),
        ActivitySource(),
        TopicSource(),
        ChannelSource(),
        OrganisationSource(),
        PlaceSource(),
        MaterialSource(),
    )
}
LABELS = {
    "article": _("Article"),
    "photo-report": _("Photo report"),
    "photo": _("Photo"),
    "activity": _("Activity"),
    "topic": _("Topic"),
    "channel": _("Channel"),
    "organisation": _("Organisation"),
    "place": _("Place"),
    "material": _("Reading material"),
}


def source_of(model: type[models.Model]) -> Source | None:
    """Return what makes documents of a model, or of the model that it inherits from; None where nothing does."""
    return next((source for source in SOURCES.values() if issubclass(model, source.model)), None)
