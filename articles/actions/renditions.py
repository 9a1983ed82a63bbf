"""Making and removing the public files of a photo. The task calls this; it may run twice without harm."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from articles.actions.pieces import refresh_for_photo
from articles.images import ImageRefused, StorageFailed, render, storage
from articles.images.rendering import rendition_paths
from articles.models import Photo
from publishing.storage import private_storage


def directory_of(key: str) -> Path:
    """Return the directory of a photo's renditions."""
    return Path(settings.MEDIA_ROOT) / "photos" / key[:2]


def prepare_photo(pk: int) -> str:
    """Make the renditions of a photo that waits for them; return its state, or an empty string when it is gone.

    A picture that cannot be decoded fails with a sentence. Raises StorageFailed when the disk refuses: the
    photo then stays as it is, and reconcile_media hands it out again.
    """
    photo = Photo.objects.filter(pk=pk).first()
    if photo is None:
        return ""
    if photo.state != Photo.State.PROCESSING or photo.hidden_at:
        return photo.state
    outcome = _rendered(photo)
    if _recorded(photo, outcome):
        return outcome["state"]
    if not Photo.objects.filter(key=photo.key, hidden_at=None).exists():  # replaced, hidden or removed meanwhile
        remove_renditions(photo.key)
    return ""


def remove_renditions(key: str) -> None:
    """Remove all public files of a photo's key."""
    storage.remove(*rendition_paths(directory_of(key), key))


def _rendered(photo: Photo) -> dict:
    try:
        made = render(Path(private_storage.path(photo.original.name)), directory_of(photo.key), photo.key)
    except StorageFailed:
        raise
    except ImageRefused as refusal:
        return _failure(refusal.sentence)
    except FileNotFoundError:
        return _failure(_("The original file is missing. Send the photo again."))
    return {
        "state": Photo.State.READY,
        "failure": "",
        "widths": made.widths,
        "width": made.width,
        "height": made.height,
    }


def _failure(sentence) -> dict:
    with translation.override(settings.LANGUAGE_CODE):
        return {"state": Photo.State.FAILED, "failure": str(sentence), "widths": []}


@transaction.atomic
def _recorded(photo: Photo, outcome: dict) -> bool:
    rows = Photo.objects.filter(pk=photo.pk, key=photo.key, state=Photo.State.PROCESSING, hidden_at=None)
    if not rows.update(**outcome):
        return False
    refresh_for_photo(photo)
    return True
