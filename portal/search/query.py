"""What a reader asked, taken apart: words, "phrases", -without and dates."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.utils.translation import gettext as _

from portal.search.folding import fold
from portal.search.limits import LONGEST_QUERY, MOST_WORDS
from portal.search.marks import Mark, mark

PART = re.compile(r'(?P<minus>-?)(?:["“”„«「『](?P<phrase>[^"“”»」』]*)["“”»」』]?|(?P<word>[^\s"“”„«「『]+))')
DATES = (
    (Mark.DAY, re.compile(r"(?P<year>\d{4})(?:年|[-/.])(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})[日号]?")),
    (Mark.MONTH, re.compile(r"(?P<year>\d{4})(?:年|[-/.])(?P<month>\d{1,2})月?")),
    (Mark.YEAR, re.compile(r"(?P<year>\d{4})年")),
    (Mark.DAY_OF_ANY_YEAR, re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?")),
)


@dataclass(frozen=True)
class Term:
    """One thing to look for, folded. A date is also found where its day is the day of the thing itself."""

    text: str
    mark: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether it may be pinyin: a name's reading or its initials begin with it."""
        return len(self.text) > 1 and self.text.isascii() and self.text.isalnum()


@dataclass(frozen=True)
class Asked:
    """A query as it is looked for. Everything in it is ANDed; the parts stand as typed, for showing them again."""

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    trouble: str = ""  # a sentence about the query, where something of it was left out

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that could be looked for."""
        return not (self.words or self.phrases or self.dates)

    @property
    def parts(self) -> tuple[str, ...]:
        return (*self.words, *self.phrases, *self.dates)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(dict.fromkeys(map(term_of, self.parts)))

    @cached_property
    def excluded(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(fold, self.without)))


def parse(text: str) -> Asked:
    """Take a query apart. Never fails: what cannot be looked for is left out, and `trouble` says so."""
    typed = unicodedata.normalize("NFKC", text[:LONGEST_QUERY]).encode(errors="ignore").decode().replace("\0", " ")
    tidy = " ".join(typed.split())
    found = {"words": [], "phrases": [], "without": [], "dates": []}
    for match in islice(filter(_says_something, PART.finditer(tidy)), MOST_WORDS + 1):
        found[_sort(match)].append(_part(match))
    trouble = ""
    if sum(map(len, found.values())) > MOST_WORDS:
        found[_sort(match)].pop()
        trouble = _("Only the first %(n)s words were looked for.") % {"n": MOST_WORDS}
    elif len(text) > LONGEST_QUERY:
        trouble = _("Only the first %(n)s characters were looked for.") % {"n": LONGEST_QUERY}
    elif tidy and not (found["words"] or found["phrases"] or found["dates"]):
        trouble = _nothing(found["without"])
    return Asked(text=tidy, **{name: tuple(parts) for name, parts in found.items()}, trouble=trouble)


def term_of(part: str) -> Term:
    return Term(fold(part), _date_mark(part))


def _part(match: re.Match) -> str:
    return (match["phrase"] if match["word"] is None else match["word"]).strip()


def _says_something(match: re.Match) -> bool:
    return bool(fold(_part(match)))


def _sort(match: re.Match) -> str:
    if match["minus"]:
        return "without"
    if match["word"] is None:
        return "phrases"
    return "words" if _date_mark(_part(match)) is None else "dates"


def _date_mark(part: str) -> int | None:
    """Return the mark of a date such as 4月2日, 2021-04, 2021年; None for anything else."""
    for code, form in DATES:
        if match := form.fullmatch(part):
            numbers = match.groupdict()
            year, month, day = (int(numbers.get(name) or 0) for name in ("year", "month", "day"))
            if month <= 12 and day <= 31 and 0 not in (int(number) for number in numbers.values()):
                value = {Mark.YEAR: year, Mark.MONTH: year * 100 + month}
                return mark(code, value.get(code, (year * 100 + month) * 100 + day))
    return None


def _nothing(without: list[str]) -> str:
    if without:
        return _("Say also what to look for, not only what to leave out.")
    return _("There is no letter and no digit in this: type a word.")
