"""What an edit of the text means: nothing for a draft, a new review before publication, a correction after it."""

from django.db import transaction

from publishing import pieces
from publishing.actions.afterwards import correct
from publishing.actions.review import start_round
from publishing.actions.steps import locked, write_move
from publishing.models import Publication
from publishing.states import Act, State


@transaction.atomic
def edited(publication: Publication, *, actor, before_hash: str, note: str = "", request=None) -> bool:
    """Do what follows from an edit; call it in the transaction of the edit, after all of it is saved.

    Returns whether the text changed.

    `before_hash` is the content hash from before; `note` the correction note (更正说明) that a text needs which
    readers see already. What is no part of the text (a channel, a topic) shows at once and needs neither.
    Raises Refused; then the edit must not stand.
    """
    publication = locked(publication)
    if publication.content_hash() == before_hash:
        if publication.state == State.PUBLISHED:
            pieces.refresh(publication)
        return False
    if publication.is_visible():
        correct(publication, actor=actor, note=note, request=request)
    else:
        note_edit(publication, actor=actor, before_hash=before_hash, request=request)
    return True


@transaction.atomic
def note_edit(publication: Publication, *, actor, before_hash: str, request=None) -> bool:
    """Tell the review that the text was edited: before publication a change starts the review anew.

    Call it after the edit is saved, with the hash from before. Returns whether the review was restarted. In a
    draft only the hand of somebody other than its author is noted: they never review what they wrote.
    A text that readers see already is edited by `correct` only.
    """
    publication = locked(publication)
    if publication.content_hash() == before_hash:
        return False
    if publication.state == State.DRAFT and actor.pk != publication.author_id:
        publication.review_round += 1  # of the review to come; in memory only
        write_move(publication, Act.EDIT, actor, request=request)
    if publication.state != State.IN_REVIEW and not publication.is_scheduled:
        return False
    publication.published_at = None
    publication.approved_hash = ""
    start_round(publication)
    write_move(publication, Act.EDIT, actor, request=request)
    return True
