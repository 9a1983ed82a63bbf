"""What other sites show of a page: description, Open Graph, schema.org. Pure but for the address of the site."""

import json
import re
from html import unescape

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from articles.bylines import author_url
from articles.pictures import address, is_made
from publishing.addresses import absolute

_PHOTO = re.compile(r'<a href="([^"]+)" data-photo>.*?<img [^>]*?alt="([^"]*)"', re.DOTALL)
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
DESCRIPTION = 120  # characters
BYLINE_ROLES = ("reporter", "correspondent")


def share_card(request: HttpRequest, publication, *, summary: str, html: str, cover=None, credits=()) -> dict:
    """Return the variables of templates/articles/_share.html for one publication.

    The picture is the cover, else the first photo that `html`, the page's text, shows.
    """
    description = Truncator(" ".join(summary.split())).chars(DESCRIPTION, truncate="…")
    url = absolute(request, publication.get_absolute_url())
    image = _cover(request, cover) or _first_photo(request, html)
    news = _news(request, publication, url, description, image, credits)
    return {"url": url, "description": description, "image": image, "json": _script(news)}


def _cover(request, photo) -> dict | None:
    if photo is None or not is_made(photo):
        return None
    width = photo.widths[-1]
    return {
        "url": absolute(request, address(photo, width, "jpg")),
        "width": width,
        "height": round(width * photo.height / photo.width),
        "alt": photo.spoken,
    }


def _first_photo(request, html: str) -> dict | None:
    match = _PHOTO.search(html)
    return {"url": absolute(request, match[1]), "alt": unescape(match[2])} if match else None


def _news(request, publication, url: str, description: str, image: dict | None, credits) -> dict:
    organisation = {"@type": "Organization", "name": publication.organisation.name}
    authors = [_person(request, row.name) for row in credits if row.role in BYLINE_ROLES]
    news = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": publication.title,
        "description": description,
        "image": [image["url"]] if image else [],
        "datePublished": publication.published_at.isoformat(timespec="seconds"),
        "dateModified": (publication.corrected_at or publication.published_at).isoformat(timespec="seconds"),
        "author": authors or [organisation],
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
        "sourceOrganization": organisation,
        "articleSection": str(publication.channel or ""),
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "mainEntityOfPage": url,
    }
    return {name: value for name, value in news.items() if value not in ("", [])}


def _person(request, name: str) -> dict:
    url = author_url(name)
    return {"@type": "Person", "name": name} | ({"url": absolute(request, url)} if url else {})


def _script(data: dict) -> SafeString:
    """JSON that may stand inside <script>: no character in it can end the element."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))
