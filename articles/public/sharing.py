"""What other sites show of a page: description, Open Graph, schema.org. Pure: asks no database."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from articles.public.bylines import author_url
from articles.public.pictures import address, is_made
from publishing.addresses import ANY_ROOT

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
DESCRIPTION = 120  # characters
BYLINE_ROLES = ("reporter", "correspondent")


def share_card(publication, *, summary: str, face=None, credits=()) -> dict:
    """Return the variables of templates/articles/_share.html; addresses stand on publishing.addresses.ANY_ROOT.

    `face` is the photo that stands for the publication, if it has one.
    """
    return card_of(publication, summary=summary, face=face, data=None, credits=credits)


def card_of(publication, *, summary: str, face, data: dict | None, credits=()) -> dict:
    """Return the same for a page that says in `data` what it is to schema.org; None: a news article."""
    description = Truncator(" ".join(summary.split())).chars(DESCRIPTION, truncate="…")
    url = f"{ANY_ROOT}{publication.get_absolute_url()}"
    image = _image(face)
    if data is None:
        data = _news(publication, url, description, image, credits)
    else:
        data = data | {"url": url} | ({"image": [image["url"]]} if image else {})
    return {
        "site_name": settings.SITE_NAME,
        "title": publication.title,
        "url": url,
        "description": description,
        "image": image,
        "json": _script(data),
    }


def _image(photo) -> dict | None:
    if photo is None or not is_made(photo):
        return None
    width = photo.widths[-1]
    return {
        "url": f"{ANY_ROOT}{address(photo, width, 'jpg')}",
        "width": width,
        "height": round(width * photo.height / photo.width),
        "alt": photo.spoken,
    }


def _news(publication, url: str, description: str, image: dict | None, credits) -> dict:
    organisation = {"@type": "Organization", "name": publication.organisation.name}
    authors = [_person(row.name) for row in credits if row.role in BYLINE_ROLES]
    news = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": publication.title,
        "description": description,
        "image": [image["url"]] if image else [],
        "datePublished": publication.published_at.isoformat(timespec="seconds"),
        "dateModified": publication.revised_at.isoformat(timespec="seconds"),
        "author": authors or [organisation],
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
        "sourceOrganization": organisation,
        "articleSection": str(publication.channel or ""),
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "mainEntityOfPage": url,
    }
    return {name: value for name, value in news.items() if value not in ("", [])}


def _person(name: str) -> dict:
    url = author_url(name)
    return {"@type": "Person", "name": name} | ({"url": f"{ANY_ROOT}{url}"} if url else {})


def _script(data: dict) -> SafeString:
    """JSON that may stand inside <script>: no character in it can end the element."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))
