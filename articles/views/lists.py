"""The news, a channel, the photo reports."""

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from articles.models import Channel
from articles.views.base import ArticleListPage, ReportListPage


class ArticleList(ArticleListPage):
    template_name = "articles/article_list.html"
    strip = 0

    @cached_property
    def channels(self) -> list[Channel]:
        return list(Channel.objects.all())

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"channels": self.channels}


class ChannelPage(ArticleList):
    template_name = "articles/channel.html"
    strip = 4

    @cached_property
    def channel(self) -> Channel:
        found = next((channel for channel in self.channels if channel.slug == self.kwargs["slug"]), None)
        if found is None:
            raise Http404
        return found

    def items(self, model):
        return super().items(model).of_channel(self.channel)

    def get_context_data(self, **kwargs) -> dict:
        trail = [(reverse("articles:article-list"), _("News"))]
        return super().get_context_data(**kwargs) | {"channel": self.channel, "trail": trail}


class PhotoReportList(ReportListPage):
    """All photo reports."""
