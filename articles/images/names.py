"""Names of files: ours are made of a random key, a sender's is only ever shown."""

import unicodedata

SHOWN_LENGTH = 60


def rendition_name(key: str, width: int, extension: str) -> str:
    """Return the path under MEDIA_ROOT of one rendition; `-` keeps the key and the width apart."""
    return f"photos/{key[:2]}/{key}-{width}.{extension}"


def shown_name(name: str | None) -> str:
    """Return a sender's file name fit for a sentence: no path, no control characters, not too long."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    if len(plain) <= SHOWN_LENGTH:
        return plain
    return f"{plain[: SHOWN_LENGTH - 10]}…{plain[-9:]}"
