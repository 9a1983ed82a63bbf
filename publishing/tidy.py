"""Shape rich text that an HTML parser has already made well-formed: pure, no Django.

Word, WeChat and mail programs leave empty paragraphs, runs of non-breaking spaces, indentation typed as ideographic
spaces, `<div>`s for paragraphs and pictures outside figures. `tidy()` turns all of that into the small vocabulary that
the editor offers. It writes every tag itself, from the tables below, so nothing passes that they do not name.
"""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

BLOCKS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "blockquote",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
    ]
)
MARKS = frozenset(["strong", "em", "s", "sub", "sup", "a", "span"])
VOID = frozenset({"br", "hr", "img"})
TAGS = BLOCKS | MARKS | VOID

RENAMED = (
    dict.fromkeys(["h4", "h5", "h6"], "h3")
    | dict.fromkeys(
        ["div", "section", "article", "header", "footer", "main", "aside", "address", "center", "pre", "dt", "dd"], "p"
    )
    | {"h1": "h2", "b": "strong", "i": "em", "strike": "s", "del": "s", "tfoot": "tbody"}
)

Vet = Callable[[str, str, str], str | None]  # (tag, attribute, value) -> the value to write, or None to drop it

_TEXT_BLOCKS = frozenset({"p", "h2", "h3"})
_CELLS = frozenset({"th", "td"})
_NEEDED = {"a": " href=", "span": " class="}  # without it the mark says nothing
_MAX_DEPTH = 60  # browsers stop at 512, people long before
_BLOCK_TAG = re.compile(r"</?(?:p|h2|h3|ul|ol|li|blockquote|table|thead|tbody|tr|th|td)\b[^>]*>|<hr>|<br>")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_SPACE_RUN = re.compile(r"(?=[ \xa0]*\xa0)[ \xa0]{2,}")
_EDGES = re.compile(r"^(?:\s|&nbsp;|<br>)+|(?:\s|&nbsp;|<br>)+$")


class Piece(NamedTuple):
    kind: str  # inline, block, image or caption
    html: str


class Frame:
    """An element that is still open: what it is and the pieces it holds so far."""

    def __init__(self, tag: str, attributes: str = ""):
        self.tag, self.attributes = tag, attributes
        self.pieces: list[Piece] = []

    def wrap(self, html: str) -> str:
        return f"<{self.tag}{self.attributes}>{html}</{self.tag}>"


def tidy(html: str, vet: Vet) -> str:
    parser = _Tidier(vet)
    parser.feed(html)
    parser.close()
    return parser.result()


def clean_text(text: str) -> str:
    return _SPACE_RUN.sub(" ", _INVISIBLE.sub("", text))


class _Tidier(HTMLParser):
    def __init__(self, vet: Vet):
        super().__init__(convert_charrefs=True)
        self.vet = vet
        self.stack = [Frame("")]

    # -- what the parser meets

    def handle_starttag(self, tag, attrs):
        tag = self._fitting(RENAMED.get(tag, tag))
        attributes = self._attributes(tag, attrs)
        if tag in VOID:
            self._add_void(tag, attributes)
        elif tag in TAGS:
            self.stack.append(Frame(tag if len(self.stack) < _MAX_DEPTH else "", attributes))

    def handle_endtag(self, tag):
        if len(self.stack) > 1 and RENAMED.get(tag, tag) in TAGS - VOID:
            self._close(self.stack.pop())

    def handle_data(self, data):
        self._add("inline", _escape_text(clean_text(data)))

    def result(self) -> str:
        while len(self.stack) > 1:
            self._close(self.stack.pop())
        return _join(_paragraphs(self.stack[0].pieces, "p"))

    # -- opening

    def _fitting(self, tag: str) -> str:
        """List items and captions make sense only where they belong."""
        if tag == "li" and self.stack[-1].tag not in ("ul", "ol"):
            return "p"
        if tag == "figcaption" and not self._in_figure():
            return "p"
        return tag

    def _attributes(self, tag: str, attrs) -> str:
        vetted = ((name, self.vet(tag, name, clean_text(value or ""))) for name, value in attrs)
        return "".join(f' {name}="{_escape_attribute(value)}"' for name, value in vetted if value is not None)

    def _add_void(self, tag: str, attributes: str) -> None:
        if tag == "br":
            self._add("inline", "<br>")
        elif tag == "hr":
            self._add("block", "<hr>")
        elif " src=" in attributes or " data-file=" in attributes:
            self._add_image(f"<img{attributes}>")

    def _add_image(self, image: str) -> None:
        if self._in_figure():
            self._add("image", image)
        else:
            self._add("block", f"<figure>{image}</figure>")

    # -- closing

    def _close(self, frame: Frame) -> None:
        if frame.tag in MARKS:
            self._close_mark(frame)
        elif frame.tag in _TEXT_BLOCKS:
            self._extend(_paragraphs(frame.pieces, frame.tag))
        elif frame.tag == "figcaption":
            self._close_caption(frame)
        elif frame.tag == "figure":
            self._extend(_figures(frame.pieces))
        elif not frame.tag:
            self._extend(frame.pieces)
        else:
            self._close_container(frame)

    def _close_mark(self, frame: Frame) -> None:
        inner = _join(frame.pieces)
        meaningless = _NEEDED.get(frame.tag, "") not in frame.attributes
        if meaningless or _is_blank(inner) or any(piece.kind != "inline" for piece in frame.pieces):
            self._extend(frame.pieces)
        else:
            self._add("inline", frame.wrap(inner))

    def _close_caption(self, frame: Frame) -> None:
        self._extend([piece for piece in frame.pieces if piece.kind == "image"])
        lines = _paragraphs([piece for piece in frame.pieces if piece.kind != "image"], "p")
        text = " ".join(_BLOCK_TAG.sub("", line.html) for line in lines)
        if not _is_blank(text):
            self._add("caption", text)

    def _close_container(self, frame: Frame) -> None:
        if frame.tag not in _CELLS and _is_blank(_join(frame.pieces)):
            return
        inner = _paragraphs(frame.pieces, "p") if frame.tag == "blockquote" else frame.pieces
        self._add("block", frame.wrap(_join(inner)))

    # -- bookkeeping

    def _in_figure(self) -> bool:
        return any(frame.tag == "figure" for frame in self.stack)

    def _add(self, kind: str, html: str) -> None:
        self.stack[-1].pieces.append(Piece(kind, html))

    def _extend(self, pieces: list[Piece]) -> None:
        self.stack[-1].pieces.extend(pieces)


def _paragraphs(pieces: list[Piece], tag: str) -> list[Piece]:
    """Runs of inline pieces become one `tag` each; blocks stand on their own."""
    result, run = [], []
    for piece in [*pieces, Piece("end", "")]:
        if piece.kind == "inline":
            run.append(piece.html)
            continue
        text = _EDGES.sub("", "".join(run))
        if not _is_blank(text):
            result.append(Piece("block", f"<{tag}>{text}</{tag}>"))
        result.append(piece)
        run = []
    return result[:-1]


def _figures(pieces: list[Piece]) -> list[Piece]:
    """One figure per picture; the caption goes to the last one, anything else follows as paragraphs."""
    images = [piece.html for piece in pieces if piece.kind == "image"]
    caption = " ".join(piece.html for piece in pieces if piece.kind == "caption")
    rest = _paragraphs([piece for piece in pieces if piece.kind in ("inline", "block")], "p")
    if not images:
        return ([Piece("block", f"<p>{caption}</p>")] if caption else []) + rest
    figures = [Piece("block", f"<figure>{image}</figure>") for image in images[:-1]]
    tail = f"<figcaption>{caption}</figcaption>" if caption else ""
    return [*figures, Piece("block", f"<figure>{images[-1]}{tail}</figure>"), *rest]


def _join(pieces: list[Piece]) -> str:
    return "".join(piece.html for piece in pieces)


def _is_blank(html: str) -> bool:
    """Nothing to see: no text, no picture, no rule, no table cell."""
    if re.search(r"<(?:img|hr|td|th)\b", html):
        return False
    return not re.sub(r"<[^>]*>|&nbsp;|\s", "", html)


def _escape_text(text: str) -> str:
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _escape_attribute(value: str) -> str:
    return escape(value).replace("&#x27;", "'").replace("\xa0", "&nbsp;")
