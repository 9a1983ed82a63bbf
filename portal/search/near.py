"""What to offer where nothing was found: names that sound alike, and parts of the words that do have hits."""

from collections.abc import Iterator
from operator import attrgetter

from portal.search.engine import Ask, engine
from portal.search.folding import fold
from portal.search.limits import MOST_NEAR
from portal.search.looking import Eyes, is_there
from portal.search.marks import Mark, mark
from portal.search.pinyin import readings_of
from portal.search.query import Asked, Term, parse
from portal.search.sources import KINDS, SOURCES

NAMED = frozenset(mark(Mark.KIND, KINDS.index(kind) + 1) for kind in ("topic", "channel", "organisation", "place"))
LONGEST = 12  # characters of a word that is taken apart
MOST_READINGS = 2  # of a word whose characters are read in several ways
MANY = 20  # more than sound alike: of fewer the same ones are always chosen
MOST_LOOKS = 16  # for the parts of a word


def without_hit(asked: Asked, eyes: Eyes) -> list[str]:
    """Return the words, as typed, that have no hit even alone."""
    if len(asked.parts) == 1 and not asked.without:
        return list(asked.parts)
    return [part for part in asked.parts if not is_there(parse(f'"{part}"'), eyes)]


def near(words: list[str], eyes: Eyes) -> list[str]:
    """Return what could have been meant by words without a hit; each has hits."""
    found: dict[str, None] = {}
    for word in words:
        for other in (*_sounding(word, eyes), *_parts(word, eyes)):
            found.setdefault(other)
    return list(found)[:MOST_NEAR]


def _sounding(word: str, eyes: Eyes) -> Iterator[str]:
    """Yield names that are read like the word: 陈家波 for 陈家剥."""
    folded = fold(word).replace(" ", "")[:LONGEST]
    readings = dict.fromkeys("".join(reading) for reading in readings_of(folded))
    for reading in list(readings)[:MOST_READINGS]:
        term = Term(reading)
        if term.is_sound:
            found = engine().some(Ask(scope=eyes.scope, terms=(term,), marks=(NAMED,)), MANY, title=True)
            hits = eyes.seen(sorted(found, key=attrgetter("order")))
            for hit in hits[:MOST_NEAR]:
                yield from (SOURCES[hit.kind].heading(row) for row in SOURCES[hit.kind].rows([hit.object_id]))


def _parts(word: str, eyes: Eyes) -> list[str]:
    """Return the parts of a word that have hits, two characters at least, the longest first."""
    folded, start = fold(word).replace(" ", "")[:LONGEST], 0
    looks = iter(range(MOST_LOOKS))

    def has_hits(end: int) -> bool:
        return end <= len(folded) and next(looks, None) is not None and is_there(parse(f'"{folded[start:end]}"'), eyes)

    parts = []
    while start + 1 < len(folded):
        end = start + 1
        while has_hits(end + 1):
            end += 1
        if end > start + 1:
            parts.append(folded[start:end])
        start = end
    return sorted((part for part in parts if part != folded), key=len, reverse=True)
