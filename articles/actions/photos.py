"""Everything that changes a photo: one function each, one transaction each, with its audit entry.

Readers see a photo's words inside publications, so changing them is an edit of each publication that shows
it: a review starts anew, and what is published asks for a correction note.
"""

from collections.abc import Iterable
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from articles.actions.intake import Received, discard, receive
from articles.actions.photo_visibility import hide_photo, show_photo, withdraw_consent
from articles.actions.renditions import remove_renditions
from articles.errors import PhotoRefused
from articles.images import storage
from articles.models import Photo
from articles.tasks import make_renditions
from members import audit
from publishing.actions import edited
from publishing.storage import private_storage

__all__ = [
    "add_photo",
    "add_waiting_photo",
    "attach_file",
    "change_photo",
    "fill_photos",
    "hide_photo",
    "remake_photos",
    "remove_photo",
    "show_photo",
    "withdraw_consent",
]

SEEN_BY_READERS = frozenset({"caption", "alt", "is_decorative", "taken_on", "place", "place_name", "credit"})


def add_photo(*, organisation, actor, upload, request=None, **fields) -> Photo:
    """Take a picture into the library and hand it to the media queue.

    `upload` is a file with a name, or what `receive` gave for one. A picture that the organisation has already
    is not added twice: its photo is returned, with `was_known` set. The day it was taken comes from the file
    unless `taken_on` is given. Raises ImageRefused with a sentence; then neither row nor file is there.
    """
    received = upload if isinstance(upload, Received) else receive(upload)
    try:
        return _add_once(organisation, actor, received, request, fields)
    except BaseException:
        discard(received)
        raise


def add_waiting_photo(*, organisation, actor, caption, request=None, **fields) -> Photo:
    """Add a placeholder for a picture that is announced but not here; `attach_file` fills it."""
    with transaction.atomic():
        photo = Photo.objects.create(organisation=organisation, uploaded_by=actor, caption=caption, **fields)
        audit.record(actor=actor, action="photo.announce", obj=photo, request=request)
    return photo


def attach_file(photo: Photo, upload, *, actor, note: str = "", request=None, **fields) -> Photo:
    """Give a waiting photo its picture, or replace the one it has; its words stay unless `fields` change them too.

    Raises ImageRefused for a file that cannot be taken, PhotoRefused when the organisation has this picture as
    another photo, and Refused when something published shows it and `note` is empty.
    """
    received = upload if isinstance(upload, Received) else receive(upload)
    try:
        with transaction.atomic():
            return _attach(photo, received, actor, note, request, fields)
    except BaseException:
        discard(received)
        raise


@transaction.atomic
def change_photo(photo: Photo, *, actor, note: str = "", within=None, request=None, **fields) -> list[str]:
    """Write new words (or terms of use) of a photo and return the names of the fields that changed.

    `note` is the correction note that readers see where the photo is published already. `within` is a
    publication whose own edit this is part of: its review is told by the caller. Raises Refused.
    """
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    before = _hashes_if_seen([photo], fields, within)
    changed = _write(photo, fields, actor, note, request)
    _tell_publications(before, actor, note, request)
    return changed


@transaction.atomic
def fill_photos(photos, *, actor, note: str = "", request=None, **fields) -> int:
    """Write the same words into many photos; empty values leave what is there. Returns how many changed.

    One edit of each publication that shows some of them: readers see the note once. Raises Refused.
    """
    given = {name: value for name, value in fields.items() if value not in ("", None)}
    rows = Photo.objects.select_for_update().filter(pk__in=[photo.pk for photo in photos]).order_by("pk")
    before = _hashes_if_seen(rows, given)
    filled = sum(bool(_write(photo, given, actor, note, request)) for photo in rows)
    _tell_publications(before, actor, note, request)
    return filled


@transaction.atomic
def remake_photos(photos, *, actor, request=None) -> int:
    """Make the renditions of photos anew; returns how many were handed to the media queue."""
    remade = 0
    for photo in Photo.objects.select_for_update().filter(pk__in=[photo.pk for photo in photos]):
        if photo.original and not photo.hidden_at:
            _hand_to_queue(photo)
            audit.record(actor=actor, action="photo.remake", obj=photo, request=request)
            remade += 1
    return remade


@transaction.atomic
def remove_photo(photo: Photo, *, actor, request=None) -> None:
    """Remove a photo with all its files. Raises PhotoRefused while anything shows it."""
    if photo.is_used():
        raise PhotoRefused(_("The photo is used. Take it out of what shows it first."))
    audit.record(actor=actor, action="photo.remove", obj=photo, request=request)
    key, original = photo.key, photo.original.name
    photo.delete()
    transaction.on_commit(lambda: _remove_files(key, original))


def _add_once(organisation, actor, received: Received, request, fields) -> Photo:
    try:
        with transaction.atomic():
            if known := _known(organisation, received):
                return known
            photo = _new_photo(organisation, actor, received, fields)
            audit.record(actor=actor, action="photo.add", obj=photo, request=request)
            _hand_to_queue(photo)
    except IntegrityError:  # the same picture arrived twice at once
        known = _known(organisation, received)
        if known is None:
            raise
        return known
    return photo


def _known(organisation, received: Received) -> Photo | None:
    photo = Photo.objects.filter(organisation=organisation, sha256=received.facts.sha256).first()
    if photo:
        photo.was_known = True
        discard(received)
    return photo


def _new_photo(organisation, actor, received: Received, fields) -> Photo:
    if received.facts.taken_at and not fields.get("taken_on"):
        fields["taken_on"] = received.facts.taken_at.date()
    photo = Photo(organisation=organisation, uploaded_by=actor, **fields)
    _set_file(photo, received)
    photo.save()
    photo.was_known = False
    return photo


def _set_file(photo: Photo, received: Received) -> None:
    photo.key = received.key
    photo.original.name = received.name
    photo.original_name = received.original_name
    photo.sha256 = received.facts.sha256
    photo.width, photo.height = received.facts.width, received.facts.height
    photo.state = Photo.State.PROCESSING


def _attach(photo: Photo, received: Received, actor, note: str, request, fields) -> Photo:
    photo = Photo.objects.select_for_update().get(pk=photo.pk)
    _refuse_second(photo, received)
    before = _hashes([photo])
    key, original = photo.key, photo.original.name
    _set_file(photo, received)
    photo.widths = []
    for name, value in fields.items():
        setattr(photo, name, value)
    if photo.taken_on is None and received.facts.taken_at:
        photo.taken_on = received.facts.taken_at.date()
    photo.save()
    audit.record(actor=actor, action="photo.attach", obj=photo, fields=fields, note=note, request=request)
    _tell_publications(before, actor, note, request)
    _hand_to_queue(photo)
    transaction.on_commit(lambda: _remove_files(key, original))
    return photo


def _refuse_second(photo: Photo, received: Received) -> None:
    twins = Photo.objects.filter(organisation=photo.organisation_id, sha256=received.facts.sha256)
    if twin := twins.exclude(pk=photo.pk).first():
        raise PhotoRefused(format_lazy(_("This picture is in the library already: photo {number}."), number=twin.pk))


def _hand_to_queue(photo: Photo) -> None:
    """The task's row is part of this transaction: there is no photo without its task, nor the other way."""
    Photo.objects.filter(pk=photo.pk).update(state=Photo.State.PROCESSING, failure="")
    make_renditions.enqueue(photo.pk)


def _remove_files(key: str, original: str) -> None:
    remove_renditions(key)
    if original:
        storage.remove(Path(private_storage.path(original)))


def _write(photo: Photo, fields: dict, actor, note: str, request) -> list[str]:
    changed = sorted(name for name, value in fields.items() if getattr(photo, name) != value)
    if changed:
        for name in changed:
            setattr(photo, name, fields[name])
        if "place" in changed and "place_name" not in changed:
            photo.place_name = ""  # the words of the place that was there before
        photo.save()
        audit.record(actor=actor, action="photo.change", obj=photo, fields=changed, note=note, request=request)
    return changed


def _hashes_if_seen(photos: Iterable[Photo], fields: Iterable[str], within=None) -> dict:
    return {} if SEEN_BY_READERS.isdisjoint(fields) else _hashes(photos, within)


def _hashes(photos: Iterable[Photo], within=None) -> dict:
    """Return the publications that show the photos, apart from `within`, with the hash of what they say now."""
    shown = dict.fromkeys(item for photo in photos for item in photo.shown_in())
    return {item: item.content_hash() for item in shown if item != within}


def _tell_publications(before: dict, actor, note: str, request) -> None:
    for publication, hash_before in before.items():
        edited(publication, actor=actor, before_hash=hash_before, note=note, request=request)
