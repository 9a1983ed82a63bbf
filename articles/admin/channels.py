"""Channels and topics: they belong to the whole site, and site administrators keep them."""

from django import forms
from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Channel, Topic
from articles.preflight import photo_findings
from members.admin.base import SiteWideAdmin
from publishing.preflight import Code


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


UNFIT = {Code.CONSENT, Code.LICENCE, Code.HIDDEN}  # not blocking where reviewers decide


class TopicForm(forms.ModelForm):
    def clean_cover(self):
        """Readers see a cover at once and nobody reviews it: what the check would find in it is settled before."""
        cover = self.cleaned_data["cover"]
        found = photo_findings(cover, timezone.localdate()) if cover and "cover" in self.changed_data else []
        if grave := [finding for finding in found if finding.is_blocking or finding.code in UNFIT]:
            raise forms.ValidationError([finding.code.label for finding in grave])
        return cover


@admin.register(Topic)
class TopicAdmin(SiteWideAdmin):
    form = TopicForm
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
