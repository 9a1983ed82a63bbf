"""The top of a feature: kicker, title, subtitle, byline, source and date of issue."""

import datetime
import re
from dataclasses import dataclass, field

from articles.newspaper.bylines import Byline, parse_byline
from articles.newspaper.captions import is_credit, is_marked, split_caption
from articles.newspaper.feature import Credit
from articles.newspaper.manuscript import Item, Line, Picture
from articles.newspaper.shapes import heading_style_level, is_dashed, is_heading_like, is_title_like, without_dashes

ISSUED = re.compile(r"(?P<year>(?:19|20)\d\d)\s?[年\-./]\s?(?P<month>\d{1,2})\s?[月\-./]\s?(?P<day>\d{1,2})(?:\s?日)?")
ISSUE_LINE = re.compile(rf"(?:发布时间|时间|日期|刊期)?[:：]?\s*{ISSUED.pattern}(?P<rest>(?:[\s（(]|星期).{{0,24}}|)")
SOURCE_LINE = re.compile(r"(?:文章)?(?:来源|稿源)[:：]\s*(?P<source>[^\s　]+)(?P<rest>.*)")
TITLE_STYLES = {"title", "标题"}
SUBTITLE_STYLES = {"subtitle", "副标题"}


@dataclass
class Headline:
    kicker: str = ""
    title: str = ""
    subtitle: str = ""
    source: str = ""
    issued_on: datetime.date | None = None
    credits: list[Credit] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)

    def add_byline(self, byline: Byline) -> None:
        self.credits.extend(credit for credit in byline.credits if credit not in self.credits)
        self.source = self.source or byline.source


def read_headline(items: tuple[Item, ...]) -> tuple[Headline, list[Item]]:
    """The headline and what is left, in order. A picture above the title goes to the front of what is left."""
    headline = Headline()
    lines, pictures, end = _collect(items, headline)
    left = _set_lines(headline, lines, has_byline=bool(headline.credits), rest=items[end:])
    return headline, [*pictures, *left, *items[end:]]


def _collect(items: tuple[Item, ...], headline: Headline) -> tuple[list[Line], list[Picture], int]:
    lines: list[Line] = []
    pictures: list[Picture] = []
    for index, item in enumerate(items):
        if isinstance(item, Picture):
            pictures.append(item)
        elif not isinstance(item, Line):
            return lines, pictures, index
        elif byline := parse_byline(item.text):
            headline.add_byline(byline)
        elif not read_imprint(headline, item.text):
            following = items[index + 1] if index + 1 < len(items) else None
            if headline.credits or _begins_body(item, following, lines):
                return lines, pictures, index
            lines.append(item)
    return lines, pictures, len(items)


def read_imprint(headline: Headline, text: str) -> bool:
    """`来源：株洲日报` or a date of issue; what else stands on the line is listed."""
    if match := SOURCE_LINE.fullmatch(text):
        headline.source = match["source"]
    elif not (match := ISSUE_LINE.fullmatch(text)):
        return False
    if date := ISSUED.search(text):
        headline.issued_on = _date(date)
    rest = ISSUED.sub("", match["rest"]).strip()
    byline = parse_byline(rest) if rest else None
    if byline:
        headline.add_byline(byline)
    elif rest or (date and headline.issued_on is None):
        headline.unplaced.append(text)
    return True


def _date(match: re.Match) -> datetime.date | None:
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _begins_body(line: Line, following: Item | None, lines: list[Line]) -> bool:
    is_photo_line = is_marked(line.text) or is_credit(line.text) or split_caption(line.text) is not None
    is_captioned = isinstance(following, Line) and is_credit(following.text) and not parse_byline(following.text)
    is_inner_heading = (
        bool(lines) and heading_style_level(line) > (heading_style_level(lines[0]) or 0) and not is_dashed(line.text)
    )
    return not is_title_like(line) or is_photo_line or is_captioned or is_inner_heading


def _set_lines(headline: Headline, lines: list[Line], *, has_byline: bool, rest: tuple[Item, ...]) -> list[Line]:
    """Gives the lines their places and returns those that belong to the body."""
    start, end = _title_span(lines, has_byline=has_byline, rest=rest)
    headline.kicker = _join(lines[:start])
    headline.title = _join(lines[start:end])
    left = lines[end:]
    while left and (is_dashed(left[0].text) or left[0].style in SUBTITLE_STYLES):
        headline.subtitle += without_dashes(left.pop(0).text)
    if left and has_byline and not headline.subtitle:
        headline.subtitle = left.pop(0).text
    return left


def _title_span(lines: list[Line], *, has_byline: bool, rest: tuple[Item, ...]) -> tuple[int, int]:
    """Where the title starts and ends: by Word's style, else by the largest letters, else by the order of the lines."""
    if not lines:
        return 0, 0
    for marks in (
        [line.style in TITLE_STYLES for line in lines],
        [heading_style_level(line) == 1 for line in lines],
        _largest(lines),
    ):
        if any(marks):
            start = marks.index(True)
            return start, next((index for index in range(start, len(lines)) if not marks[index]), len(lines))
    start = _title_by_order(lines, has_byline=has_byline, rest=rest)
    return start, start + 1


def _largest(lines: list[Line]) -> list[bool]:
    sizes = [line.size or 0 for line in lines]
    return (
        [size == max(sizes) and not is_dashed(line.text) for size, line in zip(sizes, lines, strict=True)]
        if len(set(sizes)) > 1
        else []
    )


def _title_by_order(lines: list[Line], *, has_byline: bool, rest: tuple[Item, ...]) -> int:
    """A series head, with or without its —— line, stands above the title; without a byline the second line may be a heading."""
    heads = [index for index, line in enumerate(lines) if not is_dashed(line.text)]
    if len(heads) < 2:
        return heads[0] if heads else 0
    second_has_dash = heads[1] + 1 < len(lines) and is_dashed(lines[heads[1] + 1].text)
    is_bare_pair = len(heads) == len(lines) == 2 and not any(map(_is_heading, rest))
    return heads[1] if has_byline or second_has_dash or is_bare_pair else heads[0]


def _is_heading(item: Item) -> bool:
    return isinstance(item, Line) and is_heading_like(item) and not is_credit(item.text)


def _join(lines: list[Line]) -> str:
    """A —— line follows its head directly, other lines after a space."""
    text = ""
    for line in lines:
        text += line.text if not text or is_dashed(line.text) else " " + line.text
    return text
