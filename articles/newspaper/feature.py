"""What a newspaper feature is made of."""

import datetime
from dataclasses import dataclass, field


class FeatureError(ValueError):
    """The file cannot be imported; the message is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Credit:
    role: str
    name: str
    organisation: str = ""


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Span:
    """A stretch of a paragraph that looks the same; `href` is an address that may stand on a page, or empty."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    """`spans` make up the text where some of it is emphasised or linked; else there are none."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Quote:
    text: str


@dataclass(frozen=True)
class ListBlock:
    items: tuple[str, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class Cell:
    text: str
    colspan: int = 1
    rowspan: int = 1
    is_header: bool = False


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class PhotoBlock:
    """A picture with the lines printed under it; without data it is a place kept for a picture to come."""

    data: bytes | None = field(default=None, repr=False)
    filename: str = ""
    caption: str = ""
    taken_on: datetime.date | None = None
    place: str = ""
    credit: str = ""
    alt: str = ""


Block = Heading | Paragraph | Quote | ListBlock | Table | PhotoBlock


@dataclass(frozen=True)
class Feature:
    """`unplaced` holds text that found no field; `notes` are sentences about what a person should check."""

    title: str
    kicker: str = ""
    subtitle: str = ""
    source: str = ""
    issued_on: datetime.date | None = None
    credits: tuple[Credit, ...] = ()
    lead: str = ""
    blocks: tuple[Block, ...] = ()
    unplaced: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def photos(self) -> tuple[PhotoBlock, ...]:
        return tuple(block for block in self.blocks if isinstance(block, PhotoBlock))
