"""Which addresses answer to one person only."""

PERSONAL_PREFIXES = ("/admin/", "/accounts/", "/en/accounts/", "/me/", "/en/me/")


def is_personal(request) -> bool:
    """Whether the address is somebody's own: admin, the account pages, one's own page."""
    return request.path_info.startswith(PERSONAL_PREFIXES)
