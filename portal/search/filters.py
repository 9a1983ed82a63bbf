"""By what a reader may narrow what was found."""

from dataclasses import dataclass

KINDS = ("article", "photo-report", "photo", "activity", "topic", "channel", "organisation", "place", "material")


@dataclass(frozen=True)
class Filters:
    kind: str = ""
    period: str = ""  # "2021" or "2021-04"
    organisation: int | None = None
    topic: int | None = None
    state: str = ""  # for staff: a publication's state

    @classmethod
    def read(cls, parameters) -> "Filters":
        """Read them from a QueryDict; what makes no sense is as if it were not there."""
        raise NotImplementedError
