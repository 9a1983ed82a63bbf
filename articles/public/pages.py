"""What the pages of one article and of one photo report are rendered with; admin's preview uses them too."""

from datetime import datetime

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.models import Article, PhotoReport
from articles.public.beside import around, beside
from articles.public.pieces import PAGE_MARK
from publishing import pieces
from publishing.addresses import rooted


def article_context(
    request: HttpRequest, article: Article, *, preview: bool = False, now: datetime | None = None
) -> dict:
    """Return the context of articles/article_detail.html.

    A preview may be a draft and is rendered afresh; the caller says in `preview` what stands above it. Queries beside the article's: its
    neighbours; four more where the kept pieces are stale, and the corrections.
    """
    if not preview and not pieces.fits(article):
        article = Article.objects.for_page().prefetch_related("credits").get(pk=article.pk)
    html = pieces.render(article, "page") if preview else pieces.piece(article, "page")
    return {
        "article": article,
        "page": html,
        "shared": "" if preview else rooted(pieces.piece(article, "head"), request),
        "has_photos": "data-photo" in html,
        "trail": trail_of(article),
        **around(article, now),
    }


def report_context(request: HttpRequest, report: PhotoReport, number: str = "1", *, preview: bool = False) -> dict:
    """Return the context of articles/photo_report_detail.html for one page of the photos; Http404 beyond the last.

    A preview is rendered afresh.
    """
    if not preview and not pieces.fits(report):
        report = PhotoReport.objects.for_page().get(pk=report.pk)
    html = pieces.render(report, "page") if preview else pieces.piece(report, "page")
    head, *parts = html.split(PAGE_MARK)
    page = _photo_page(parts or [""], number)
    return {
        "report": report,
        "head": SafeString(head),
        "photos": SafeString(page.object_list[0]),
        "shared": "" if preview else rooted(pieces.piece(report, "head"), request),
        "page_obj": page,
        "trail": [(reverse("articles:photo-report-list"), _("Photo reports"))],
        "joined": beside(report),
    }


def trail_of(article: Article) -> list[tuple[str, str]]:
    """Return the way down to an article: the news, then its channel."""
    trail = [(reverse("articles:article-list"), _("News"))]
    if article.channel:
        trail.append((article.channel.get_absolute_url(), article.channel.name))
    return trail


def _photo_page(parts: list[str], number: str) -> Page:
    try:
        return Paginator(parts, 1).page(number)
    except InvalidPage as error:
        raise Http404 from error
