"""The admin of what is joined."""

from . import activities, calendars, lookup, records

__all__ = ["activities", "calendars", "lookup", "records"]
