"""Taking a picture in before there is a row for it: looked at, then kept privately under a random key."""

from dataclasses import dataclass
from pathlib import Path

from articles.images import ImageFacts, ImageRefused, inspect, shown_name, storage
from articles.models import Photo
from articles.models.photo import new_key, original_path
from publishing.storage import private_storage

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


@dataclass(frozen=True, slots=True)
class Received:
    """An accepted picture whose file lies in the private storage, waiting for its row."""

    key: str
    name: str
    original_name: str
    facts: ImageFacts


def receive(upload) -> Received:
    """Inspect an upload and keep its file; raise ImageRefused with a sentence, and then nothing is kept.

    Needs no transaction: call it before one, so that twenty photos do not hold the database's lock.
    """
    if refusal := getattr(upload, "refusal", None):  # articles.uploads could not keep it
        raise ImageRefused(refusal)
    facts = inspect(upload)
    key = new_key()
    name = original_path(Photo(key=key), f"original.{EXTENSIONS[facts.format]}")
    storage.keep(upload, Path(private_storage.path(name)))
    return Received(key, name, shown_name(upload.name), facts)


def discard(received: Received) -> None:
    """Remove the file of a picture that gets no row."""
    storage.remove(Path(private_storage.path(received.name)))
