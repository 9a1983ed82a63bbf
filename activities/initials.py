"""Finding people by the first letters of their names in pinyin: zs finds 张三, and both zxc and cxc find 曾小川."""

from functools import lru_cache


def has_initials(name: str, typed: str) -> bool:
    """Whether the letters of `typed` are the initials of signs that follow each other in the name, in any reading."""
    typed = typed.casefold()
    signs = [letters_of(sign) for sign in name if sign.isalnum()]
    places = range(len(signs) - len(typed) + 1)
    return any(all(typed[n] in signs[place + n] for n in range(len(typed))) for place in places)


@lru_cache(maxsize=16_384)
def letters_of(sign: str) -> frozenset[str]:
    """Return the letters that a sign may begin with; a surname's own reading (单 shàn) is among them."""
    from pypinyin import Style, pinyin  # 0.5 s and 57 MB, for those who search only

    return frozenset(reading[:1].casefold() for reading in pinyin(sign, style=Style.FIRST_LETTER, heteronym=True)[0])


def is_initials(typed: str) -> bool:
    """Whether somebody typed letters rather than Chinese signs or digits."""
    return typed.isascii() and typed.isalpha()
