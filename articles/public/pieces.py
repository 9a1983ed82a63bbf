"""What the kept pieces of articles and photo reports are rendered with; see publishing.pieces."""

from django.urls import reverse
from django.utils.text import Truncator

from articles.public.bylines import Named, credit_lines
from articles.public.pictures import CARD_WIDTHS, THUMBNAIL, picture_of
from articles.public.rendering import contents, opens_with, reading_minutes, set_body
from articles.public.sharing import share_card
from publishing.models import Move

PHOTOS_PER_PAGE = 12  # of a report: its page stays under 30 kB
PAGE_MARK = "<!--photos-->"
CARD_TEXT = 90  # characters of the lead


def article_head(article) -> dict:
    """Queries: the photos and the credits."""
    summary = article.lead or article.subtitle or article.title
    return {"share": share_card(article, summary=summary, face=article.face, credits=article.credits.all())}


def report_head(report) -> dict:
    """Queries: the first photo."""
    return {"share": share_card(report, summary=report.intro or report.title, face=report.face)}


def article_page(article) -> dict:
    """Queries: the photos, the credits, and the corrections if there are any."""
    body = set_body(article.body, article.shown_photos)
    credits = list(article.credits.all()) if article.pk else []
    return {
        "article": article,
        "lead": "" if opens_with(article.body, article.lead) else article.lead,
        "body": body,
        "contents": contents(body),
        "organisation": publisher_of(article),
        "byline": credit_lines((row for row in credits if not row.is_desk_work), article.source),
        "desk": credit_lines(row for row in credits if row.is_desk_work),
        "minutes": reading_minutes(article.lead, article.body),
        "corrections": corrections_of(article),
    }


def article_card(article) -> dict:
    return {
        "article": article,
        "text": Truncator(article.lead).chars(CARD_TEXT, truncate="…"),
        "image": picture_of(article.face, THUMBNAIL) if article.face else None,
    }


def report_page(report) -> dict:
    """Queries: the photos, and the corrections if there are any."""
    photos = list(enumerate(report.shown_photos, start=1))
    return {
        "report": report,
        "organisation": publisher_of(report),
        "total": len(photos),
        "pages": [photos[at : at + PHOTOS_PER_PAGE] for at in range(0, len(photos), PHOTOS_PER_PAGE)],
        "corrections": corrections_of(report),
    }


def report_card(report) -> dict:
    face = report.face
    return {
        "report": report,
        "image": picture_of(face, CARD_WIDTHS) if face else None,
        "caption": face.caption if face else Truncator(report.intro).chars(CARD_TEXT, truncate="…"),
        "credit": face.credit if face else "",
        "count": report.photo_count,
    }


def publisher_of(publication) -> Named:
    organisation = publication.organisation
    return Named(organisation.name, reverse("articles:organisation", args=[organisation.pk]))


def corrections_of(publication) -> list[Move]:
    """Return the correction notes of what is published now, oldest first; no query where nothing was corrected."""
    if publication.corrected_at is None:
        return []
    return list(Move.objects.corrections_of(publication))
