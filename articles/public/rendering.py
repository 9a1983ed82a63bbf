"""A stored body set for reading: photos from the library, headings that can be linked to, tables that can scroll.

Takes only what `publishing.sanitise` wrote: well-formed, a small known vocabulary, no attributes but those named
there, so that patterns are enough to find its elements. Asks no database.
"""

import re
from collections.abc import Mapping
from itertools import count

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.public.pictures import circumstances, picture_of

CHARACTERS_PER_MINUTE = 400
HEADINGS_OF_A_CONTENTS = 3  # a shorter text needs no list of contents

_FIGURE = re.compile(r"<figure>(.*?)</figure>|<img\b[^>]*>", re.DOTALL)
_PHOTO = re.compile(r'\bdata-file="([1-9][0-9]{0,9})"')
_H2 = re.compile(r"<h2>")
_HEADING = re.compile(r'<h2 id="(s[0-9]+)">(.*?)</h2>', re.DOTALL)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_SPACE = re.compile(r"\s+|&nbsp;")


def photo_numbers(body: str) -> list[int]:
    """Return the numbers of the photos that a body shows, in its order, each once."""
    return list(dict.fromkeys(int(number) for number in _PHOTO.findall(body)))


def set_body(body: str, photos: Mapping) -> SafeString:
    """Return the body as pages show it. `photos` by number: those that may be shown; other figures are left out."""

    def figure(match: re.Match) -> str:
        number = _PHOTO.search(match[1] or "")
        photo = photos.get(int(number[1])) if number else None
        return figure_html(photo) if photo else ""

    numbers, tables = count(1), count(1)
    html = _FIGURE.sub(figure, body)
    html = _H2.sub(lambda match: f'<h2 id="s{next(numbers)}">', html)
    return mark_safe(_TABLE.sub(lambda match: _scrolling(match[0], next(tables)), html))


def figure_html(photo) -> str:
    context = {"photo": photo, "image": picture_of(photo), "circumstances": circumstances(photo)}
    return render_to_string("articles/_figure.html", context)


def contents(html: str) -> list[tuple[str, str]]:
    """Return the headings of a body that was set, as (id, words); none when there are too few to need a list."""
    found = [(anchor, strip_tags(words)) for anchor, words in _HEADING.findall(html)]
    return found if len(found) >= HEADINGS_OF_A_CONTENTS else []


def reading_minutes(*texts: str) -> int:
    characters = sum(len(_SPACE.sub("", strip_tags(text))) for text in texts)
    return max(1, round(characters / CHARACTERS_PER_MINUTE))


def opens_with(body: str, lead: str) -> bool:
    """Whether the body already begins with the lead, which then is not set twice."""
    first = _SPACE.sub("", strip_tags(body[: len(lead) * 2 + 500]))
    return first.startswith(_SPACE.sub("", lead))


def _scrolling(table: str, number: int) -> str:
    label = _("Table %(number)s") % {"number": number}
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'
