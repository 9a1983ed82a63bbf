"""Reading a list of people that somebody pasted: a WeChat chain (接龙), columns from Excel, names in a row. Pure.

Nothing is guessed silently: what stood above the list is in `heading`, what a line could not be read as is its
`trouble`. A missing number is no trouble here; whoever needs one asks `phone`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_LINES = 1_000
LONGEST_LINE, LONGEST_NAME, LONGEST_UNIT = 200, 30, 60

NUMBERED = re.compile(
    r"^\s*(?:[(\[]\s*\d{1,4}\s*[)\]]|\d{1,4}\s*[.、,:)]|\d{1,4}(?=[\s\u4e00-\u9fff])|[一二三四五六七八九十百]+[、.]|[-*·]\s)\s*"
)
MOBILE = r"(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}"
LANDLINE = r"0\d{2,3}[-\s]?\d{7,8}|[2-8]\d{6,7}"
PHONE = re.compile(rf"(?<![\dXx])(?:{MOBILE}|{LANDLINE})(?![\dXx])")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
LONG_NUMBER = re.compile(r"\d{5,}")
LABEL = re.compile(
    r"(?:姓名|名字|联系电话|联系方式|手机号码?|手机|电话号码?|电话|单位|所在单位|参加人员|参与人员|人员|名单|志愿者|报名)\s*:\s*"
)
BETWEEN = re.compile(r"[\s,;、/|()\[\]【】《》:]+")
UNIT_ENDS = re.compile(r"(?:社区|街道|[村镇乡局校院所部办委]|公司|中心|支部|学校|集团|支队|大队|中队|小组|协会)$")
NAME_LIKE = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,4}|[\u3400-\u9fff·]+·[\u3400-\u9fff·]+")
IS_NAME = re.compile(r"[^\W\d_]+(?:[ ·'.-]+[^\W\d_]+)*\.?")
SPACED_NAME = re.compile(r"^([\u3400-\u9fff])\s+([\u3400-\u9fff])(?=$|[\s,;、/|(\d])")
SPACED_LETTERS = re.compile(r"^([A-Za-z]+) +(?=[A-Za-z])")
JOINT = "\ue000"  # no text holds it: plain() takes such signs out
MORE = re.compile(r"\+\s*\d{1,2}(?!\d)")
CHAIN = re.compile(r"^#\s*(?:接龙|Group\s*Note)", re.IGNORECASE)
COLUMNS = {
    "name": ("姓名", "名字", "参加人员", "name"),
    "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "phone"),
    "unit": ("单位", "所在单位", "工作单位", "社区", "村", "部门", "unit"),
}


class Trouble(models.TextChoices):
    """What keeps a line from being a person."""

    NO_NAME = "no_name", _("No name is in this line: write the name first.")
    ODD_NAME = "odd_name", _("This does not read as a name: write name, number, unit, with spaces between.")
    BAD_PHONE = (
        "bad_phone",
        _("This is no telephone number: mobile numbers have 11 digits, others 7 or 8 and the area code."),
    )
    TWO_PHONES = "two_phones", _("Two numbers stand in this line: write a line for each person.")
    IDENTITY = "identity", _("An identity number stands in this line: take it out, it is not needed.")
    BRINGS_MORE = (
        "brings_more",
        _("“+1” says that somebody comes along: write that person's name in a line of their own."),
    )
    TOO_LONG = "too_long", _("This line is too long: at most 30 letters for the name, 60 for the unit.")
    TWICE = "twice", _("The same person stands in an earlier line: take one of them out.")
    PERHAPS_TWICE = (
        "perhaps_twice",
        _("The same name without a number stands in another line: add the number, or take one out."),
    )


@dataclass(frozen=True)
class Line:
    """One person of the list; `number` is the line in the text, from 1. Names of one line share its number."""

    number: int
    text: str
    name: str = ""
    phone: str = ""  # digits only
    unit: str = ""
    trouble: Trouble | None = None
    twin: int = 0  # the line in which the same person stands

    @property
    def problem(self) -> str:
        """What is wrong with it, as a sentence; empty when nothing is."""
        if self.trouble is None:
            return ""
        where = gettext("Line %(n)s.") % {"n": self.twin} if self.twin else ""
        return " ".join(filter(None, (str(self.trouble.label), where)))


@dataclass(frozen=True)
class Reading:
    people: list[Line]
    heading: list[str]  # what stood above the list and was passed over


def read_people(text: str) -> list[Line]:
    """Return a Line for each person of a pasted text, in its order; nothing is thrown away but headings."""
    return read_list(text).people


def read_list(text: str) -> Reading:
    people, heading, columns = [], [], []
    lines = [(number, plain(line)) for number, line in enumerate(text.splitlines(), start=1)]
    first = _first_of_chain([line for _number, line in lines])
    for number, line in lines:
        if not line.strip():
            continue
        if found := _columns_of(line):
            columns = found
        if found or number <= first or CHAIN.match(line.strip()):
            heading.append(line.strip())
            continue
        people += _by_columns(number, line, columns) if _fits(line, columns) else _by_look(number, line)
    return Reading(_with_twins(people), heading)


def plain(line: str) -> str:
    """Return the line half-width, without emoji and invisible signs; tabs stay."""
    line = unicodedata.normalize("NFKC", line.replace("・", "·").replace("•", "·").replace("。", " "))
    return "".join(
        sign for sign in line if sign == "\t" or unicodedata.category(sign) not in ("So", "Cc", "Cf", "Co", "Me", "Mn")
    )


def reads_as_name(text: str) -> bool:
    """Whether it can be somebody's name: letters of any script, with dots and spaces between them."""
    return len(text) <= LONGEST_NAME and IS_NAME.fullmatch(text) is not None


def as_phone(text: str) -> str:
    """Return a telephone number as it is kept, digits only; empty when it is none."""
    found = PHONE.fullmatch(plain(text).strip())
    return _digits(found[0]) if found else ""


def _digits(found: str) -> str:
    digits = "".join(sign for sign in found if sign.isdigit())
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _first_of_chain(lines: list[str]) -> int:
    """How many lines at the top are the words of a chain: all before its first numbered one."""
    if not any(CHAIN.match(line.strip()) for line in lines[:3]):
        return 0
    numbered = (number for number, line in enumerate(lines) if re.match(r"\s*1\s*[.、,:)\s]", line))
    return next(numbered, 0)


# --- columns of a table with a heading ---
def _columns_of(line: str) -> list[str]:
    """What the columns of a heading hold (name, phone, unit or nothing of interest); empty for any other line."""
    cells = _cells(line)
    kinds = [next((kind for kind, words in COLUMNS.items() if cell.lower() in words), "") for cell in cells]
    return kinds if "name" in kinds and (len(cells) > 1 or cells == ["姓名"]) and not PHONE.search(line) else []


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(","))]


def _fits(line: str, columns: list[str]) -> bool:
    return len(columns) > 1 and len(_cells(line)) == len(columns)


def _by_columns(number: int, line: str, columns: list[str]) -> list[Line]:
    found: dict[str, str] = {}
    for kind, cell in zip(columns, _cells(line), strict=True):
        if kind and not found.get(kind):
            found[kind] = cell
    read = Line(number, line.strip(), _name(found["name"]), as_phone(found.get("phone", "")), found.get("unit", ""))
    if found.get("phone") and not read.phone:
        return [replace(read, trouble=Trouble.IDENTITY if IDENTITY.search(line) else Trouble.BAD_PHONE)]
    return [replace(read, trouble=_trouble(read))]


# --- any other line ---
def _by_look(number: int, line: str) -> list[Line]:
    """The number by its digits, the name before the unit, unless the first word is plainly a unit."""
    text = line.strip()
    bare = LABEL.sub(" ", text if PHONE.match(text) else NUMBERED.sub("", text, count=1))
    if trouble := _trouble_of_digits(bare):
        return [Line(number, text, trouble=trouble)]
    phones, rest = PHONE.findall(bare), PHONE.sub(" ", bare).strip()
    if not phones and (names := _names_in_a_row(rest)):
        return [Line(number, text, name) for name in names]
    rest = SPACED_LETTERS.sub(rf"\1{JOINT}", SPACED_NAME.sub(r"\1\2", rest))
    words = [word.replace(JOINT, " ") for word in BETWEEN.split(rest) if word]
    likely = (word for word in words if NAME_LIKE.fullmatch(word) and not UNIT_ENDS.search(word))
    name = next(likely, "" if words and UNIT_ENDS.search(words[0]) and len(words[0]) > 3 else next(iter(words), ""))
    if name:
        words.remove(name)
    read = Line(number, text, _name(name), _digits(phones[0]) if phones else "", " ".join(words))
    return [replace(read, trouble=_trouble(read))]


def _trouble_of_digits(bare: str) -> Trouble | None:
    if IDENTITY.search(bare):
        return Trouble.IDENTITY
    if MORE.search(PHONE.sub(" ", bare)):
        return Trouble.BRINGS_MORE
    if len(PHONE.findall(bare)) > 1:
        return Trouble.TWO_PHONES
    return Trouble.BAD_PHONE if LONG_NUMBER.search(PHONE.sub(" ", bare)) else None


def _names_in_a_row(rest: str) -> list[str]:
    """「张三、李四、王五」 in one line: at least two with 、 between, at least three with other signs."""
    words = [word for word in re.split(r"[\s,;、]+", rest) if word]
    are_names = all(NAME_LIKE.fullmatch(word) and not UNIT_ENDS.search(word) for word in words)
    return words if are_names and len(words) >= (2 if "、" in rest else 3) else []


def _name(text: str) -> str:
    return " ".join(SPACED_NAME.sub(r"\1\2", text.strip()).split())


def _trouble(line: Line) -> Trouble | None:
    if not line.name:
        return Trouble.NO_NAME
    if len(line.text) > LONGEST_LINE or len(line.name) > LONGEST_NAME or len(line.unit) > LONGEST_UNIT:
        return Trouble.TOO_LONG
    return None if IS_NAME.fullmatch(line.name) else Trouble.ODD_NAME


def _with_twins(people: list[Line]) -> list[Line]:
    """Mark who stands there twice: the same name and number, or the same name of which one has none."""
    return list(_marked(people))


def _marked(people: list[Line]) -> Iterator[Line]:
    seen: dict[str, dict[str, int]] = {}  # name -> number -> line
    for line in people:
        before = seen.setdefault("".join(line.name.split()), {}) if line.name else {}
        if line.trouble is None and line.phone in before:
            line = replace(line, trouble=Trouble.TWICE, twin=before[line.phone])
        elif line.trouble is None and before and (not line.phone or "" in before):
            line = replace(line, trouble=Trouble.PERHAPS_TWICE, twin=before.get("", next(iter(before.values()))))
        before.setdefault(line.phone, line.number)
        yield line
