"""One row of a roster file: what its cells say, and what is wrong in them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from activities.pasted import LONGEST_NAME, LONGEST_UNIT, reads_as_name

HEADING = ("行号", "姓名", "单位", "电话后四位", "状态", "时数", "代表", "备注")
NEEDED = ("行号", "姓名", "状态")
LEAVE_OUT = ("行号", "电话后四位")  # a row with nothing but its number is a blank line of the sheet
STATE_WORDS = {"": "", "present": "到", "leave": "请假", "absent": "缺席", "observer": "列席"}
ALSO = {
    "出席": "present", "已到": "present", "√": "present", "✓": "present", "是": "present", "假": "leave",
    "缺": "absent", "未到": "absent", "×": "absent", "旁听": "observer",
}  # fmt: skip
STATES = {word: state for state, word in STATE_WORDS.items()} | ALSO
YES, NO = {"是", "√", "✓", "1", "y", "yes"}, {"", "否", "0", "n", "no"}
LONGEST_NOTE = 60
HALF_HOUR = Decimal("0.5")


@dataclass
class Row:
    """One row of the file: the number of the row, and what stands in it once it is understood."""

    number: int
    code: int | None = None
    is_guest: bool = False  # nothing stands in the column of numbers
    name: str = ""
    unit: str = ""
    state: str = ""
    hours: Decimal | None = None
    is_delegate: bool = False
    note: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)  # column, sentence

    def wrong(self, column: str, sentence: str) -> None:
        self.errors.append((column, sentence))


def read_row(number: int, cells: Mapping) -> Row:
    """Return what a row of openpyxl's cells says, by the names of HEADING; None where the column is not there."""
    row = Row(number)
    texts = {column: _text_of(row, column, cell) for column, cell in cells.items()}
    row.name = _words(row, "姓名", texts, LONGEST_NAME)
    row.unit = _words(row, "单位", texts, LONGEST_UNIT)
    row.note = _words(row, "备注", texts, LONGEST_NOTE)
    _read_code(row, texts["行号"])
    _read_state(row, texts["状态"])
    if not isinstance(_value(cells["时数"]), date | time | timedelta):
        _read_hours(row, texts["时数"])
    _read_delegate(row, texts["代表"])
    if row.is_guest and not row.errors:
        _check_guest(row)
    return row


def refuse_doubles(rows: Sequence[Row]) -> None:
    """A line that stands in the file twice: which of them would count?"""
    first: dict[int, int] = {}
    for row in rows:
        if row.code is not None and first.setdefault(row.code, row.number) != row.number:
            row.wrong("行号", _("This line stands in row %(n)s already.") % {"n": first[row.code]})


def _value(cell):
    return cell.value if cell is not None else None


def _text_of(row: Row, column: str, cell) -> str:
    value = _value(cell)
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        row.wrong(column, _("A formula stands here: put its value instead."))
        return ""
    if isinstance(value, date | time | timedelta):
        row.wrong(column, _("A date or a time stands here: format the cell as text or number."))
        return ""
    if getattr(cell, "data_type", "") == "e":
        row.wrong(column, _("Excel's error %(value)s stands here.") % {"value": str(value)[:10]})
        return ""
    return str(value).strip()


def _words(row: Row, column: str, texts: Mapping[str, str], longest: int) -> str:
    words = texts[column]
    if len(words) > longest:
        row.wrong(column, _("This is too long: at most %(n)s characters.") % {"n": longest})
    elif not words.replace("\n", " ").isprintable():
        row.wrong(column, _("There are signs here that cannot be printed: type it anew."))
    return " ".join(words.split()) if words.isprintable() or "\n" in words else ""


def _check_guest(row: Row) -> None:
    if not row.name:
        row.wrong("姓名", _("A guest needs a name."))
    elif not reads_as_name(row.name):
        row.wrong("姓名", _("Write the name alone, without number or title."))


def _read_code(row: Row, text: str) -> None:
    text = text.removesuffix(".0")
    row.is_guest = not text
    if text.isascii() and text.isdecimal() and len(text) < 6:
        row.code = int(text)
    elif text:
        row.wrong("行号", _("This is no line of the roster; leave it empty for a guest."))


def _read_state(row: Row, text: str) -> None:
    if text in STATES:
        row.state = STATES[text]
    else:
        row.wrong("状态", _("Write 到, 请假, 缺席 or 列席."))


def _read_hours(row: Row, text: str) -> None:
    if not text:
        return
    try:
        hours = Decimal(text.removesuffix("小时"))
    except InvalidOperation:
        row.wrong("时数", _("Hours are a number such as 1.5."))
        return
    if not hours.is_finite() or not 0 < hours <= 24 or hours % HALF_HOUR:
        row.wrong("时数", _("Hours go in halves, up to 24."))
    else:
        row.hours = hours


def _read_delegate(row: Row, text: str) -> None:
    if text.casefold() in YES:
        row.is_delegate = True
    elif text.casefold() not in NO:
        row.wrong("代表", _("Write 是, or leave it empty."))
