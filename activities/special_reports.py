"""A photo report of a children's, courtyard or forum session is checked as the session itself is."""

from dataclasses import replace

from django.utils import timezone

from activities.special import is_special, special_findings
from publishing.preflight import Finding


def register() -> None:
    """Have the check before publication of photo reports ask here too. (Articles have no such activity.)"""
    from articles.preflight import CHECKS

    CHECKS.append(findings_of_report)


def findings_of_report(text) -> list[Finding]:
    """Check the words, the pictures and the captions of a photo report whose activity is of such a kind."""
    activity = getattr(text, "activity", None)
    if activity is None or not is_special(activity):
        return []
    photos = [row.photo for row in text.report_photos.select_related("photo__consent")]
    today = timezone.localdate()
    found = special_findings(activity.leaf, text.texts(), today, photos=photos)
    for photo in photos:
        words = special_findings(activity.leaf, {"caption": photo.caption, "alt": photo.alt}, today)
        found += [replace(finding, photo_id=photo.pk) for finding in words]
    return found
