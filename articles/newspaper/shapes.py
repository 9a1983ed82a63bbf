"""What a line looks like, before anybody asks where it stands."""

import re

from articles.newspaper.manuscript import Line

ENDS_SENTENCE = re.compile(r"[。！？!?；;：:…，,、.][”’」』）)\"']*(?:\[\d+\])?$")
ENDS_FIRMLY = re.compile(r"[。；;：:…，,、.][”’」』）)\"']*(?:\[\d+\])?$")  # a title may end with ！ or ？
DASHES = re.compile(r"[—―─－–\-]{1,4}\s*(?=[^—―─－–\-\s])")
CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]+[章节部分篇]")
SECTION = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
POINT = re.compile(r"\d{1,2}(?:[.．、](?!\d)|[）)])|[（(]\d{1,2}[）)]")
DATE_LINE = re.compile(r"(?:20|19)\d\d[年\-./]\d{1,2}[月\-./]\d{1,2}日?.{0,20}|\d{1,2}月\d{1,2}日")
WORD_HEADING = re.compile(r"(?:heading|标题) ?(\d)")
MAX_TITLE, MAX_HEADING, MAX_NUMBERED_HEADING = 60, 30, 40


def is_dashed(text: str) -> bool:
    return DASHES.match(text) is not None


def without_dashes(text: str) -> str:
    return DASHES.sub("", text, count=1) if is_dashed(text) else text


def number_style(text: str) -> str:
    """`chapter` for 一、, `section` for （一）, `point` for 1., else an empty string."""
    patterns = (("chapter", CHAPTER), ("section", SECTION), ("point", POINT))
    return next((name for name, pattern in patterns if pattern.match(text)), "")


def heading_style_level(line: Line) -> int:
    """The level of Word's own heading style, 0 for an ordinary paragraph."""
    match = WORD_HEADING.fullmatch(line.style)
    return int(match[1]) if match else 0


def is_title_like(line: Line) -> bool:
    return len(line.text) <= MAX_TITLE and not line.listed and not ENDS_FIRMLY.search(line.text)


def is_heading_like(line: Line) -> bool:
    """A Word heading, or a short line without closing punctuation."""
    if heading_style_level(line):
        return len(line.text) <= 2 * MAX_TITLE
    limit = MAX_NUMBERED_HEADING if number_style(line.text) else MAX_HEADING
    return len(line.text) <= limit and not ENDS_SENTENCE.search(line.text) and not DATE_LINE.fullmatch(line.text)
