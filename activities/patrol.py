"""When a patrol's log is open, and which moment a time of the clock means. Pure."""

import re
from datetime import datetime, time, timedelta

GRACE = timedelta(hours=3)  # before an evening begins and after it ends
EARLY = timedelta(minutes=10)  # clocks of telephones differ
NIGHT = timedelta(hours=12)
FLAT = re.compile(r"单元|\d\s*(?:室|户|号房|号门)")


def is_near(shift, now: datetime) -> bool:
    """Whether those on duty may write in the log of that evening now."""
    return shift.starts_at - GRACE <= now <= shift.ends_at + GRACE


def moment_of(clock: time, now: datetime) -> datetime:
    """Return the last moment at which the clock stood at that time; `now` is local.

    Entered at ten past midnight, 23:50 was yesterday.
    """
    moment = datetime.combine(now.date(), clock, now.tzinfo)
    return moment if moment <= now + EARLY else moment - timedelta(days=1)


def names_a_flat(where: str) -> bool:
    """Whether a place in words leads to somebody's door."""
    return FLAT.search(where.strip()) is not None
