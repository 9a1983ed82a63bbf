"""The arithmetic of a speech contest: the draw, the final score, the places, who goes on. Pure.

Scores are Decimals with at most two places. Everything is reckoned in whole hundredths and fractions, so that no
rounding on the way can change a place.

The draw: each entrant has a number. The numbers are put into the order of SHA-256("<seed>:<number>") in UTF-8, as
hexadecimal digits, smallest first. Anybody can repeat it: `printf '%s' 'seed:7' | sha256sum`.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

DROPS_FROM = 3  # with fewer scores than this nothing is removed


def draw(seed: str, numbers: Iterable[int]) -> list[int]:
    """Return the entrants' numbers in the drawn order."""
    return sorted(numbers, key=lambda number: ticket(seed, number))


def ticket(seed: str, number: int) -> str:
    """Return what an entrant's number is sorted by."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def dropped(scores: Sequence[Decimal], *, drops: bool = True) -> frozenset[int]:
    """Return where the removed scores stand: one highest and one lowest, the first of equal ones.

    Of equal scores throughout, two are removed all the same.
    """
    if not drops or len(scores) < DROPS_FROM:
        return frozenset()
    order = sorted(range(len(scores)), key=lambda place: scores[place])
    highest = next(place for place in order if scores[place] == scores[order[-1]] and place != order[0])
    return frozenset({order[0], highest})


def trimmed_mean(scores: Sequence[Decimal], *, drops: bool = True) -> Decimal:
    """Return the final score: the mean of the kept scores, to two places, halves rounded up. Raises ValueError."""
    left_out = dropped(scores, drops=drops)
    return rounded(mean([score for place, score in enumerate(scores) if place not in left_out]))


def mean(scores: Sequence[Decimal]) -> Fraction:
    if not scores:
        raise ValueError("no scores")
    return sum(map(Fraction, scores), Fraction()) / len(scores)


def rounded(number: Fraction) -> Decimal:
    """Return a number that is not negative to two places, halves up (四舍五入)."""
    hundredths = (2 * 100 * number.numerator + number.denominator) // (2 * number.denominator)
    return Decimal(hundredths).scaleb(-2)


@dataclass(frozen=True)
class Standing:
    """How one entrant of a stage stands; without scores there is neither a final score nor a place."""

    key: int
    scores: tuple[Decimal, ...] = ()
    left_out: frozenset[int] = frozenset()
    final: Decimal | None = None
    mean: Fraction | None = None  # of all scores, those removed included
    place: int | None = None
    is_shared: bool = False

    @property
    def kept(self) -> list[Decimal]:
        return [score for place, score in enumerate(self.scores) if place not in self.left_out]

    @property
    def worth(self) -> tuple:
        """What places are compared by, the greater the better: see `standings`."""
        return self.final, self.mean, max(self.kept)


def standings(scores: Mapping[int, Sequence[Decimal]], *, drops: bool = True) -> list[Standing]:
    """Return the standings of a stage, best first; `scores` by entrant, empty for those who did not take part.

    Places go by 1. the final score as printed, 2. the mean of all scores, 3. the highest score kept. Who is still
    equal shares the place, and as many places after it stay empty (1, 2, 2, 4).
    """
    ranked = sorted((_standing(key, given, drops) for key, given in scores.items() if given), key=_best_first)
    placed = []
    for standing in ranked:
        better = sum(other.worth > standing.worth for other in ranked)
        equals = sum(other.worth == standing.worth for other in ranked)
        placed.append(replace(standing, place=better + 1, is_shared=equals > 1))
    return placed + [Standing(key) for key, given in scores.items() if not given]


def going_on(table: Iterable[Standing], how_many: int) -> list[int]:
    """Return who goes on, best first: everybody up to that place, all of those who share it included."""
    return [standing.key for standing in table if standing.place is not None and standing.place <= how_many]


def _standing(key: int, scores: Sequence[Decimal], drops: bool) -> Standing:
    return Standing(key, tuple(scores), dropped(scores, drops=drops), trimmed_mean(scores, drops=drops), mean(scores))


def _best_first(standing: Standing) -> tuple:
    return tuple(-part for part in standing.worth), standing.key
