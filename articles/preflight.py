"""What the check before publication finds in articles and photo reports."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from django.utils import timezone

from publishing.preflight import Code, Finding, count_findings, text_findings

# A floor above that knows more of a text adds a check here: article or report to findings.
CHECKS: list[Callable[[object], Iterable[Finding]]] = []


def photo_findings(photo, today: date) -> list[Finding]:
    """Check one photo: what a newspaper would not print, and what the law asks."""
    checks = [
        (Code.NO_PICTURE, photo.state == photo.State.WAITING or photo.state == photo.State.FAILED),
        (Code.NO_CAPTION, not photo.caption),
        (Code.NO_CREDIT, not photo.credit),
        (Code.NO_ALT, not photo.alt and not photo.is_decorative),
        (Code.CONSENT, photo.lacks_consent(today)),
        (Code.LICENCE, photo.licence_until is not None and photo.licence_until < today),
        (Code.HIDDEN, photo.hidden_at is not None),
    ]
    found = [Finding(code, str(photo), photo_id=photo.pk) for code, applies in checks if applies]
    texts = text_findings({"caption": photo.caption, "alt": photo.alt, "credit": photo.credit})
    return found + [replace(finding, photo_id=photo.pk) for finding in texts]


def article_findings(article) -> list[Finding]:
    """Check an article with its photos, links and counts; queries: its photos, and one per kind of linked page."""
    today = timezone.localdate()
    order = {number: place for place, number in enumerate(article.photo_numbers())}
    photos = article.photos.select_related("consent", "place")
    photos = sorted(photos, key=lambda photo: order.get(photo.pk, len(order)))
    if article.cover and article.cover not in photos:
        photos.append(article.cover)
    found = text_findings(article.texts())
    if article.channel_id is None:
        found.append(Finding(Code.NO_CHANNEL, field="channel"))
    if not article.body.strip():
        found.append(Finding(Code.EMPTY, field="body"))
    if article.unplaced.strip():
        found.append(Finding(Code.UNPLACED, article.unplaced.strip()[:40], "unplaced"))
    found += [Finding(Code.LINK, link, "body") for link in broken_links(article)]
    for photo in photos:
        found += photo_findings(photo, today)
    found += count_findings(((photo.pk, photo.caption) for photo in photos), article.lead + article.body)
    return found + _by_others(article)


def report_findings(report) -> list[Finding]:
    """Check a photo report: its words and each of its photos."""
    today = timezone.localdate()
    photos = [row.photo for row in report.report_photos.select_related("photo__consent", "photo__place")]
    found = text_findings(report.texts())
    if report.channel_id is None:
        found.append(Finding(Code.NO_CHANNEL, field="channel"))
    if not photos:
        found.append(Finding(Code.EMPTY, field="new_photos"))
    for photo in photos:
        found += photo_findings(photo, today)
    return found + count_findings(((photo.pk, photo.caption) for photo in photos), report.intro) + _by_others(report)


def _by_others(text) -> list[Finding]:
    return [finding for check in CHECKS for finding in check(text)]


INTERNAL = re.compile(r'href="/(?:en/)?(articles|photos|channels|topics)/([^/"]+)/')


def broken_links(article) -> list[str]:
    """Return the links of the body that lead to pages of ours which the public cannot open."""
    wanted: dict[str, set[str]] = {}
    for kind, key in INTERNAL.findall(article.body):
        wanted.setdefault(kind, set()).add(key)
    return sorted(f"/{kind}/{key}/" for kind, keys in wanted.items() for key in keys - _there(article, kind, keys))


def _there(article, kind: str, keys: set[str]) -> set[str]:
    relation = {"channels": "channel", "topics": "topic"}.get(kind)
    if relation:
        model = article._meta.get_field(relation).related_model
        return set(model.objects.filter(slug__in=keys).values_list("slug", flat=True))
    model = type(article) if kind == "articles" else article.photos.model.reports.rel.related_model
    numbers = {key for key in keys if key.isdecimal() and len(key) < 19}
    return {str(pk) for pk in model.objects.public().filter(pk__in=numbers).values_list("pk", flat=True)}
