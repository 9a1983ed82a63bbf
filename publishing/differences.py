"""What changed between two states of a text, sentence by sentence, for people to read. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from publishing.preflight import plain

SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’》）」]*|\n|$)")
PICTURE = re.compile(r'<img[^>]*?data-file="(\d+)"[^>]*>')
MANY = 2_000  # sentences; above it difflib may take its short cuts
CLOSE = 0.5  # how alike two passages must be for their difference to be shown within them
SHORT = 600  # characters of a passage that is compared sign by sign
CONTEXT = 40  # characters of what stayed the same, left standing on each side of a change


class Chunk(NamedTuple):
    kind: str  # same, ins, del, gap
    text: str


@dataclass(frozen=True)
class Difference:
    """What changed in one part of a text."""

    label: str
    chunks: list[Chunk]


def in_words(html: str) -> str:
    """Return HTML (or plain text) as lines, its pictures by their numbers in the library."""
    return plain(PICTURE.sub(r"［图片 \1］", html)).strip()


def compare(before: str, after: str) -> list[Chunk]:
    """Return the way from one text to another in chunks; what stays the same is cut to what is needed around it."""
    return list(_with_gaps(_joined(_steps(before, after))))


def _steps(before: str, after: str) -> Iterator[Chunk]:
    old, new = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > MANY)
    for tag, a, b, c, d in matcher.get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield Chunk("same", added)
        else:
            yield from _within(removed, added)


def _within(removed: str, added: str) -> Iterator[Chunk]:
    """Compare two passages sign by sign where that is easier to read than one struck out and one put in."""
    matcher = SequenceMatcher(None, removed, added, autojunk=False)
    if max(len(removed), len(added)) > SHORT or matcher.ratio() < CLOSE:
        yield from (Chunk("del", removed), Chunk("ins", added))
        return
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Chunk("same", added[c:d])
        else:
            yield from (Chunk("del", removed[a:b]), Chunk("ins", added[c:d]))


def _sentences(text: str) -> list[str]:
    return [match[0] for match in SENTENCE.finditer(text) if match[0]]


def _joined(chunks: Iterator[Chunk]) -> list[Chunk]:
    joined: list[Chunk] = []
    for chunk in chunks:
        if not chunk.text:
            continue
        if joined and joined[-1].kind == chunk.kind:
            joined[-1] = Chunk(chunk.kind, joined[-1].text + chunk.text)
        else:
            joined.append(chunk)
    return joined


def _with_gaps(chunks: list[Chunk]) -> Iterator[Chunk]:
    for place, chunk in enumerate(chunks):
        if chunk.kind != "same" or len(chunk.text) <= 2 * CONTEXT:
            yield chunk
            continue
        if place > 0:
            yield Chunk("same", chunk.text[:CONTEXT])
        yield Chunk("gap", "……")
        if place < len(chunks) - 1:
            yield Chunk("same", chunk.text[-CONTEXT:])
