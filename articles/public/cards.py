"""The cards of a list's rows: kept ones as they are, the others made now with a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import Article, Photo, PhotoReport
from articles.querysets import NAMES_SHOWN
from publishing import pieces


@dataclass(slots=True)
class ArticleRow:
    """What a list needs of an article: its kept card, and what tells whether that still fits.

    Not a model: twenty of them with their organisations, channels and topics cost more than the page around them.
    """

    pk: int
    card_html: str
    pieces_key: str
    organisation: str
    channel: str | None
    topic: str | None
    card: str = ""

    def names_shown(self) -> list[str]:
        """The same as Article.names_shown."""
        return [self.organisation, self.channel or "", self.topic or ""]


def article_rows(page) -> list[ArticleRow]:
    """Return the rows of a page of articles (a slice of a queryset), ready for `set_cards`: one query."""
    columns = ("pk", "card_html", "pieces_key", *NAMES_SHOWN)
    return [ArticleRow(*row) for row in Article.objects.rows_of(page).values_list(*columns)]


def report_rows(page) -> list[PhotoReport]:
    """Return the rows of a page of photo reports, ready for `set_cards`: one query."""
    return list(PhotoReport.objects.for_cards().rows_of(page))


def set_cards(
    articles: Iterable[ArticleRow] = (), reports: Iterable[PhotoReport] = (), photos: dict[int, Photo] | None = None
) -> None:
    """Give each row its `card`: no query where the kept ones fit, else at most two.

    Those are the texts of stale articles, and the photos that stand for stale rows of both kinds; a page that has the
    photos already gives them.
    """
    for row in (*articles, *reports):
        row.card = pieces.kept(row, "card")
    stale = [row for row in articles if not row.card], [row for row in reports if not row.card]
    if any(stale):
        _render(*stale, photos)


def _render(rows: list[ArticleRow], reports: list[PhotoReport], photos: dict[int, Photo] | None) -> None:
    articles = Article.objects.for_page().in_bulk([row.pk for row in rows]) if rows else {}
    photos = _faces(articles.values(), reports) if photos is None else photos
    for row in rows:
        articles[row.pk].shown_photos = photos
        row.card = pieces.render(articles[row.pk], "card")
    for report in reports:
        report.face = photos.get(report.face_id)
        report.card = pieces.render(report, "card")


def _faces(articles: Iterable[Article], reports: Iterable[PhotoReport]) -> dict[int, Photo]:
    numbers = {number for article in articles for number in article.photo_numbers()}
    numbers |= {report.face_id for report in reports if report.face_id}
    return Photo.objects.showable().in_bulk(numbers) if numbers else {}
