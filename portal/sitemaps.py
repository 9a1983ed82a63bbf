"""The sitemap: an index, and sections bounded by ranges of numbers, so that none counts or walks the table."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage, Page, PageNotAnInteger
from django.urls import reverse
from django.utils.functional import cached_property

from activities.models import Activity
from articles.models import Article, Channel, PhotoReport, Topic
from members.models import Organisation

NUMBERS_PER_SECTION = 1000
_SHORT_NUMBER = re.compile("[0-9]{1,9}")


class NumberRanges:
    """Stands for a paginator: page n holds the public rows whose numbers lie in the n-th range."""

    def __init__(self, model):
        self.model = model

    @cached_property
    def num_pages(self) -> int:
        highest = self.model.objects.public().order_by("-pk").values_list("pk", flat=True).first() or 1
        return (highest - 1) // NUMBERS_PER_SECTION + 1

    @property
    def page_range(self) -> range:
        return range(1, self.num_pages + 1)

    def page(self, number) -> Page:
        if not _SHORT_NUMBER.fullmatch(str(number)):
            raise PageNotAnInteger("That page number is not an integer")
        number = int(number)
        if not 1 <= number <= self.num_pages:
            raise EmptyPage("That page contains no results")
        first = (number - 1) * NUMBERS_PER_SECTION + 1
        rows = self.model.objects.public().filter(pk__range=(first, first + NUMBERS_PER_SECTION - 1)).order_by("pk")
        return Page(rows.only("published_at", "corrected_at"), number, self)


class SiteSitemap(Sitemap):
    """Says SITE_URL where it is set, as feeds and canonical links do, and not the host that was asked for."""

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme or super().get_protocol(protocol)

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.SITE_URL).netloc or super().get_domain(site)


class PublicationSitemap(SiteSitemap):
    """All public rows of one kind. Queries: the highest number, and the rows of the section."""

    model: type
    list_name: str  # of the page below which all of them lie

    @cached_property
    def root(self) -> str:
        return reverse(self.list_name)

    @cached_property
    def paginator(self) -> NumberRanges:
        return NumberRanges(self.model)

    def location(self, item) -> str:
        return f"{self.root}{item.pk}/"

    def lastmod(self, item) -> datetime:
        return item.revised_at

    def get_latest_lastmod(self):
        return None  # would need all rows


class ArticleSitemap(PublicationSitemap):
    model = Article
    list_name = "articles:article-list"


class PhotoReportSitemap(PublicationSitemap):
    model = PhotoReport
    list_name = "articles:photo-report-list"


class ActivitySitemap(PublicationSitemap):
    model = Activity
    list_name = "activities:list"


class PlaceSitemap(SiteSitemap):
    """The pages that lead to them. Queries: channels, topics, organisations."""

    fixed = (
        "portal:home",
        "articles:article-list",
        "articles:photo-report-list",
        "articles:archive",
        "activities:list",
        "activities:month-now",
        "portal:accessibility",
        "portal:privacy",
    )

    def items(self) -> list[str]:
        organisations = Organisation.objects.order_by("pk").values_list("pk", flat=True)
        return [
            *map(reverse, self.fixed),
            *(place.get_absolute_url() for model in (Channel, Topic) for place in model.objects.order_by("pk")),
            *(reverse("articles:organisation", args=[pk]) for pk in organisations),
        ]

    def location(self, item: str) -> str:
        return item


SITEMAPS = {
    "places": PlaceSitemap,
    "articles": ArticleSitemap,
    "photos": PhotoReportSitemap,
    "activities": ActivitySitemap,
}
