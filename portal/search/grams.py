"""Characters and pairs of characters as numbers: the words of the index, the same on both databases.

A character is its code point, a pair is both code points side by side; those of the title stand once more behind
`TITLE`. The function `portal_grams` of the PostgreSQL migration says the same in SQL.
"""

from itertools import pairwise

TITLE = 1 << 42
SECOND = 21  # bits of a code point
SPACE = ord(" ")
MOST_ASKED = 24  # of one word: they only choose whose text is looked at


def grams_of(title: str, body: str, keys: str, marks: str) -> set[int]:
    """Return everything by which the index finds a row."""
    named = _grams(title) | _grams(keys)
    return named | {gram | TITLE for gram in named} | _grams(body) | set(map(int, marks.split()))


def grams_of_word(word: str, *, in_title: bool) -> list[int]:
    """Return what every row that holds a folded word, or phrase, has in the index."""
    runs = word.split()
    pairs = [_pair(one, other) for run in runs for one, other in pairwise(run)]
    alone = [ord(run) for run in runs if len(run) == 1]
    return [gram | TITLE if in_title else gram for gram in dict.fromkeys((*pairs, *alone))][:MOST_ASKED]


def _grams(text: str) -> set[int]:
    signs = [ord(sign) for sign in text]
    pairs = {one << SECOND | other for one, other in set(pairwise(signs)) if one != SPACE and other != SPACE}
    return pairs | set(signs) - {SPACE}


def _pair(one: str, other: str) -> int:
    return ord(one) << SECOND | ord(other)
