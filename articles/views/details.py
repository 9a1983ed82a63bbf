"""One article, one photo report; what was withdrawn says so (410), what is not public has no address (404)."""

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from articles.models import Article, PhotoReport
from articles.public.pages import article_context, report_context
from publishing.states import State


class PublicationPage(TemplateView):
    """The page of one publication, or the note that it was withdrawn and why."""

    model: type

    def get(self, request, *args, **kwargs):
        item = self.item(kwargs["pk"])
        if item.state == State.WITHDRAWN:
            return self.withdrawn(item)
        return self.render_to_response(self.get_context_data(item=item))

    def item(self, pk: int):
        return get_object_or_404(self.model.objects.reachable().for_kept_page(), pk=pk)

    def withdrawn(self, item):
        context = {"title": item.title, "reason": item.withdrawal_reason, "withdrawn_at": item.withdrawn_at}
        return self.response_class(self.request, "410.html", context, status=410, using=self.template_engine)

    def context_of(self, item) -> dict:
        raise NotImplementedError  # abstract

    def get_context_data(self, *, item, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | self.context_of(item)


class ArticlePage(PublicationPage):
    model = Article
    template_name = "articles/article_detail.html"

    def context_of(self, item: Article) -> dict:
        return article_context(self.request, item)


class PhotoReportPage(PublicationPage):
    model = PhotoReport
    template_name = "articles/photo_report_detail.html"

    def context_of(self, item: PhotoReport) -> dict:
        return report_context(self.request, item, self.request.GET.get("page") or "1")
