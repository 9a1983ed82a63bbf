"""Shared by the browser tests."""

from axe_playwright_python.sync_playwright import Axe

PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}  # DESIGN.md: works from 320 px
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES_OF_LOOKS = {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size"]}
OPTIONS = {
    "resultTypes": ["violations"],  # describing what is right takes longer than finding what is wrong
    "preload": False,  # axe would copy imported sheets into inline styles, which the content policy forbids
}
AXE = Axe().axe_script


def assert_accessible(page, rules=RULES) -> None:
    """Fail with the rule, the reason and the element of every axe violation on the page as it stands.

    RULES_OF_LOOKS are enough for a page that passed all of them and has only changed its colours or sizes since.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    run = "options => axe.run(options).then(results => results.violations)"
    violations = page.evaluate(run, OPTIONS | {"runOnly": rules})
    found = [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not found, "\n".join([page.url, *found])


def turn(page, scheme: str) -> None:
    """Turn the loaded page into the colours of a scheme, `light` or `dark`."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")  # no colours half-way


def assert_accessible_in_both_colours(page) -> None:
    turn(page, "light")
    assert_accessible(page)
    turn(page, "dark")
    assert_accessible(page, RULES_OF_LOOKS)
