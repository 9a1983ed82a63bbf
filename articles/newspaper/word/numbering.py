"""Automatic numbers such as 一、 and （一）: Word keeps them out of the text, a printed page shows them."""

import re
from collections import defaultdict
from xml.etree import ElementTree as ET

from articles.newspaper.word.names import W

CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographDigital",
    "japaneseCounting",
}
LEVELS = set("012345678")
DIGITS = "〇一二三四五六七八九"


class Numbering:
    """Numbers the paragraphs of one document, in order. Arabic numbers and bullets stay lists and are left alone."""

    def __init__(self, root: ET.Element | None) -> None:
        self._levels: dict[tuple[str, str], str] = {}
        self._counters: dict[str, list[int]] = defaultdict(lambda: [0] * 9)
        self._lists: dict[str, str] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: ET.Element) -> None:
        for abstract in root.iter(W + "abstractNum"):
            for level in abstract.iter(W + "lvl"):
                if _value(level, "numFmt") in CHINESE:
                    key = abstract.get(W + "abstractNumId", ""), level.get(W + "ilvl", "0")
                    self._levels[key] = _value(level, "lvlText") or "%1、"
        for number in root.iter(W + "num"):
            self._lists[number.get(W + "numId", "")] = _value(number, "abstractNumId")

    def print_number(self, paragraph: ET.Element) -> None:
        """Turns a Chinese automatic number into text at the start of the paragraph."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return
        level = _value(properties, "ilvl") or "0"
        abstract = self._lists.get(_value(properties, "numId"), "")
        if (abstract, level) not in self._levels or level not in LEVELS:
            return
        counters = self._counters[abstract]
        counters[int(level)] += 1
        counters[int(level) + 1 :] = [0] * (8 - int(level))
        text = re.sub(r"%([1-9])", lambda match: to_chinese(counters[int(match[1]) - 1]), self._levels[abstract, level])
        run = ET.Element(W + "r")
        ET.SubElement(run, W + "t").text = text
        paragraph.insert(1, run)
        paragraph.find(W + "pPr").remove(properties)


def _value(element: ET.Element, child: str) -> str:
    found = element.find(W + child)
    return "" if found is None else found.get(W + "val", "")


def to_chinese(number: int) -> str:
    """1 to 99, as headings are numbered; beyond that the digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    prefix = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return prefix + (DIGITS[ones] if ones else "")
