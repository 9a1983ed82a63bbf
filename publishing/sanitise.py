"""Rich text from anywhere (editor, Word, import, command line) to the HTML that we store and show: pure, no Django.

nh3 reads the markup as a browser would and drops what is not allowed; `tidy` then writes the result anew, attribute by
attribute, so that two independent allow-lists stand between a text and a page. The two are repeated until nothing
changes: a text that has been cleaned once is left alone for ever after, and its hash with it.
"""

import re
from functools import cache, partial

import nh3

from publishing.tidy import RENAMED, TAGS, Vet, tidy

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Everything inside these goes with them: it was never text.
_DROPPED_WITH_CONTENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "noembed",
        "noframes",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "textarea",
        "select",
        "option",
        "title",
        "head",
        "xmp",
        "plaintext",
        "audio",
        "video",
        "canvas",
    ]
)
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "data-file"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
_CLEANER = nh3.Cleaner(
    tags=set(TAGS | RENAMED.keys()),
    clean_content_tags=set(_DROPPED_WITH_CONTENT),
    attributes=_ATTRIBUTES,
    allowed_classes={"span": {"credit"}},
    url_schemes=set(LINK_SCHEMES),
    link_rel="noopener",
)
_MAX_ROUNDS = 8
_TAG = re.compile(r"<[^>]*>")
_WEB = re.compile(r"https?://[^/?#@\\]+(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(r"mailto:[^@:/?#]+@[^@:/?#]+(?:\?.*)?", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9()\-.;=]+", re.IGNORECASE)
_SITE = re.compile(r"/(?![/\\]).*", re.DOTALL)
_FORBIDDEN_IN_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")


def sanitise_html(html: str, *, media_url: str = "/media/") -> str:
    """Return `html` with only what the editor's toolbar can make; cleaning the result again changes nothing.

    Pictures stay when they are ours: a rendition under `media_url` or the id of a photo (`data-file`).
    """
    vet = _vet(media_url)
    for _ in range(_MAX_ROUNDS):
        cleaned = tidy(_CLEANER.clean(html), vet)
        if cleaned == html:
            return cleaned
        html = cleaned
    return _plain(html, vet)


def safe_href(value: str) -> str | None:
    """A link to the web, a mail address, a telephone or a page of this site; None for everything else.

    `//host` leaves the site without saying so, `user@host` pretends to be another one, and browsers ignore tabs and
    line ends and read `\\` as `/`: such an address is refused rather than repaired.
    """
    value = value.strip().replace(" ", "%20")
    if _FORBIDDEN_IN_URL.search(value):
        return None
    return value if any(kind.fullmatch(value) for kind in (_WEB, _MAIL, _PHONE, _SITE)) else None


@cache
def _vet(media_url: str) -> Vet:
    return partial(_vetted, re.compile(re.escape(media_url) + r"photos/[a-z0-9/_-]+\.(?:jpg|webp|avif)"))


def _vetted(own_picture: re.Pattern, tag: str, name: str, value: str) -> str | None:
    match tag, name:
        case "a", "href":
            return safe_href(value)
        case "a", "rel":
            return "noopener"
        case "span", "class":
            return value if value == "credit" else None
        case "img", "src":
            return value if own_picture.fullmatch(value) else None
        case "img", "alt":
            return value
        case "img", "data-file":
            return value if re.fullmatch(r"[1-9][0-9]{0,9}", value) else None
        case "th" | "td", "colspan" | "rowspan":
            return value if re.fullmatch(r"[2-9]|[1-9][0-9]", value) else None
    return None


def _plain(html: str, vet: Vet) -> str:
    """The text alone, for markup so twisted that it does not come to rest."""
    words = _TAG.sub(" ", html).split()
    return tidy(f"<p>{' '.join(words)}</p>", vet)
