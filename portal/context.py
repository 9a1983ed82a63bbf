"""What every page knows of the site: its name, its footer, its menu. Nothing of the visitor."""

from typing import NamedTuple

from django.conf import settings

from portal.navigation import canonical_urls, language_url, nav_items


class SiteFacts(NamedTuple):
    """What the masthead and the foot say of the site, from the settings; empty parts are not shown."""

    name: str
    motto: tuple[str, ...]
    host: str
    organiser: str
    contact: str
    icp: str
    police: str


def site_facts() -> SiteFacts:
    return SiteFacts(
        name=settings.SITE_NAME,
        motto=tuple(settings.SITE_MOTTO),
        host=settings.SITE_HOST,
        organiser=settings.SITE_ORGANISER,
        contact=settings.SITE_CONTACT,
        icp=settings.SITE_ICP,
        police=settings.SITE_POLICE,
    )


def site(request) -> dict:
    """The variables of every page's frame: the same for every visitor of an address."""
    return {
        "site": site_facts(),
        "nav_items": nav_items(request),
        "language_url": language_url(request),
        **canonical_urls(request),
    }
