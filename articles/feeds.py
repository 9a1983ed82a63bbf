"""Feeds in RSS and Atom: the news, the photo reports, one channel, one topic. Chinese, like what they announce."""

import re
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article, Channel, PhotoReport, Topic

LENGTH = 30
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Printable:
    """XML has no control characters: one that came with a pasted title must not take the whole feed away."""

    def __init__(self, *args, **kwargs):
        super().__init__(*map(_printable, args), **_printable(kwargs))

    def add_item(self, *args, **kwargs):
        super().add_item(*map(_printable, args), **_printable(kwargs))


class Rss(Printable, Rss201rev2Feed):
    pass


class Atom(Printable, Atom1Feed):
    pass


def _printable(value):
    """Return texts, and the texts in lists and dicts, without control characters; all else as it is."""
    if isinstance(value, str):
        return CONTROL.sub("", value)
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, list | tuple) else value


FORMATS = {"rss": Rss, "atom": Atom}


class ReadingFeed(Feed):
    """Newest publications of one kind. Two queries at most: what the feed is about, and its items."""

    language = settings.LANGUAGE_CODE

    def __init__(self, format: str):
        self.feed_type = FORMATS[format]

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        patch_cache_control(response, public=True, no_cache=True)
        return response

    def description(self, obj=None) -> str:
        return " ".join(settings.SITE_MOTTO)

    subtitle = description

    def item_title(self, item) -> str:
        return item.title

    def item_link(self, item) -> str:
        return on_site(item.get_absolute_url())

    def item_author_name(self, item) -> str:
        return item.organisation.name

    def item_pubdate(self, item) -> datetime:
        return item.published_at

    def item_updateddate(self, item) -> datetime:
        return item.revised_at


class NewsFeed(ReadingFeed):
    def title(self, obj=None) -> str:
        return settings.SITE_NAME

    def link(self, obj=None) -> str:
        return on_site(reverse("articles:article-list"))

    def items(self, obj=None):
        return Article.objects.public().newest_first().for_feed()[:LENGTH]

    def item_description(self, item) -> str:
        return escape(item.lead)

    def item_categories(self, item) -> list[str]:
        return [item.channel.name] if item.channel else []


class ChannelFeed(NewsFeed):
    def get_object(self, request, slug: str) -> Channel:
        return Channel.objects.get(slug=slug)

    def title(self, obj) -> str:
        return f"{obj.name} · {settings.SITE_NAME}"

    def description(self, obj) -> str:
        return obj.intro or super().description()

    subtitle = description

    def link(self, obj) -> str:
        return on_site(obj.get_absolute_url())

    def items(self, obj):
        return Article.objects.public().of_channel(obj).newest_first().for_feed()[:LENGTH]


class TopicFeed(ChannelFeed):
    def get_object(self, request, slug: str) -> Topic:
        return Topic.objects.get(slug=slug)

    def title(self, obj) -> str:
        return f"{obj.title} · {settings.SITE_NAME}"

    def items(self, obj):
        return Article.objects.public().of_topic(obj).newest_first().for_feed()[:LENGTH]


class PhotoReportFeed(ReadingFeed):
    def title(self, obj=None) -> str:
        return site_title(_("Photo reports"))

    def link(self, obj=None) -> str:
        return on_site(reverse("articles:photo-report-list"))

    def items(self, obj=None):
        return PhotoReport.objects.public().newest_first().for_feed()[:LENGTH]

    def item_description(self, item) -> str:
        return escape(item.intro)


def site_title(name: str) -> str:
    return f"{name} · {settings.SITE_NAME}"


def view(feed: type[ReadingFeed], format: str):
    """Return the view of a feed."""
    return require_safe(feed(format))


def on_site(path: str) -> str:
    """The address under SITE_URL; without that setting Django adds the host that was asked for."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"
