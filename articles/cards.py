"""The cards of a list's rows: kept ones as they are, the others made now with a constant number of queries."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from articles.models import Article, Photo, PhotoReport
from publishing import pieces


def article_rows(page) -> list[Article]:
    """Return the rows of a page of articles (a slice of a queryset), ready for `set_cards`: one query."""
    return list(Article.objects.for_cards().rows_of(page))


def report_rows(page) -> list[PhotoReport]:
    """Return the rows of a page of photo reports, ready for `set_cards`: one query."""
    return list(PhotoReport.objects.for_cards().rows_of(page))


def set_cards(articles: Iterable[Article] = (), reports: Iterable[PhotoReport] = ()) -> None:
    """Give each row its `card`: no query where the kept ones fit, else at most two.

    Those are the texts of stale articles, and the photos that stand for stale rows of both kinds.
    """
    rows = [*articles, *reports]
    for row in rows:
        row.card = pieces.kept(row, "card")
    stale = [row for row in rows if not row.card]
    if stale:
        _render(stale)


def _render(stale: list) -> None:
    wanted = [row.pk for row in stale if isinstance(row, Article)]
    articles = Article.objects.for_page().in_bulk(wanted) if wanted else {}
    reports = [row for row in stale if not isinstance(row, Article)]
    photos = _faces(articles.values(), reports)
    for article in articles.values():
        article.shown_photos = photos
    for report in reports:
        report.face = photos.get(report.face_id)
    for row in stale:
        row.card = pieces.render(articles[row.pk] if isinstance(row, Article) else row, "card")


def _faces(articles: Iterable[Article], reports: Iterable[PhotoReport]) -> dict[int, Photo]:
    numbers = {number for article in articles for number in article.photo_numbers()}
    numbers |= {report.face_id for report in reports if report.face_id}
    return Photo.objects.showable().in_bulk(numbers) if numbers else {}


def card_html(rows: Iterable) -> list[SafeString]:
    return [row.card for row in rows]
