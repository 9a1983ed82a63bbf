"""Feeds of activities in RSS and Atom: what was announced last."""

from django.urls import path, reverse
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from activities.models import Activity
from articles.feeds import FORMATS, LENGTH, ReadingFeed, on_site, site_title, view


class ActivityFeed(ReadingFeed):
    def title(self, obj=None) -> str:
        return site_title(_("Activities"))

    def link(self, obj=None) -> str:
        return on_site(reverse("activities:list"))

    def items(self, obj=None):
        return Activity.objects.public().newest_first().for_feed()[:LENGTH]

    def item_description(self, item) -> str:
        when = f"{localtime(item.starts_at):%Y-%m-%d %H:%M}"
        return escape(" · ".join(filter(None, (when, str(item.place or ""), item.venue, item.summary))))

    def item_categories(self, item) -> list[str]:
        return [str(item.get_form_display())]


urlpatterns = [
    path(f"activities.{format}", view(ActivityFeed, format), name=f"feed-activities-{format}") for format in FORMATS
]
