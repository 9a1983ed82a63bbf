"""Body lines become headings, paragraphs, quotes and lists."""

from collections.abc import Iterator
from itertools import groupby

from articles.newspaper.captions import is_credit
from articles.newspaper.feature import Block, Heading, ListBlock, Paragraph, Quote
from articles.newspaper.figures import Figure
from articles.newspaper.manuscript import Item, Line
from articles.newspaper.shapes import heading_style_level, is_heading_like, number_style

QUOTE_STYLES = {"quote", "intense quote", "block text", "引用", "明显引用"}
MAX_HEADINGS_IN_A_ROW = 2


def set_blocks(items: list[Item | Figure]) -> list[Block | Figure]:
    """Lines become blocks; tables and figures stay what and where they are."""
    kinds = _kinds(items)
    levels = _heading_levels([item for item, kind in zip(items, kinds, strict=True) if kind == "heading"])
    blocks: list[Block | Figure] = []
    for kind, run in groupby(zip(kinds, items, strict=True), key=lambda pair: pair[0]):
        blocks.extend(_set_run(kind, [item for _, item in run], levels))
    return blocks


def _set_run(kind: str, members: list, levels: dict[str, int]) -> Iterator[Block | Figure]:
    if kind in {"ordered", "bulleted"}:
        yield ListBlock(tuple(line.text for line in members), is_ordered=kind == "ordered")
    elif kind == "heading":
        yield from (Heading(line.text, levels[_rank(line)]) for line in members)
    elif kind == "quote":
        yield Quote("\n".join(line.text for line in members))
    elif kind == "paragraph":
        yield from (Paragraph(line.text, line.spans) for line in members)
    else:
        yield from members


def _kinds(items: list[Item | Figure]) -> list[str]:
    """Short lines are headings; three in a row are verse or a list, and those at the very end a signature."""
    kinds = [_kind(item) for item in items]
    kept: list[str] = []
    for kind, run in groupby(kinds):
        length = len(list(run))
        is_last = len(kept) + length == len(kinds)
        is_text = kind == "short" and (is_last or length > MAX_HEADINGS_IN_A_ROW)
        kept.extend([("paragraph" if is_text else "heading") if kind == "short" else kind] * length)
    return kept


def _kind(item: Item | Figure) -> str:
    if not isinstance(item, Line):
        return "other"
    if item.style in QUOTE_STYLES:
        return "quote"
    if heading_style_level(item) and is_heading_like(item):
        return "heading"
    if item.listed:
        return item.listed
    return "short" if is_heading_like(item) and not is_credit(item.text) else "paragraph"


def _rank(line: Line) -> str:
    level = heading_style_level(line)
    return f"style {level}" if level else number_style(line.text)


def _heading_levels(headings: list[Line]) -> dict[str, int]:
    """h2 for the highest rank in the text, lower ranks below it, h3 at most: the editor knows no other."""
    ranks = set(map(_rank, headings))
    styles = sorted(rank for rank in ranks if rank.startswith("style"))
    numbers = [rank for rank in ("chapter", "section", "point") if rank in ranks]
    return {"": 2} | {rank: min(2 + place, 3) for group in (styles, numbers) for place, rank in enumerate(group)}
