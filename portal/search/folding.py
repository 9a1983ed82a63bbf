"""One spelling for what people write in several: width, case, Traditional characters, variants, punctuation.

Texts and queries are folded alike, so what is found is exactly what holds the folded words.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

# Other forms of a character that no table of Traditional ones has; each before the usual one.
VARIANTS = "瓌瑰裡里峯峰羣群邨村磘窑窰窑塆湾垻坝壠垄㘭坳"
NOT_A_SIGN, SIGNS = re.compile(r"[\W_]+"), re.compile(r"[^\W_]+")
WIDE = re.compile(r"[\u3000，。：；！？（）]")  # would come to the same by NFKC, which most texts need for nothing else
COMBINING = re.compile(r"[\u0300-\u036f\u3099\u309a\uff9e\uff9f]")
CLUSTER = re.compile(rf"[\s\S]{COMBINING.pattern}*")


def _table() -> dict[str, str]:
    lines = (Path(__file__).parent / "simplified.txt").read_text(encoding="utf-8").splitlines()
    flat = "".join(line for line in lines if not line.startswith("#"))
    simplified = dict(zip(flat[::2], flat[1::2], strict=True))
    table = simplified | {
        variant: simplified.get(usual, usual) for variant, usual in zip(VARIANTS[::2], VARIANTS[1::2], strict=True)
    }
    return {sign: table.get(other, other) for sign, other in table.items()}


TABLE = _table()
OTHER_FORM = re.compile(f"[{''.join(TABLE)}]")  # sees sooner than translate() that few characters of a text are one


def fold(text: str) -> str:
    """Return letters and digits in their one form, everything between them as one space."""
    return NOT_A_SIGN.sub(" ", _signs(WIDE.sub(" ", text))).strip()


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters where in `text` it comes from."""
    plain = WIDE.sub(" ", text)
    if _is_one_to_one(plain):
        return _words_with_places(_signs(plain))
    folded, places, at = [], [], 0
    for cluster in CLUSTER.findall(text) if COMBINING.search(text) else text:
        for sign in _folded(cluster):
            if sign != " " or (folded and folded[-1] != " "):
                folded.append(sign)
                places.append(at)
        at += len(cluster)
    return "".join(folded).rstrip(), places


def _is_one_to_one(text: str) -> bool:
    """Whether each character folds to one: none is composed of several, and none becomes several."""
    return (
        unicodedata.is_normalized("NFKC", text)
        and not COMBINING.search(text)
        and len(text.casefold()) == len(text)  # no character becomes none
    )


def _words_with_places(signs: str) -> tuple[str, list[int]]:
    words, places = [], []
    for word in SIGNS.finditer(signs):
        words.append(word[0])
        places += [*range(*word.span()), word.end()]  # the last of the space behind it
    return " ".join(words), places[:-1]


@lru_cache(maxsize=8192)
def _folded(cluster: str) -> str:
    return NOT_A_SIGN.sub(" ", _signs(cluster))


def _signs(text: str) -> str:
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return OTHER_FORM.sub(_usual_form, text.casefold())


def _usual_form(found: re.Match) -> str:
    return TABLE[found[0]]
