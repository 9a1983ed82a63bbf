"""Finds captions among the lines and gives each its picture."""

from dataclasses import dataclass
from itertools import groupby, zip_longest

from articles.newspaper.bylines import parse_byline
from articles.newspaper.captions import (
    MAX_CAPTION,
    Caption,
    bare_caption,
    bare_credit,
    is_credit,
    is_dated,
    is_marked,
    split_caption,
)
from articles.newspaper.manuscript import Item, Line, Picture
from articles.newspaper.shapes import heading_style_level

CAPTION_STYLES = {"caption", "题注"}
MAX_UNDATED_CAPTION = 80


@dataclass(frozen=True)
class Figure:
    """A picture, its caption, or both; a caption alone keeps the place of a picture to come."""

    picture: Picture | None
    caption: Caption


def find_figures(items: list[Item]) -> list[Item | Figure]:
    """Pictures and captions become figures; a credit line that belongs to no picture stays a line."""
    captioned = _find_captions(items)
    found: list[Item | Figure] = []
    for is_figure, group in groupby(captioned, key=lambda item: isinstance(item, Picture | Caption)):
        run = list(group)
        found.extend(_pair(run) if is_figure else run)
    return found


def _find_captions(items: list[Item]) -> list[Item | Caption]:
    found: list[Item | Caption] = []
    for item in items:
        if not isinstance(item, Line):
            found.append(item)
        elif is_credit(item.text) and _may_be_credited(found):
            _add_credit(found, bare_credit(item.text))
        elif caption := split_caption(item.text):
            found.append(caption)
        elif (item.style in CAPTION_STYLES and len(item.text) <= MAX_CAPTION) or is_marked(item.text):
            found.append(Caption(bare_caption(item.text)))
        else:
            found.append(item)
    return found


def _may_be_credited(found: list[Item | Caption]) -> bool:
    previous = found[-1] if found else None
    if isinstance(previous, Line):
        return _is_caption_line(previous, after_picture=len(found) > 1 and isinstance(found[-2], Picture | Caption))
    return isinstance(previous, Picture) or (isinstance(previous, Caption) and not previous.credit)


def _is_caption_line(line: Line, *, after_picture: bool) -> bool:
    """The line above a credit: dated, or under a picture, or short; never a heading or a byline."""
    if heading_style_level(line) or line.listed or parse_byline(line.text):
        return False
    limit = MAX_CAPTION if after_picture or is_dated(line.text) else MAX_UNDATED_CAPTION
    return len(line.text) <= limit


def _add_credit(found: list[Item | Caption], credit: str) -> None:
    previous = found[-1]
    if isinstance(previous, Picture):
        found.append(Caption("", credit))
    else:
        found[-1] = Caption(bare_caption(previous.text), credit)


def _pair(run: list[Picture | Caption]) -> list[Figure]:
    """Pictures and captions that stand together: a caption takes the picture before it, or after it where captions lead."""
    groups = [list(members) for _, members in groupby(run, key=type)]
    captions_lead = isinstance(run[0], Caption)
    figures: list[Figure] = []
    for first, second in zip_longest(groups[::2], groups[1::2], fillvalue=[]):
        pictures, captions = (second, first) if captions_lead else (first, second)
        figures.extend(_pair_groups(pictures, captions, is_late=not captions_lead))
    return figures


def _pair_groups(pictures: list[Picture], captions: list[Caption], *, is_late: bool) -> list[Figure]:
    """In order; of several pictures with fewer captions the nearest ones are captioned."""
    bare = len(pictures) - len(captions)
    if bare > 0:
        blanks = [Caption()] * bare
        captions = [*blanks, *captions] if is_late else [*captions, *blanks]
    return [Figure(picture, caption or Caption()) for picture, caption in zip_longest(pictures, captions)]
