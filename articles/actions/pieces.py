"""Keeping the ready-made pieces of publications in step with the photos that they show."""

from articles.models import Photo
from publishing import pieces
from publishing.states import State


def refresh_for_photo(photo: Photo) -> None:
    """Make the pieces of what readers see of the photo anew, in the caller's transaction.

    Of what is in review too: a final approval that runs at this moment renders the photo as it was before, and
    the row's lock, for which `pieces.refresh` waits, puts this after it.
    """
    for publication in photo.shown_in():
        if publication.state in (State.IN_REVIEW, State.PUBLISHED):
            pieces.refresh(publication)
