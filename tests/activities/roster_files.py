"""Roster files as people send them, good ones and bad ones."""

import io
import zipfile

import openpyxl

from activities.roster_row import HEADING


def xlsx(*rows, heading=HEADING, above=(), title="签到表", also=(), **notes) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in (*above, heading, *rows):
        sheet.append(row)
    for name in also:
        book.create_sheet(name)
    if notes:
        apart = book.create_sheet("说明")
        for fact in notes.items():
            apart.append(fact)
    return saved(book)


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(code="", name="", state="", *, unit="", hours="", delegate="", note="") -> tuple:
    return (code, name, unit, "", state, hours, delegate, note)


def merged() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(xlsx(row(1, "张伟", "到"), row(2, "王芳", "到"))))
    book.active.merge_cells("B2:B3")
    return saved(book)


def packed(**parts: bytes) -> bytes:
    """A zip file with these parts, dots for slashes in names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one part replaced, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def encrypted() -> bytes:
    """A zip whose entries claim to be encrypted."""
    data = bytearray(xlsx(row(1, "张伟", "到")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def table_of(data: bytes, sheet: int = 0) -> list[tuple]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[sheet].iter_rows(values_only=True))
