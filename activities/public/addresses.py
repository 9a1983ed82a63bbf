"""Addresses of activities; lists print dozens of them."""

from articles.public.addresses import address_of


def activity_url(pk: int) -> str:
    return address_of("activities:activity", pk)


def member_url(pk: int) -> str:
    """The page of one that is not for everyone; a floor above has it, beside those of other texts for members."""
    return address_of("portal:member-activity", pk)
