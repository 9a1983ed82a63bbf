"""Holidays as the State Council's yearly notice arranges them. Pure: text in, days out.

`read_notice` reads the notice's own sentences: 二、春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from activities.working_days import is_weekend

CALENDARS = Path(__file__).parent / "calendars"

ITEM = re.compile(
    r"(?:^|\n)\s*[一二三四五六七八九十]+、\s*([^：:\n]{1,20})[：:](.*?)(?=\n\s*[一二三四五六七八九十]+、|\Z)", re.S
)
BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
OFF = re.compile(rf"{DAY}(?:\s*(?:至|到|-|—|－)\s*{DAY})?[^。；，]*?(?:放假|补休)")
WORKED = re.compile(rf"((?:{DAY}[、，和\s]*)+)上班")
LONGEST = 15  # days: a longer holiday is a slip of the pen


@dataclass(frozen=True)
class Holiday:
    """One holiday of a notice: its days off from `first` to `last`, and the weekend days worked for it."""

    name: str
    first: date
    last: date
    worked: tuple[date, ...] = ()


class Unreadable(ValueError):
    """The notice has a sentence that cannot be taken for days; the message is that sentence."""


def special_days(holidays: Iterable[Holiday]) -> dict[date, tuple[bool, str]]:
    """Return what differs from Monday to Friday: day -> (whether it is worked, the holiday's name)."""
    found = {}
    for holiday in holidays:
        span = (holiday.last - holiday.first).days + 1
        days = (holiday.first + timedelta(days=number) for number in range(span))
        found |= {day: (False, holiday.name) for day in days if not is_weekend(day)}
        found |= dict.fromkeys(holiday.worked, (True, holiday.name))
    return dict(sorted(found.items()))


def read_file(path: Path) -> tuple[int, str, list[Holiday]]:
    """Return year, number of the notice and holidays of one of our own files."""
    data = tomllib.loads(path.read_text())
    holidays = [
        Holiday(entry["name"], entry["from"], entry["to"], tuple(entry.get("worked", ()))) for entry in data["holidays"]
    ]
    return data["year"], data["source"], holidays


def read_notice(text: str, year: int) -> list[Holiday]:
    """Return the holidays of a notice about `year`. Raises Unreadable with the sentence that is not understood."""
    plain = BRACKETS.sub("", BRACKETS.sub("", text.replace("\r", "").replace("\u3000", " ")))
    holidays = [_holiday(name.strip(), sentences, year) for name, sentences in ITEM.findall(plain)]
    if not holidays:
        raise Unreadable(text.strip()[:40])
    return [holiday for one in holidays for holiday in one]


def _holiday(name: str, sentences: str, year: int) -> list[Holiday]:
    try:
        spans = _spans(sentences, year)
        worked = tuple(day for group in WORKED.findall(sentences) for day in _days(group[0], year))
    except ValueError as error:
        raise Unreadable(f"{name}：{sentences.strip()[:60]}") from error
    if not spans or any(not 0 <= (last - first).days < LONGEST for first, last in spans):
        raise Unreadable(f"{name}：{sentences.strip()[:60]}")
    (first, last), *others = spans
    return [Holiday(name, first, last, worked), *(Holiday(name, *span) for span in others)]


def _spans(sentences: str, year: int) -> list[tuple[date, date]]:
    spans = []
    for y1, m1, d1, y2, m2, d2 in OFF.findall(sentences):
        if not m1:
            raise ValueError("a day without its month")
        first = date(int(y1 or year), int(m1), int(d1))
        last = date(int(y2 or first.year), int(m2 or first.month), int(d2)) if d2 else first
        spans.append((first, last))
    return spans


def _days(words: str, year: int) -> list[date]:
    """The days of a list such as 2月7日、20日: a month holds until the next one is named."""
    days, month = [], ""
    for y, m, d in re.findall(DAY, words):
        month = m or month
        days.append(date(int(y or year), int(month or 0), int(d)))
    return days
