"""The admin of what is joined."""

from . import activities, calendars, records

__all__ = ["activities", "calendars", "records"]
