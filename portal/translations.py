"""Finds the translatable words of the code and what their catalogue lacks. Needs Babel only, not GNU gettext."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")

Key = tuple[str | None, str]  # context and (singular) msgid


def words_of(path: Path) -> Iterator[tuple[Key, int]]:
    """Yield the translatable words of a Python, JavaScript or template file, each with its line."""
    source, method = path.read_text(encoding="utf-8"), "python"
    if path.suffix == ".js":
        method = "javascript"
    elif path.suffix != ".py":
        # Django turns a template into something like Python; its indentation means nothing
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for line, words, _comments, context in extract(method, BytesIO(source.encode()), KEYWORDS):
        singular = words[0] if isinstance(words, tuple) else words
        if singular:
            yield (context, singular), line


def catalogue(path: Path) -> Catalog:
    """Read a .po file; an absent one is an empty catalogue."""
    if not path.exists():
        return Catalog(locale="zh_Hans", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def lacking(used: dict[Key, str], known: Catalog) -> Iterator[str]:
    """Yield a sentence for each word in use (with its place) without a translation, and for each faulty entry."""
    for (context, singular), place in used.items():
        if known.get(singular, context) is None:
            yield f"{place}: not in the catalogue: {singular!r}"
    if known.fuzzy:
        yield "the whole catalogue is marked as fuzzy: pybabel would leave it out"
    for message in known:
        if message.id and (fault := _fault(message)):
            yield f"{fault}: {message.id!r}"


def _fault(message: Message) -> str | None:
    originals, translations = _strings(message.id), _strings(message.string)
    if message.fuzzy:
        return "fuzzy"
    if not all(translations):
        return "without translation"
    wanted = set(PLACEHOLDER.findall(originals[-1]))  # Chinese has the plural form only
    if any(set(PLACEHOLDER.findall(text)) != wanted for text in translations):
        return "other placeholders than the original"
    return None


def _strings(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)
