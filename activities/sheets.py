"""Writing Excel files. Every cell is text or a number: nothing that a person typed becomes a formula.

SECURITY.md, "Output": cells that start with = + - @ TAB CR, or with their full-width forms, become text.
"""

import io
from collections.abc import Iterable, Sequence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
WIDEST = 50


def workbook(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence]]]) -> bytes:
    """Return an Excel file; each sheet is its title, its heading and its rows."""
    from openpyxl import Workbook  # 0.3 s and 20 MB, which few requests need
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)
    for title, heading, rows in sheets:
        sheet = book.create_sheet(title)
        write_row(sheet, 1, heading)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for number, row in enumerate(rows, start=2):
            write_row(sheet, number, row)
        sheet.freeze_panes = "A2"
        _set_widths(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_row(sheet, number: int, values: Sequence) -> None:
    """Write one row; numbers stay numbers, everything else is text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # see above

    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row=number, column=column)
        if isinstance(value, int | float) and not isinstance(value, bool):
            cell.value = value
            continue
        text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(FORMULA_SIGNS)  # it stays text when somebody edits the cell


def _set_widths(sheet) -> None:
    """Wide enough for what is in them; a Chinese character takes the place of two letters."""
    for column in sheet.columns:
        widest = max((sum(1 + (sign > "\u2e80") for sign in str(cell.value or "")) for cell in column), default=0)
        sheet.column_dimensions[column[0].column_letter].width = min(widest, WIDEST) + 2
