"""What a reader asked, taken apart: words, "phrases", -without and dates."""

from dataclasses import dataclass


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


def parse(text: str) -> Asked:
    raise NotImplementedError
