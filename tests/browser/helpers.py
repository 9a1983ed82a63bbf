"""Shared by the browser tests."""

from axe_playwright_python.sync_playwright import Axe

PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}  # DESIGN.md: works from 320 px
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,  # axe would copy imported sheets into inline styles, which the content policy forbids
}


def assert_accessible(page) -> None:
    """Fail with the rule, the reason and the element of every axe violation on the page as it stands."""
    violations = Axe().run(page, options=RULES).response["violations"]
    found = [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)
