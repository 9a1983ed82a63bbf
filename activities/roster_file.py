"""The roster as an Excel file: the same columns out and in. Reading trusts nothing in the file.

django-import-export is not used: half of our columns are encrypted or computed, all errors of all rows are wanted at
once, and its preview took 16 s for 5,000 rows (LIBRARIES.md, part 7).
"""

import io
import time
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from activities.actions.closing import unit_of
from activities.excel_guard import UnreadableFile, has_merged_cells, open_book
from activities.models import Activity, Attendance, Shift
from activities.people import last_four
from activities.roster_row import HEADING, LEAVE_OUT, NEEDED, STATE_WORDS, Row, read_row, refuse_doubles
from activities.sheets import write_row

MOST_ROWS, MOST_COLUMNS = 5_000, 30
HEADING_WITHIN, MOST_SHEETS = 5, 5  # people put a title above the heading, and notes in front
SECONDS = 20
NOTES = "说明"
NUMBER_OF = "活动编号"
WIDTHS = {"姓名": 12, "单位": 24, "电话后四位": 12, "备注": 24, "错误": 60}
WRONG = "FFF4C7C3"


# --- out ---
def export(activity: Activity, shift: Shift | None, lines: Iterable[Attendance]) -> bytes:
    """Return the roster; people stand by name, numbers by their last four digits."""
    rows = (
        (
            line.row_code, line.participant.full_name, unit_of(line), last_four(line.participant),
            STATE_WORDS[line.state], float(line.hours) if line.hours is not None else "",
            "是" if line.is_delegate else "", line.note,
        )
        for line in lines
    )  # fmt: skip
    notes = (
        ("活动", activity.title), (NUMBER_OF, _number(activity, shift)),
        ("状态", "到、请假、缺席、列席；空着的不改动。"),
        ("时数", "以半小时为单位；空着的按活动全长计。"),
        ("客人", "在末尾添加，行号留空，写明姓名与单位。"),
        ("保密", "本表含个人信息，仅限登记本次活动使用，用后删除。每次导出均留有审计记录。"),
    )  # fmt: skip
    return _book(HEADING, rows, notes=notes)


def with_errors(data: bytes, rows: Iterable[Row]) -> bytes:
    """Return the file again, its errors in a last column and their cells coloured, to be sent back and mended."""
    _book_read, sheet = _sheet(data)
    heading, places, cells = _below_heading(sheet)
    wrong = {row.number: row.errors for row in rows if row.errors}
    lines = [(number, [_plain(cell.value) for cell in line]) for number, line in cells]
    width = max((at + 1 for _number, line in lines for at, value in enumerate(line) if value != ""), default=0)
    width = max(width, len(heading))
    table = [
        (*line[:width], "；".join(f"{column}：{sentence}" for column, sentence in wrong.get(number, ())))
        for number, line in lines
    ]
    column_of = {name: at for name, at in zip(HEADING, places, strict=True) if at is not None}
    coloured = [
        (row, [column_of[column] for column, _sentence in wrong[number] if column in column_of] + [width])
        for row, (number, _line) in enumerate(lines)
        if number in wrong
    ]
    return _book((*heading, *[""] * (width - len(heading)), "错误"), table, coloured=coloured)


def _plain(value):
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else "" if value is None else str(value)


def _number(activity: Activity, shift: Shift | None) -> str:
    return f"{activity.pk}-{shift.pk}" if shift else str(activity.pk)


def _book(heading: Sequence[str], rows: Iterable[Sequence], *, notes=(), coloured=()) -> bytes:
    """Return an Excel file; `coloured` are rows (from 0) with their columns. Every cell is text or a number."""
    from openpyxl import Workbook  # 0.3 s and 20 MB, which few requests need
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "签到表"
    write_row(sheet, 1, heading)
    for at, name in enumerate(heading, start=1):
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = WIDTHS.get(name, 8)
    for number, row in enumerate(rows, start=2):
        write_row(sheet, number, row)
    red = PatternFill("solid", fgColor=WRONG)
    for row, columns in coloured:
        for column in columns:
            sheet.cell(row + 2, column + 1).fill = red
    sheet.freeze_panes = "A2"
    _offer_states(sheet, heading)
    if notes:
        apart = book.create_sheet(NOTES)
        for number, row in enumerate(notes, start=1):
            write_row(apart, number, row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _offer_states(sheet, heading: Sequence[str]) -> None:
    """A list to choose from in the column of states; anything may still be typed, which is refused kindly here."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if "状态" in heading:
        letter = get_column_letter(list(heading).index("状态") + 1)
        words = ",".join(word for word in STATE_WORDS.values() if word)
        offer = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
        offer.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        sheet.add_data_validation(offer)


# --- in ---
def read(data: bytes, activity: Activity, shift: Shift | None = None) -> list[Row]:
    """Return the rows of a file. Raises UnreadableFile; what is wrong in a row stands in its `errors`."""
    book, sheet = _sheet(data)
    _refuse_another(book, activity, shift)
    _heading, places, cells = _below_heading(sheet)
    rows = [
        read_row(number, {name: line[at] if at is not None else None for name, at in zip(HEADING, places, strict=True)})
        for number, line in cells
    ]
    if not rows:
        raise UnreadableFile(_("There is no row beneath the heading."))
    refuse_doubles(rows)
    return rows


def _sheet(data: bytes):
    """Return the book, and the first sheet that has our heading."""
    book = open_book(data)
    sheets = book.worksheets[:MOST_SHEETS]
    try:
        found = next((sheet for sheet in sheets if _heading_of(sheet)), None)
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise UnreadableFile(_("This is no Excel file that can be read: save it as .xlsx and try again.")) from error
    if found is None:
        columns = "、".join(HEADING)
        raise UnreadableFile(_("No sheet has the columns of the roster: %(columns)s.") % {"columns": columns})
    if has_merged_cells(data, found):
        raise UnreadableFile(_("Cells are merged: take the merging away, so that every row has its own cells."))
    return book, found


def _cells(sheet) -> Iterator[tuple[int, Sequence]]:
    """Number and cells of each row, as wide as we look; sizes that the file claims are not believed."""
    sheet.reset_dimensions()
    deadline, before = time.monotonic() + SECONDS, None
    for number, line in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if line is before:  # rows that the file leaves out are one and the same empty one: there may be a million
            continue
        if time.monotonic() > deadline:
            raise UnreadableFile(_("Reading takes too long: copy the rows into a new file and try that one."))
        before = line
        yield number, line


def _heading_of(sheet) -> tuple[int, list[str]] | None:
    """Return the number of the heading's row and its names."""
    for number, line in _cells(sheet):
        names = ["".join(str(cell.value or "").split()) for cell in line]
        if set(NEEDED) <= set(names):
            return number, names
        if number == HEADING_WITHIN:
            break
    return None


def _below_heading(sheet) -> tuple[list[str], list[int | None], list[tuple[int, Sequence]]]:
    """Return the heading, where our columns stand in it (None: they do not), and the rows with something in them."""
    first, names = _heading_of(sheet)
    if doubled := [name for name in HEADING if names.count(name) > 1]:
        raise UnreadableFile(_("The column %(name)s is there twice.") % {"name": doubled[0]})
    places = [names.index(name) if name in names else None for name in HEADING]
    looked_at = [at for name, at in zip(HEADING, places, strict=True) if at is not None and name not in LEAVE_OUT]
    rows = []
    try:
        for number, line in _cells(sheet):
            if number > first and any(line[at].value not in (None, "") for at in looked_at):
                rows.append((number, line))
                if len(rows) > MOST_ROWS:
                    raise UnreadableFile(_("The sheet is too large: at most %(n)s rows.") % {"n": MOST_ROWS})
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise UnreadableFile(_("This is no Excel file that can be read: save it as .xlsx and try again.")) from error
    while names and not names[-1]:
        names.pop()
    return names, places, rows


def _refuse_another(book, activity: Activity, shift: Shift | None) -> None:
    """A roster that was exported of another activity, or another evening."""
    if NOTES not in book.sheetnames:
        return
    facts = {str(line[0].value): str(line[1].value) for number, line in _cells(book[NOTES]) if number <= MOST_COLUMNS}
    if facts.get(NUMBER_OF, _number(activity, shift)) != _number(activity, shift):
        raise UnreadableFile(
            _("This is the roster of another activity: %(title)s.") % {"title": facts.get("活动", "?")[:100]}
        )
