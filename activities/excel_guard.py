"""Opening an Excel file that somebody sent: what is dangerous or no Excel file is refused before a library sees it.

SECURITY.md, "Uploads": size, entries, unpacked size, entity declarations, encryption. What is left is read cell by
cell (openpyxl's read-only mode), so that a sheet of a million empty rows costs what its text weighs.
"""

import io
import zipfile

from django.utils.translation import gettext as _

MOST_BYTES, MOST_UNPACKED, MOST_ENTRIES = 2_000_000, 20_000_000, 200
PACKED = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any Office file with a password


class UnreadableFile(Exception):
    """Raised for a file that cannot be read as a table; the text says what it is and what to do."""


def open_book(data: bytes):
    """Return the workbook, read-only, formulas as formulas. Raises UnreadableFile."""
    _refuse_dangerous(data)
    from openpyxl import load_workbook  # 0.3 s, which few requests need

    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise UnreadableFile(_("This is no Excel file that can be read: save it as .xlsx and try again.")) from error


def _refuse_dangerous(data: bytes) -> None:
    if data.startswith(OLD_OFFICE):
        raise UnreadableFile(_("This is an old (.xls) or protected file: save it as .xlsx without a password."))
    if len(data) > MOST_BYTES:
        raise UnreadableFile(_("The file is too large: at most %(n)s MB.") % {"n": MOST_BYTES // 1_000_000})
    if not data.startswith(PACKED):
        raise UnreadableFile(_("This is no Excel file (.xlsx): export the roster here and fill that file in."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _refuse_parts(packed)
    except UnreadableFile:
        raise
    except Exception as error:  # zipfile and zlib raise a dozen kinds of errors
        raise UnreadableFile(_("The file is damaged: open it, save it again as .xlsx, and try again.")) from error


def _refuse_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableFile(_("This is no Excel file (.xlsx): export the roster here and fill that file in."))
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(_("This is an old (.xls) or protected file: save it as .xlsx without a password."))
    if len(parts) > MOST_ENTRIES or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableFile(_("The file is too large once unpacked: it holds more than a roster."))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(part):
            raise UnreadableFile(_("The file is damaged: open it, save it again as .xlsx, and try again."))


def has_merged_cells(data: bytes, sheet) -> bool:
    """Whether cells of a sheet are merged; then nobody can say which row their text belongs to."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"<mergeCell " in packed.read(sheet._worksheet_path)  # read-only sheets do not tell
