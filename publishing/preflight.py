"""The check before publication (发布前体检): what is found in texts and photos. Pure: no query, no clock.

Blocking are only missing captions, credits and descriptions, pictures still missing, and personal numbers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.rules import is_identity_number

CHINESE = r"[\u4e00-\u9fff\u3007]"
HALF_TO_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
HALF_WIDTH = re.compile(
    rf"(?<={CHINESE})(?:[,;:?!](?=\s*\d)|[,;:?!.](?=\s*(?:{CHINESE}|[“”‘’《》（）]|$)))"
    rf"|(?<={CHINESE})\((?=[^()]*{CHINESE})|(?<={CHINESE})\)"
)
PHONE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
IDENTITY = re.compile(r"(?<![\dXx])\d{17}[\dXx](?![\dXx])")
COUNT = re.compile(r"(\d+|[一二两三四五六七八九十百千万零]+)(余|多)?(名|人|位|户|家)")
TAG = re.compile(r"<[^>]+>")
BLOCK_END = re.compile(r"</(?:p|h\d|li|td|th|figcaption|blockquote)>|<br[^>]*>")


class Code(models.TextChoices):
    NO_PICTURE = "no_picture", _("The picture is still missing")
    NO_CAPTION = "no_caption", _("No caption")
    NO_CREDIT = "no_credit", _("No credit")
    NO_ALT = "no_alt", _("No description for those who cannot see it")
    PHONE = "phone", _("A mobile number stands in the text")
    IDENTITY = "identity", _("An identity number stands in the text")
    HALF_WIDTH = "half_width", _("Half-width punctuation between Chinese characters")
    COUNT = "count", _("The caption and the text give different numbers")
    LINK = "link", _("A link leads to a page that is not there")
    CONSENT = "consent", _("Consent is missing, expired or withdrawn")
    LICENCE = "licence", _("The licence of the picture has expired")
    HIDDEN = "hidden", _("The photo is hidden: readers will not see it")
    UNPLACED = "unplaced", _("Lines of the imported file still have no place")
    EMPTY = "empty", _("There is no text")
    NO_CHANNEL = "no_channel", _("No channel: readers find the text in none")


BLOCKING = frozenset(
    {Code.NO_PICTURE, Code.NO_CAPTION, Code.NO_CREDIT, Code.NO_ALT, Code.PHONE, Code.IDENTITY, Code.EMPTY}
)


@dataclass(frozen=True)
class Finding:
    """One finding: what, the words where it stands, and where to mend it.

    `field` is the name of a form field of the publication or, with `photo_id`, of a photo of the library.
    """

    code: Code
    excerpt: str = ""
    field: str = ""
    photo_id: int | None = None

    @property
    def is_blocking(self) -> bool:
        return self.code in BLOCKING

    @property
    def is_repairable(self) -> bool:
        return self.code == Code.HALF_WIDTH

    @property
    def sentence(self) -> str:
        return f"{self.code.label}：{self.excerpt}" if self.excerpt else str(self.code.label)


def plain(html: str) -> str:
    """Return the text of HTML, a line per block."""
    return unescape(TAG.sub("", BLOCK_END.sub("\n", html)))


def text_findings(texts: Mapping[str, str]) -> list[Finding]:
    """Check the texts of a publication, keyed by form field (HTML or plain)."""
    found = []
    for field, text in texts.items():
        words = plain(text)
        found += [Finding(Code.PHONE, match[0], field) for match in PHONE.finditer(words)]
        found += [
            Finding(Code.IDENTITY, match[0], field)
            for match in IDENTITY.finditer(words)
            if is_identity_number(match[0])
        ]
        if match := HALF_WIDTH.search(words):
            found.append(Finding(Code.HALF_WIDTH, around(words, match), field))
    return found


def around(text: str, match: re.Match, reach: int = 8) -> str:
    """Return the words on both sides of a match, for the person to find the place."""
    return text[max(match.start() - reach, 0) : match.end() + reach].replace("\n", " ").strip()


def full_width(html: str) -> str:
    """Return HTML (or plain text) with half-width punctuation between Chinese characters made full-width.

    Tags stay as they are; a mark after `</strong>` counts as following the word before it.
    """
    characters, words, places = list(html), [], []
    for part in re.finditer(r"<[^>]+>|[^<]+|<", html):
        if BLOCK_END.fullmatch(part[0]):
            words.append("\n")
            places.append(part.start())
        elif not TAG.fullmatch(part[0]):
            words.append(part[0])
            places.extend(range(part.start(), part.end()))
    for match in HALF_WIDTH.finditer("".join(words)):
        characters[places[match.start()]] = HALF_TO_FULL[match[0]]
    return "".join(characters)


def counts(text: str) -> set[str]:
    """Return the counts of people, households and firms in a text, digits only: {"40余人"}."""
    return {match[0] for match in COUNT.finditer(text) if match[1].isdigit()}


def count_findings(captions: Iterable[tuple[int, str]], body: str) -> list[Finding]:
    """Compare counts in captions with the body: a caption's count whose unit the body counts otherwise."""
    in_body = counts(plain(body))
    units = {count[-1]: count for count in in_body}
    return [
        Finding(Code.COUNT, f"{count} / {units[count[-1]]}", photo_id=photo_id)
        for photo_id, caption in captions
        for count in counts(caption)
        if count not in in_body and count[-1] in units
    ]
