"""The admin of what is joined."""

from . import activities

__all__ = ["activities"]
