"""Characters and pairs of neighbours: the words of the index, the same on both databases.

Those of the title stand once more behind `TITLE`; marks are numbers. SQLite keeps grams as they are, PostgreSQL the
numbers of `number_of`, of which some share one: a million short lists would be larger than fewer longer ones, and what
the index proposes wrongly is only compared in vain. The function `portal_grams` of the PostgreSQL migration makes the
same of a row in SQL.
"""

from itertools import pairwise
from operator import add

from portal.search.marks import VALUES

TITLE = "\ue000"  # a character that no folded text has
NUMBERS = 1 << 18  # of grams of the same sort: texts, titles, marks
MIXED = 7919  # a prime: neighbours in the table of characters do not share a number
MOST_ASKED = 24  # of one word: they only choose whose text is looked at


def grams_of(title: str, body: str, keys: str, marks: str) -> set[str]:
    """Return everything by which the index finds a row."""
    named = _grams(title) | _grams(keys)
    return named | {TITLE + gram for gram in named} | _grams(body) | set(marks.split())


def grams_of_word(word: str, *, in_title: bool) -> list[str]:
    """Return what every row that holds a folded word, or phrase, has in the index."""
    runs = word.split()
    pairs = [one + other for run in runs for one, other in pairwise(run)]
    alone = [run for run in runs if len(run) == 1]
    return [TITLE + gram if in_title else gram for gram in dict.fromkeys((*pairs, *alone))][:MOST_ASKED]


def number_of(gram: str) -> int:
    if gram.startswith(TITLE):
        return NUMBERS + number_of(gram[1:])
    if len(gram) > 2:
        mark = int(gram)
        return 2 * NUMBERS + ((mark >> VALUES) * MIXED + mark) % NUMBERS
    return (ord(gram[0]) * MIXED + (ord(gram[1]) if len(gram) == 2 else 0)) % NUMBERS


def _grams(text: str) -> set[str]:
    found = {*text, *(pair for pair in set(map(add, text, text[1:])) if " " not in pair)}
    found.discard(" ")
    return found
