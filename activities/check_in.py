"""Checking in by digits that change every minute: what they are, and when they count. Pure.

As TOTP (RFC 6238) does it, over a key of the activity: a photo of the screen is worth nothing two minutes later.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from activities.errors import Why

STEP = 60  # seconds
DIGITS = 6
EARLY = timedelta(minutes=30)


def digits_at(key: str, now: datetime, *, steps_ago: int = 0) -> str:
    """Return the digits that stand on the screen at a moment."""
    step = int(now.timestamp()) // STEP - steps_ago
    digest = hmac.new(key.encode(), step.to_bytes(8, "big"), hashlib.sha256).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def are_right(key: str, typed: str, now: datetime) -> bool:
    """Whether these digits stand on the screen, or stood there in the minute before. Without a key none are."""
    if not key or not typed.isascii():
        return False
    known = [digits_at(key, now, steps_ago=ago) for ago in (0, 1)]
    return any(hmac.compare_digest(digits, typed) for digits in known)


def seconds_left(now: datetime) -> int:
    return STEP - int(now.timestamp()) % STEP


def why_not_now(occasion, now: datetime) -> Why | None:
    """Whether one can check in at this moment: from half an hour before the beginning until the end."""
    if now < occasion.starts_at - EARLY:
        return Why.CHECK_IN_EARLY
    return Why.CHECK_IN_OVER if now >= occasion.ends_at else None
