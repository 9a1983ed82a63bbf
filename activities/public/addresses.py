"""Addresses of activities; lists print dozens of them."""

from articles.public.addresses import address_of


def activity_url(pk: int) -> str:
    return address_of("activities:activity", pk)
