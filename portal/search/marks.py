"""What the index knows of a document beside its words, as numbers: by these it is narrowed and counted."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from functools import lru_cache

FIRST = 2 << 42  # so that no mark is taken for a character or a pair: see portal.search.grams
VALUES = 36  # bits of the value


class Mark(IntEnum):
    KIND = 1
    STATE = 2
    ORGANISATION = 3
    TOPIC = 4
    PLACE = 5
    YEAR = 6  # 2021
    MONTH = 7  # 202104
    DAY = 8  # 20210402
    DAY_OF_ANY_YEAR = 9  # 402
    PUBLIC = 10


def mark(code: Mark, value: int) -> int:
    return FIRST | code << VALUES | value


def marks_of_day(day: date) -> set[int]:
    month = day.year * 100 + day.month
    return {
        mark(Mark.YEAR, day.year),
        mark(Mark.MONTH, month),
        mark(Mark.DAY, month * 100 + day.day),
        mark(Mark.DAY_OF_ANY_YEAR, day.month * 100 + day.day),
    }


def counted(marks: Iterable[str]) -> dict[Mark, Counter[int]]:
    """Return how often each value stands in the marks of many documents (engine.Found), by its sort."""
    counts: dict[Mark, Counter[int]] = {code: Counter() for code in Mark}
    for number, count in Counter(" ".join(marks).split()).items():
        code, value = _meaning(number)
        counts[code][value] = count
    return counts


@lru_cache(maxsize=8192)
def _meaning(number: str) -> tuple[Mark, int]:
    code, value = divmod(int(number) - FIRST, 1 << VALUES)
    return Mark(code), value
