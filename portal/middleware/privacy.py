"""Which addresses answer to one person only."""

import re

PERSONAL_PREFIXES = (
    "/admin/", "/accounts/", "/en/accounts/", "/me/", "/en/me/", "/certificates/", "/en/certificates/",
)  # fmt: skip
# what a member does at an activity: /activities/12/sign-up/ …
PERSONAL_PAGES = re.compile(r"^(?:/en)?/activities/\d+/(?:sign-up|cancel|state|check-in|patrol)/")


def is_personal(request) -> bool:
    """Whether the address is somebody's own: admin, the account pages, one's own page."""
    path = request.path_info
    return path.startswith(PERSONAL_PREFIXES) or PERSONAL_PAGES.match(path) is not None
