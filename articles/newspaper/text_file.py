"""Reads plain text, whatever encoding it was saved in."""

import codecs
import re

from django.utils.translation import gettext as _

from articles.newspaper.feature import FeatureError
from articles.newspaper.manuscript import Line, Manuscript

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
DAMAGED = "\ufffd"
MAX_CONTROLS = 0.05  # of all characters; more and it is a binary file


def read_text(data: bytes) -> Manuscript:
    text = decode(data)
    clean, removed = CONTROLS.subn("", text)
    if removed > len(text) * MAX_CONTROLS:
        raise FeatureError(_("The file is not a text file. Only .docx and .txt files can be imported."))
    lines = (line.strip() for line in LINE_ENDS.split(clean))
    notes = [_("%d characters that cannot be printed were removed.") % removed] if removed else []
    if damaged := text.count(DAMAGED):
        notes.append(_("%d damaged characters stand as �.") % damaged)
    return Manuscript(tuple(Line(line) for line in lines if line), notes=tuple(notes))


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with or without its mark, else GB18030, which Chinese editors still write."""
    for encoding in _candidates(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8" and _is_mostly_utf8(data):
                return data.decode("utf-8", "replace")
    raise FeatureError(_("The text's encoding is not known. Save the file as UTF-8 and try again."))


def _is_mostly_utf8(data: bytes) -> bool:
    """A few damaged bytes do not make it GB18030, which would turn the whole text into other characters."""
    text = data.decode("utf-8", "replace")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii > 10 * text.count(DAMAGED)


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return [encoding]
    units = {data[at : at + 2] for at in range(0, min(len(data), 4096), 2)}
    if b"\n\0" in units:
        return ["utf-16-le"]
    if b"\0\n" in units:
        return ["utf-16-be"]
    return ["utf-8", "gb18030"]
