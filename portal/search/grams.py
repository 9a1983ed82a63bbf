"""Characters and pairs of neighbours: the words of the index, the same on both databases.

Those of the title stand once more behind `TITLE`; marks are numbers. SQLite keeps grams as they are. PostgreSQL has
numbers: of pairs, each a character and one of 127 sorts of what may follow, and of single characters in titles only.
Elsewhere a character is found by all of its sorts: so rows have a third fewer entries. What is proposed wrongly is only
compared in vain. There a row also has the number of its era, some weeks of numbers, so that the index looks only where
it should. The function `portal_grams` of the PostgreSQL migrations makes the same of a row in SQL.
"""

from itertools import pairwise
from operator import add

from portal.search.marks import VALUES

TITLE = "\ue000"  # a character that no folded text has
SORTS = 127  # a prime: of what follows a character; one more for the end of a word, in titles for the character
TITLES, MARKS, ERAS = 1 << 28, 1 << 29, 1 << 30  # where the numbers of titles, marks and eras begin
ERA = 16  # bits of a row's number within its era: 45 days of minutes
MOST_MARKS = 1 << 18
MIXED = 7919  # a prime: marks of different codes seldom share a number
MOST_ASKED = 24  # of one word: they only choose whose text is looked at


def grams_of(title: str, body: str, keys: str, marks: str) -> set[str]:
    """Return everything by which the index finds a row."""
    named, found = _grams(f"{title} {keys}"), _grams(body)
    found.update(named, map(TITLE.__add__, named), marks.split())
    return found


def grams_of_word(word: str, *, in_title: bool) -> list[str]:
    """Return what every row that holds a folded word, or phrase, has in the index."""
    runs = word.split()
    pairs = [one + other for run in runs for one, other in pairwise(run)]
    alone = [run for run in runs if len(run) == 1]
    return [TITLE + gram if in_title else gram for gram in dict.fromkeys((*pairs, *alone))][:MOST_ASKED]


def numbers_of(gram: str) -> range:
    """Return the numbers of which every row that has the gram has one."""
    if len(gram) > 3:
        mark = int(gram)
        number = MARKS + ((mark >> VALUES) * MIXED + mark) % MOST_MARKS
        return range(number, number + 1)
    word = gram.removeprefix(TITLE)
    first = (ord(word[0]) << SORTS.bit_length()) + (TITLES if gram.startswith(TITLE) else 0)
    if len(word) == 1:
        return range(first, first + 1) if word != gram else range(first, first + SORTS + 1)
    number = first + ord(word[1]) % SORTS + 1
    return range(number, number + 1)


def eras(lower: int, upper: int) -> range:
    """Return the numbers of all eras that have rows from `lower` on, below `upper`."""
    return range(ERAS + (lower >> ERA), ERAS + (upper - 1 >> ERA) + 1)


def _grams(text: str) -> set[str]:
    found = set(text)
    found.discard(" ")
    for run in text.split(" "):
        found.update(map(add, run, run[1:]))
    return found
