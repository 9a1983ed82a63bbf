"""What has a name and stands on no day: topics, channels, organisations, places."""

from urllib.parse import urlencode

from django.urls import reverse

from activities.models import Activity
from articles.models import Channel, Photo, Topic
from members.models import Organisation, Place
from portal.search.sources.base import Source, references


class NameSource(Source):
    is_open = True


class TopicSource(NameSource):
    kind = "topic"
    model = Topic
    organisation_path = None

    def text(self, row) -> list[str]:
        return [row.intro, row.occasion, row.starts_with]

    def names(self, row) -> list[str]:
        return [row.title]

    def days(self, row) -> list:
        return [row.starts_on]

    def organisation_id(self, row) -> None:
        return None

    def face_id(self, row) -> int | None:
        return row.cover_id


class ChannelSource(NameSource):
    kind = "channel"
    model = Channel
    organisation_path = None
    title_field = "name"

    def text(self, row) -> list[str]:
        return [row.intro]

    def names(self, row) -> list[str]:
        return [row.name]

    def organisation_id(self, row) -> None:
        return None


class OrganisationSource(NameSource):
    kind = "organisation"
    model = Organisation
    organisation_path = "pk"

    def title(self, row) -> str:
        return " ".join(dict.fromkeys(filter(None, (row.name, row.short_name))))

    def names(self, row) -> list[str]:
        return [row.name, row.short_name]

    def organisation_id(self, row) -> int:
        return row.pk

    def dependents(self, numbers) -> list:
        return references(Activity, Activity.objects.filter(organisation__in=numbers).values_list("pk", flat=True))

    def heading(self, row) -> str:
        return row.name

    def address(self, row) -> str:
        return reverse("articles:organisation", args=[row.pk])


class PlaceSource(NameSource):
    """A place has no page: its hit leads to everything where its name stands."""

    kind = "place"
    model = Place
    organisation_path = None

    def title(self, row) -> str:
        return f"{row.name} {row.aliases}".strip()

    def names(self, row) -> list[str]:
        return [row.name]

    def place_id(self, row) -> int:
        return row.pk

    def organisation_id(self, row) -> None:
        return None

    def dependents(self, numbers) -> list:
        return [
            *references(Activity, Activity.objects.filter(place__in=numbers).values_list("pk", flat=True)),
            *references(Photo, Photo.objects.filter(place__in=numbers).values_list("pk", flat=True)),
        ]

    def heading(self, row) -> str:
        return row.name

    def address(self, row) -> str:
        return f"{reverse('portal:search')}?{urlencode({'q': row.name})}"
