"""What the file readers hand over: the file's lines, pictures and tables in reading order, nothing interpreted yet."""

from dataclasses import dataclass, field

from articles.newspaper.feature import Span, Table


@dataclass(frozen=True)
class Line:
    """One printed line or paragraph. `style` is Word's style name in lower case, `size` in points where the file says."""

    text: str
    style: str = ""
    size: float | None = None
    is_bold: bool = False
    listed: str = ""  # "ordered" or "bulleted"
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Picture:
    data: bytes = field(repr=False)
    filename: str
    alt: str = ""


Item = Line | Picture | Table


@dataclass(frozen=True)
class Manuscript:
    """`asides` are texts outside the story (page headers, hidden text), `links` the words and addresses of all links,
    `notes` sentences about what was dropped."""

    items: tuple[Item, ...]
    asides: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
