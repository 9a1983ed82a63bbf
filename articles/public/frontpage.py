"""What the front page shows of articles and photo reports; portal.views.home puts it together."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.text import Truncator

from articles.models import Article, Channel, Photo, PhotoReport, Topic
from articles.public.cards import set_cards
from articles.public.headlines import FrontHeadline, front_headlines
from articles.public.pictures import CARD_WIDTHS, EVERY_WIDTH, Picture, picture_of

WINDOW = 60  # of the newest articles: what the front page shows is mostly among them
NEWEST, OF_TOPIC, OF_LANE, REPORTS = 7, 6, 6, 4
LEAD_TEXT = 110  # characters
HUES = {
    Channel.Section.STUDY: "study",
    Channel.Section.THOUGHT: "story",
    Channel.Section.SERVICE: "service",
    Channel.Section.DEVELOPMENT: "livelihood",
}


@dataclass
class Lane:
    """One of the four parts of the motto: its channels and its newest articles."""

    title: str
    hue: str
    channels: list[Channel] = field(default_factory=list)
    articles: list[FrontHeadline] = field(default_factory=list)


@dataclass
class FrontPage:
    lead: FrontHeadline | None
    lead_text: str
    picture: Picture | None
    newest: list[FrontHeadline]
    topic: Topic | None
    topic_text: str
    topic_picture: Picture | None
    topic_articles: list[FrontHeadline]
    reports: list[PhotoReport]
    lanes: list[Lane]


def front_page(now: datetime | None = None) -> FrontPage:
    """Gather the front page. Queries: channels, topic, articles (once or twice), photo reports, photos."""
    channels = list(Channel.objects.all())
    topic = Topic.objects.current().first()
    articles = _articles(channels, topic, now)
    _lend_channels(articles, channels)
    lead = _lead(articles, topic)
    reports = list(PhotoReport.objects.public(now).newest_first().for_cards()[:REPORTS])
    photos = Photo.objects.showable().in_bulk(_faces(lead, reports))
    set_cards(reports=reports, photos=photos)
    others = [article for article in articles if article is not lead]
    return FrontPage(
        lead=lead,
        lead_text=_short(lead.lead) if lead else "",
        picture=_picture(lead, photos),
        newest=others[: NEWEST - 1],
        topic=topic,
        topic_text=_short(topic.intro) if topic else "",
        topic_picture=_topic_picture(topic, lead),
        topic_articles=[article for article in others if topic and article.topic_id == topic.pk][:OF_TOPIC],
        reports=reports,
        lanes=_lanes(channels, others),
    )


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LEAD_TEXT, truncate="…")


def _articles(channels: list[Channel], topic: Topic | None, now: datetime | None) -> list[FrontHeadline]:
    """The newest of all, and for a topic or lane that they leave short its own newest: one query, seldom two."""
    public = Article.objects.public(now).newest_first()
    window = front_headlines(public.with_face()[:WINDOW])
    if len(window) < WINDOW:
        return window  # there are no more
    parts = [public.of_channel(channel)[:OF_LANE] for channel in _short_of(channels, window)]
    if topic and sum(article.topic_id == topic.pk for article in window) < OF_TOPIC:
        parts.append(public.of_topic(topic)[:OF_TOPIC])
    return window + (_older(parts, window) if parts else [])


def _short_of(channels: list[Channel], articles: list[FrontHeadline]) -> list[Channel]:
    """The channels of those lanes that `articles` do not fill."""
    section_of = {channel.pk: channel.section for channel in channels}
    found = Counter(section_of.get(article.channel_id) for article in articles)
    return [channel for channel in channels if found[channel.section] < OF_LANE]


def _older(parts: list, window: list[FrontHeadline]) -> list[FrontHeadline]:
    """The articles of all `parts` that are not in the window: each part is a short walk along an index."""
    wanted = reduce(or_, (Q(pk__in=part.values("pk")) for part in parts))
    known = [article.pk for article in window]
    return front_headlines(Article.objects.with_face().filter(wanted).exclude(pk__in=known).newest_first())


def _lead(articles: list[FrontHeadline], topic: Topic | None) -> FrontHeadline | None:
    """The newest article of the topic that has a picture; without one, any that has; without one, the newest."""
    with_face = [article for article in articles if article.face_id]
    of_topic = [article for article in with_face if topic and article.topic_id == topic.pk]
    return next(iter(of_topic or with_face or articles), None)


def _faces(lead: FrontHeadline | None, reports: list[PhotoReport]) -> set[int]:
    return {one.face_id for one in (lead, *reports) if one is not None and one.face_id}


def _picture(lead: FrontHeadline | None, photos: dict[int, Photo]) -> Picture | None:
    photo = photos.get(lead.face_id) if lead else None
    return picture_of(photo, EVERY_WIDTH) if photo else None


def _topic_picture(topic: Topic | None, lead: FrontHeadline | None) -> Picture | None:
    """The topic's cover, unless it is hidden or the lead story shows the same photo."""
    if topic is None or topic.cover is None or topic.cover.hidden_at:
        return None
    return None if lead and lead.face_id == topic.cover_id else picture_of(topic.cover, CARD_WIDTHS)


def _lend_channels(articles: list[FrontHeadline], channels: list[Channel]) -> None:
    """Give the articles the names of their channels, which are known already."""
    names = {channel.pk: channel.name for channel in channels}
    for article in articles:
        article.channel = names.get(article.channel_id, "")


def _lanes(channels: list[Channel], articles: list[FrontHeadline]) -> list[Lane]:
    section_of = {channel.pk: channel.section for channel in channels}
    lanes = {section.value: Lane(str(section.label), HUES[section]) for section in Channel.Section}
    for channel in channels:
        lanes[channel.section].channels.append(channel)
    for article in articles:
        lane = lanes.get(section_of.get(article.channel_id, ""))
        if lane and len(lane.articles) < OF_LANE:
            lane.articles.append(article)
    return [lane for lane in lanes.values() if lane.articles]
