"""The admin of what is joined."""

from . import activities, calendars, lookup, patrol, records

__all__ = ["activities", "calendars", "lookup", "patrol", "records"]
