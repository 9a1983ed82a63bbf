"""Channels and topics: they belong to the whole site, and site administrators keep them."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Channel, Topic
from members.admin.base import SiteWideAdmin


def number_published(relation: str):
    """A correlated count of published articles, so that the list costs one query however many there are."""
    rows = Article.objects.published().order_by().filter(**{relation: OuterRef("pk")}).values(relation)
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


@admin.register(Channel)
class ChannelAdmin(SiteWideAdmin):
    list_display = ["name", "section", "slug", "position", "published_count"]
    list_editable = ["position"]
    list_filter = ["section"]
    search_fields = ["name", "slug", "intro"]
    fields = ["name", "slug", "section", "intro", "position"]

    desk_group = "material"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(published=number_published("channel"))

    @admin.display(description=_("published articles"), ordering="published")
    def published_count(self, channel):
        return channel.published


@admin.register(Topic)
class TopicAdmin(SiteWideAdmin):
    list_display = ["title", "starts_on", "is_current", "position", "published_count"]
    list_editable = ["is_current", "position"]
    list_filter = ["is_current"]
    search_fields = ["title", "slug", "occasion", "intro"]
    autocomplete_fields = ["cover"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "intro", "cover"]}),
        (_("Timeline"), {"fields": ["occasion", "starts_on", "starts_with"]}),
        (_("Where it is shown"), {"fields": ["is_current", "position"]}),
    ]

    desk_group = "material"

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(published=number_published("topic"))

    @admin.display(description=_("published articles"), ordering="published")
    def published_count(self, topic):
        return topic.published
