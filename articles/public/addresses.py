"""Addresses of pages by number, without the price of `reverse()` for each of dozens of links."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

_STAND_IN = 987654321987654321


def address_of(view: str, pk: int | None) -> str:
    """Return the address of `view` for a number, in the current language."""
    before, after = around(view)
    return f"{before}{pk}{after}"


def around(view: str) -> tuple[str, str]:
    """Return what stands in such addresses before the number and after it: for hundreds of links."""
    return _around(view, get_language(), get_script_prefix())


@lru_cache(maxsize=32)
def _around(view: str, language: str, script_prefix: str) -> tuple[str, str]:
    before, after = reverse(view, args=[_STAND_IN]).split(str(_STAND_IN))
    return before, after
