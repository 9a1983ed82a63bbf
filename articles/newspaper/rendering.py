"""A placed feature as the HTML that the editor would have written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.newspaper.feature import (
    Block,
    Cell,
    Feature,
    Heading,
    ListBlock,
    Paragraph,
    PhotoBlock,
    Quote,
    Span,
    Table,
)


@dataclass(frozen=True)
class ShownPhoto:
    """A photo of the library as the text refers to it."""

    number: int
    src: str = ""
    alt: str = ""


def body_html(feature: Feature, photos: Mapping[int, ShownPhoto]) -> SafeString:
    """`photos` by the position of their block in `feature.blocks`; a picture that is not in it is left out."""
    return _joined("{}", ((_block_html(block, photos.get(position)),) for position, block in enumerate(feature.blocks)))


def _block_html(block: Block, shown: ShownPhoto | None) -> SafeString | str:
    match block:
        case Heading(text, level):
            return format_html("<h{0}>{1}</h{0}>", level, text)
        case Paragraph(text, spans):
            return format_html("<p>{}</p>", _joined("{}", ((_span(span),) for span in spans)) or text)
        case Quote(text):
            return format_html("<blockquote>{}</blockquote>", _paragraphs(text))
        case ListBlock(items, is_ordered):
            return format_html(
                "<{0}>{1}</{0}>",
                "ol" if is_ordered else "ul",
                _joined("<li><p>{}</p></li>", ((item,) for item in items)),
            )
        case Table(rows):
            return format_html(
                "<table><tbody>{}</tbody></table>", _joined("<tr>{}</tr>", ((_cells(row),) for row in rows))
            )
        case PhotoBlock():
            return _figure(block, shown) if shown else ""
    raise TypeError(block)


def _span(span: Span) -> SafeString | str:
    html = format_html("<em>{}</em>", span.text) if span.is_italic else span.text
    html = format_html("<strong>{}</strong>", html) if span.is_bold else html
    return format_html('<a href="{}" rel="noopener">{}</a>', span.href, html) if span.href else html


def _figure(block: PhotoBlock, shown: ShownPhoto) -> SafeString:
    src = format_html(' src="{}"', shown.src) if shown.src else ""
    credit = format_html('<span class="credit">{}</span>', block.credit) if block.credit else ""
    printed = format_html_join(" ", "{}", ((part,) for part in (block.caption, credit) if part))
    caption = format_html("<figcaption>{}</figcaption>", printed) if printed else ""
    return format_html('<figure><img{} alt="{}" data-file="{}">{}</figure>', src, shown.alt, shown.number, caption)


def _cells(row: Iterable[Cell]) -> SafeString:
    return _joined("{}", ((_cell(cell),) for cell in row))


def _cell(cell: Cell) -> SafeString:
    tag = "th" if cell.is_header else "td"
    spans = "".join(
        f' {name}="{span}"' for name, span in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if span > 1
    )
    return format_html("<{0}{1}>{2}</{0}>", tag, SafeString(spans), _paragraphs(cell.text))


def _paragraphs(text: str) -> SafeString:
    return _joined("<p>{}</p>", ((line,) for line in text.split("\n")))


def _joined(pattern: str, rows: Iterable[tuple]) -> SafeString:
    return format_html_join("", pattern, rows)
