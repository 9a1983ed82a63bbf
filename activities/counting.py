"""Whether counts can be, and whether words elsewhere give the same ones. Pure."""

import re
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_PEOPLE = 1_000_000
NEEDS_NOTE = gettext_lazy("It is closed already: say why the numbers change; the note stays in the log.")


class Counts(NamedTuple):
    """Heads, organisations and their delegates; the delegates are not within the heads."""

    headcount: int | None
    organisations: int | None
    delegates: int | None
    is_approximate: bool


class Trouble(NamedTuple):
    sentence: str
    field: str


def why_not_close(occasion, now: datetime) -> str | None:
    """Whether an activity or shift can be closed now; a sentence when not."""
    if getattr(occasion, "state", "") == "cancelled":
        return _("This shift was called off: there is nothing to close.")
    return _("It has not begun yet: close it when it is over.") if now < occasion.starts_at else None


def trouble_with(headcount=None, organisations=None, delegates=None, is_approximate=False) -> Trouble | None:
    """Return what cannot be meant, if anything.

    More than (余) goes with a round number: 300余名, never 301余名.
    """
    for name, number in (("headcount", headcount), ("organisations", organisations), ("delegates", delegates)):
        if number is not None and number > MOST_PEOPLE:
            return Trouble(_("That is more than live in the city: look at the number again."), name)
    if headcount is None and not delegates:
        return Trouble(_("How many came? Count the roster, or say about how many."), "headcount")
    if is_approximate and (not headcount or headcount % 10):
        return Trouble(_not_round(headcount or 0), "headcount")
    if organisations and not delegates:
        return Trouble(_("Organisations are here, but no delegates: say how many came for them."), "delegates")
    if delegates and not organisations:
        return Trouble(_("Delegates are here, but no organisations: say of how many."), "organisations")
    if organisations and delegates and organisations > delegates:
        return Trouble(_("More organisations than delegates: each sends one at least."), "organisations")
    return None


def trouble_with_basis(counts: Counts, counted: Counts) -> Trouble | None:
    """Whether numbers that are said to be counted by the roster are those of the roster."""
    if counts.is_approximate:
        return Trouble(_("The roster counts exactly: take “more than” (余) away, or choose another basis."), "basis")
    for name in ("headcount", "organisations", "delegates"):
        said, there = getattr(counts, name) or 0, getattr(counted, name) or 0
        if said != there:
            text = _("The roster says %(n)s: fill the roster in, or choose another basis.")
            return Trouble(text % {"n": there}, name)
    return None


def round_down(number: int) -> int:
    """Return the round number that is said with 余: 312 is 300余, 47 is 40余, 1250 is 1200余; 0 for less than ten."""
    step = 10 ** max(min(len(str(number)) - 1, 2), 1)
    return number // step * step


def _not_round(number: int) -> str:
    if not (fits := round_down(number)):
        return _("“More than” (余) goes with a round number: 40余人, 300余名.")
    return _("“More than” (余) goes with a round number: write %(n)s.") % {"n": fits}


# --- in words elsewhere ---
NUMBER = r"(?<![\d.])(\d{1,7})(余|多)?"


def other_counts(text: str, closing) -> list[str]:
    """Return the counts in a text of those whom the closing counts, where they differ from it: ["党员干部280名"].

    Only numbers that stand beside the same word are compared: a text may count other things too.
    """
    heads = (closing.headcount, bool(closing.is_approximate))
    found = _beside(text, closing.headcount_of, "名|人|位", heads)
    found += _beside(text, closing.delegates_of, "家|个", (closing.organisations, False))
    if closing.delegates:
        found += _beside(text, "代表", "名|人|位", (closing.delegates, False))
    return found


def _beside(text: str, word: str, units: str, right: tuple[int | None, bool]) -> list[str]:
    """Counts of a word, before or after it: 党员干部300余名, 300余名党员干部."""
    if not word or right[0] is None:
        return []
    word = re.escape(word)
    patterns = (rf"{NUMBER}(?:{units}){word}", rf"{word}(?:共|约|近|达)?{NUMBER}(?:{units})")
    found = [match for pattern in patterns for match in re.finditer(pattern, text)]
    return [match[0] for match in found if (int(match[1]), bool(match[2])) != right]
