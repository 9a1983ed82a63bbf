"""Keeping the ready-made pieces of publications in step with the photos that they show."""

from articles.models import Photo
from publishing import pieces


def refresh_for_photo(photo: Photo) -> None:
    """Make the pieces of every published item that shows the photo anew, in the caller's transaction."""
    for publication in photo.shown_in():
        if publication.state == publication.State.PUBLISHED:
            pieces.refresh(publication)
