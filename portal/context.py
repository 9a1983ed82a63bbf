"""What every page knows of the site: its name, its footer, its menu. Nothing of the visitor."""

from django.conf import settings
from django.utils.functional import lazy

from portal.navigation import canonical_urls, language_url, nav_items


def site(request) -> dict:
    """The template variables `site`, `nav_items`, `language_url`, `canonical_url`, `alternates`: the same for every visitor of an address."""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "motto": settings.SITE_MOTTO,
            "host": settings.SITE_HOST,
            "organiser": settings.SITE_ORGANISER,
            "contact": settings.SITE_CONTACT,
            "icp": settings.SITE_ICP,
            "police": settings.SITE_POLICE,
        },
        "nav_items": lazy(nav_items, list)(request),
        "language_url": language_url(request),
        **canonical_urls(request),
    }
