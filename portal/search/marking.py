"""Shows where the words stand: escaped text with `<mark>`, cut to what one needs to judge a hit."""

from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString

from portal.search.folding import fold, fold_with_places

BEFORE = 30  # characters before the first hit
LONG = 120
WINDOW = 100  # characters that are folded with care, more than `LONG - BEFORE`


def marked(text: str, words: Iterable[str]) -> SafeString:
    """Return a text, escaped, with every place where a folded word stands marked."""
    words, folded = list(words), fold(text)
    return _marked(text, _spans(text, words) if any(word in folded for word in words) else [])


def snippet(text: str, words: Iterable[str], *, closely: bool = True) -> SafeString:
    """Return the part of a text with the first hit, else its beginning.

    A word that stands there just so comes before those that are spelt otherwise, which are only looked for `closely`.
    """
    text, words = " ".join(text.split()), list(words)
    spans = _first_spans(text, words, closely)
    start = _start(spans[0][0] if spans else 0)
    end = start + LONG
    inside = [(max(one, start) - start, min(other, end) - start) for one, other in spans if one < end and other > start]
    part = _marked(text[start:end], inside)
    return SafeString(f"{'…' if start else ''}{part}{'…' if end < len(text) else ''}")


def _start(first: int) -> int:
    """Return where a snippet begins whose first hit stands there."""
    return first - BEFORE if first > LONG - BEFORE else 0


def _first_spans(text: str, words: list[str], closely: bool) -> list[tuple[int, int]]:
    """Return where words stand in the first stretch of a text that holds one, and as far behind it as a snippet goes."""
    window = max(WINDOW, 3 * max(map(len, words), default=0))
    for start in _stretches(text, words, window // 2 if closely else 0):
        spans = _spans(text[start : start + window + LONG], words)
        if spans and spans[0][0] < window:
            return [(one + start, other + start) for one, other in spans]
    return []


def _stretches(text: str, words: list[str], step: int) -> Iterator[int]:
    """Yield where to look closely: where a word seems to stand, then, by steps if there are any, from the beginning."""
    if places := [at for word in words if (at := text.find(word)) >= 0]:
        yield _start(min(places))
    if not step:
        return
    folded = fold(text)
    if any(word in folded for word in words):
        yield from range(0, len(text), step)


def _spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return from where to where the words stand, in order, none of them overlapping another."""
    folded, places = fold_with_places(text)
    places = [*places, len(text)]
    found = []
    for word in words:
        at = folded.find(word) if word else -1
        while at >= 0:
            found.append((places[at], _end(text, places, at + len(word))))
            at = folded.find(word, at + len(word))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _end(text: str, places: list[int], after: int) -> int:
    """Return where in the text the character before `after` ends: what follows it may have been folded away."""
    last = places[after - 1]
    following = next((place for place in places[after:] if place > last), len(text))
    return min(following, last + 1) if following > last + 1 and not text[last + 1].isalnum() else following


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return SafeString("".join([*parts, escape(text[at:])]))
