"""Lists of articles, with a strip of photo reports, and lists of photo reports; pages of a place narrow them."""

from django.views.generic import ListView

from articles.models import Article, PhotoReport
from articles.public.cards import article_rows, report_rows, set_cards
from publishing.paging import CappedPaginator


class ReadingList(ListView):
    """A list of one kind of publication, newest first. Queries: the count, the rows, two more for stale cards."""

    paginate_by = 20
    paginator_class = CappedPaginator

    def get_queryset(self):
        return self.items(self.model).newest_first()

    def items(self, model):
        """Return what of `model`, articles or photo reports, belongs on this page; pages of a place narrow it."""
        return model.objects.public()


class ArticleListPage(ReadingList):
    """Articles, and on the first page the newest photo reports of the same place above them (one query more)."""

    model = Article
    strip = 4

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        articles = article_rows(page.object_list)
        reports = self.newest_reports() if page.number == 1 and self.strip else []
        set_cards(articles, reports)
        return context | {"articles": articles, "reports": reports}

    def newest_reports(self) -> list[PhotoReport]:
        return report_rows(self.items(PhotoReport).newest_first()[: self.strip])


class ReportListPage(ReadingList):
    model = PhotoReport
    template_name = "articles/photo_report_list.html"
    paginate_by = 18  # rows of three

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        reports = report_rows(context["page_obj"].object_list)
        set_cards(reports=reports)
        return context | {"reports": reports}
