"""What upper floors hold of a person: they add their part to the export and to the erasure when they are ready."""

from collections.abc import Callable

EXPORTERS: dict[str, Callable] = {}  # name of the part, and from a member to plain rows
ERASERS: list[Callable] = []  # from a member to nothing
