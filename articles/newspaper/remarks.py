"""Sentences about a placed feature: what its writer should look at before sending it on."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.newspaper.captions import Caption
from articles.newspaper.feature import Feature, Heading, PhotoBlock


def remarks_on(feature: Feature, *, has_title: bool, repeated: int, before: tuple[str, ...]) -> Feature:
    """The feature with its notes: those of the reader first, then those about the setting."""
    notes = list(before)
    if not has_title:
        notes.append(_("No title was found; the file's name stands in for it."))
    if not feature.credits:
        notes.append(_("No byline was found."))
    if not feature.lead and not any(not isinstance(block, PhotoBlock | Heading) for block in feature.blocks):
        notes.append(_("There is no body text."))
    notes.extend(_photo_remarks(feature.photos))
    if repeated:
        notes.append(
            ngettext("%d repeated picture was left out.", "%d repeated pictures were left out.", repeated) % repeated
        )
    return replace(feature, notes=tuple(notes))


def _photo_remarks(photos: tuple[PhotoBlock, ...]) -> list[str]:
    undated = sum(Caption(photo.caption).lacks_year and photo.taken_on is None for photo in photos)
    counted = (
        (sum(photo.data is None for photo in photos), _waiting),
        (sum(not photo.caption for photo in photos), _without_caption),
        (sum(not photo.credit for photo in photos), _without_credit),
        (undated, _without_year),
    )
    return [sentence(count) % count for count, sentence in counted if count]


def _waiting(count: int) -> str:
    return ngettext("%d caption waits for its picture.", "%d captions wait for their pictures.", count)


def _without_caption(count: int) -> str:
    return ngettext("%d picture has no caption.", "%d pictures have no caption.", count)


def _without_credit(count: int) -> str:
    return ngettext("%d picture has no credit.", "%d pictures have no credit.", count)


def _without_year(count: int) -> str:
    return ngettext("%d picture's date lacks a year.", "%d pictures' dates lack a year.", count)
