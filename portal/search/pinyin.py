"""How names sound: 雷打石镇 is found by leidashi, by dashi and by ldsz. Only names have this, texts do not."""

import re

from portal.search.folding import fold

MOST_READINGS = 3  # of one character
MOST_TOGETHER = 8  # of a name
LONGEST_NAME = 24
SOUND = re.compile(r"[ -~]*")  # of a character without a reading nobody can type how it sounds


def keys_of(*names: str) -> str:
    """Return, each with a space before it, what the sounds of the names begin with, from every syllable on."""
    keys = dict.fromkeys(key for name in names for key in _keys_of(fold(name).replace(" ", "")[:LONGEST_NAME]))
    return "".join(f" {key}" for key in keys)


def readings_of(name: str) -> list[list[str]]:
    """Return how a folded name is read, syllable by syllable, then with one syllable read otherwise.

    Letters and digits stand for themselves.
    """
    from pypinyin import Style, pinyin  # 0.5 s and 57 MB, for those who write names only

    usual = [syllable for (syllable,) in pinyin(name, style=Style.NORMAL, errors=list)]
    readings = [usual]
    for at, sign in enumerate(name):
        others = [other for other in pinyin(sign, style=Style.NORMAL, heteronym=True)[0] if other != usual[at]]
        readings += [[*usual[:at], other, *usual[at + 1 :]] for other in others[: MOST_READINGS - 1]]
    return readings[:MOST_TOGETHER]


def _keys_of(name: str):
    if name.isascii():
        return
    for reading in readings_of(name):
        for letters in (reading, [syllable[:1] for syllable in reading]):
            for at in range(len(letters)):
                if len(key := SOUND.match("".join(letters[at:]))[0]) > 1:
                    yield key
