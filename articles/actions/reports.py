"""The photos of a report and their order."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from articles.actions.photos import change_photo
from articles.models import Photo, PhotoReport, ReportPhoto
from members import indexing
from members.access import scope_of
from members.roles import Right


@transaction.atomic
def add_to_report(report: PhotoReport, photos: Iterable[Photo], *, actor, request=None, caption="", **words) -> int:
    """Put photos at the end of a report, each once; return how many are new in it.

    `words` fill what a photo does not say yet, `caption` begins every new caption. Photos of organisations where
    the person may not write stay as they are. The report's review is told by the caller.
    """
    there = set(report.report_photos.values_list("photo", flat=True))
    new = [photo for photo in dict.fromkeys(photos) if photo.pk not in there]
    last = report.report_photos.aggregate(last=Max("position"))["last"] or 0
    for position, photo in enumerate(new, start=last + 1):
        report.report_photos.create(photo=photo, position=position)
        if scope_of(actor).has(Right.WRITE, photo.organisation_id):
            change_photo(photo, actor=actor, within=report, request=request, **_missing_words(photo, caption, words))
    return len(new)


@transaction.atomic
def renumber(report: PhotoReport) -> None:
    """Give the rows of a report the positions 1, 2, 3 … in their present order."""
    rows = list(report.report_photos.order_by("position", "pk"))
    moved = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            moved.append(row)
    ReportPhoto.objects.bulk_update(moved, ["position"])
    indexing.changed([report])


def _missing_words(photo: Photo, caption: str, words: dict) -> dict:
    missing = {name: value for name, value in words.items() if not getattr(photo, name)}
    if caption and not photo.caption.startswith(caption):
        missing["caption"] = f"{caption}{photo.caption}"[:300]
    return missing
