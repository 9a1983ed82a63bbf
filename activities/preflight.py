"""What the check before publication finds in activities."""

from publishing.preflight import Finding, text_findings


def activity_findings(activity) -> list[Finding]:
    """Check a study session or volunteer event."""
    return text_findings(activity.texts())
