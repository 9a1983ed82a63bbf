"""The pictures of an imported feature: kept first, given their rows in the import's own transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from articles.actions.intake import Received, discard, receive
from articles.actions.photos import add_photo, add_waiting_photo
from articles.images import ImageRefused, StorageFailed
from articles.models import Photo
from articles.newspaper.feature import Feature, FeatureError, PhotoBlock

ALT_LENGTH = Photo._meta.get_field("alt").max_length


@contextmanager
def received_pictures(feature: Feature) -> Iterator[dict[int, Received | ImageRefused]]:
    """Keeps the files of the feature's pictures, by the position of their block, before a transaction holds any lock.

    What is not a usable picture stands there as its refusal. When the import fails the files are removed again.
    """
    pictures: dict[int, Received | ImageRefused] = {}
    try:
        for position, block in enumerate(feature.blocks):
            if isinstance(block, PhotoBlock) and block.data is not None:
                pictures[position] = _received(block)
        yield pictures
    except BaseException:
        for picture in pictures.values():
            if isinstance(picture, Received):
                discard(picture)
        raise


def _received(block: PhotoBlock) -> Received | ImageRefused:
    try:
        return receive(ContentFile(block.data, name=block.filename))
    except StorageFailed as error:  # the server's fault, not the picture's: nothing is imported
        raise FeatureError(str(error.sentence)) from error
    except ImageRefused as error:
        return error


def place_photos(
    feature: Feature, pictures: dict, *, organisation, actor, request
) -> tuple[dict[int, Photo], list[str]]:
    """The photos by the position of their block, and the words that are not on any of them."""
    photos: dict[int, Photo] = {}
    unplaced: list[str] = []
    for position, block in enumerate(feature.blocks):
        if not isinstance(block, PhotoBlock):
            continue
        picture = pictures.get(position)
        if isinstance(picture, ImageRefused):
            unplaced.append(_refused(block, picture))
            picture = None
            if not (block.caption or block.credit):
                continue
        photo = _add(block, picture, organisation=organisation, actor=actor, request=request)
        if _lacks_words(photo, block):
            unplaced.append(_words_of_known(photo, block))
        if len(block.alt) > ALT_LENGTH:
            unplaced.append(block.alt)
        photos[position] = photo
    return photos, unplaced


def _add(block: PhotoBlock, picture: Received | None, *, organisation, actor, request) -> Photo:
    words = {
        "caption": block.caption,
        "alt": block.alt[:ALT_LENGTH],
        "taken_on": block.taken_on,
        "place_name": block.place,
        "credit": block.credit,
    }
    if picture is None:
        return add_waiting_photo(organisation=organisation, actor=actor, request=request, **words)
    return add_photo(organisation=organisation, actor=actor, upload=picture, request=request, **words)


def _lacks_words(photo: Photo, block: PhotoBlock) -> bool:
    """The library had this picture already, under other words."""
    return (photo.caption, photo.credit) != (block.caption, block.credit) and bool(block.caption or block.credit)


def _words_of_known(photo: Photo, block: PhotoBlock) -> str:
    return _("Photo %(number)d is in the library with other words; the file prints: %(words)s") % {
        "number": photo.pk,
        "words": " ".join(filter(None, (block.caption, block.credit))),
    }


def _refused(block: PhotoBlock, refusal: ImageRefused) -> str:
    return _("Picture %(name)s was not taken: %(why)s") % {"name": block.filename, "why": refusal.sentence}
