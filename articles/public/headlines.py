"""Articles as lines of a list: what a headline says, without the weight of a model's forty fields."""

from dataclasses import dataclass
from datetime import datetime

from articles.public.addresses import address_of


@dataclass(slots=True)
class Headline:
    pk: int
    title: str
    published_at: datetime
    channel_id: int | None

    def get_absolute_url(self) -> str:
        return address_of("articles:article", self.pk)


@dataclass(slots=True)
class FrontHeadline(Headline):
    """What the front page needs to choose its lead and to fill its lanes."""

    topic_id: int | None
    kicker: str
    lead: str
    face_id: int | None  # of the photo that stands for it
    channel: str = ""  # its name, lent by the front page


def headlines(rows) -> list[Headline]:
    """Return the headlines of a queryset of articles: one query."""
    return [Headline(*row) for row in rows.values_list("pk", "title", "published_at", "channel")]


def front_headlines(rows) -> list[FrontHeadline]:
    """Return the headlines of a queryset that `Article.objects.with_face()` made: one query."""
    columns = ("pk", "title", "published_at", "channel", "topic", "kicker", "lead", "face_id")
    return [FrontHeadline(*row) for row in rows.values_list(*columns)]
