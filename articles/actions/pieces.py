"""Keeping the ready-made pieces of publications in step with the photos that they show."""

from articles.models import Photo
from publishing import pieces
from publishing.kinds import kinds
from publishing.states import State


def refresh_for_photo(photo: Photo) -> None:
    """Make the pieces of what readers see of the photo anew, in the caller's transaction.

    Of what is in review too: a final approval that runs at this moment renders the photo as it was before, and
    the row's lock, for which `pieces.refresh` waits, puts this after it.
    """
    for publication in [*photo.shown_in(), *_shown_on_higher_floors(photo)]:
        if publication.state in (State.IN_REVIEW, State.PUBLISHED):
            pieces.refresh(publication)


def _shown_on_higher_floors(photo: Photo) -> list:
    """What else has the photo as a picture of its own (activities): asked of the models, since nothing is imported from above."""
    found = []
    for kind in kinds():
        fields = [field.name for field in kind._meta.concrete_fields if field.related_model is Photo]
        if kind._meta.app_label != Photo._meta.app_label:
            found += [publication for name in fields for publication in kind._default_manager.filter(**{name: photo})]
    return found
