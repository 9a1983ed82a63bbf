"""After publication: correct with a note, change the time, withdraw with a reason, reopen."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from publishing import pieces
from publishing.actions.steps import (
    locked,
    refuse_blocking_findings,
    refuse_unless_possible,
    required,
    write_move,
)
from publishing.errors import Refused
from publishing.models import Publication
from publishing.rules import Refusal
from publishing.states import Act, State


@transaction.atomic
def correct(publication: Publication, *, actor, note: str, request=None) -> Publication:
    """Record an edit of a published text with the note (更正说明) that readers see; the hash follows the text.

    Call it in the transaction of the edit, after the edit is saved. Raises Refused.
    """
    publication = locked(publication)
    note = required(note)
    refuse_unless_possible(Act.CORRECT, publication, actor)
    refuse_blocking_findings(publication)
    publication.approved_hash = publication.content_hash()
    publication.corrected_at = timezone.now()
    publication.save()
    write_move(publication, Act.CORRECT, actor, note=note, request=request)
    pieces.refresh(publication)
    return publication


@transaction.atomic
def reschedule(publication: Publication, *, actor, publish_at: datetime | None, request=None) -> Publication:
    """Move a scheduled item to another time that lies ahead; None: publish it now.

    Raises Refused once it is public: `published_at` is never moved back.
    """
    publication = locked(publication)
    refuse_unless_possible(Act.RESCHEDULE, publication, actor)
    now = timezone.now()
    if publish_at is not None and publish_at < now:
        raise Refused(Refusal.IN_THE_PAST)
    publication.publish_at = publish_at
    publication.published_at = publish_at or now
    publication.save()
    write_move(publication, Act.RESCHEDULE, actor, request=request)
    pieces.refresh(publication)  # they print the date
    return publication


@transaction.atomic
def withdraw(publication: Publication, *, actor, reason: str, request=None) -> Publication:
    """Take a published item off the site; its page says so, with the reason (410). Raises Refused."""
    publication = locked(publication)
    reason = required(reason)
    refuse_unless_possible(Act.WITHDRAW, publication, actor)
    if publication.is_scheduled:
        publication.published_at = None  # it was never public
    publication.state = State.WITHDRAWN
    publication.withdrawn_at = timezone.now()
    publication.withdrawal_reason = reason
    publication.save()
    publication.withdrawn()
    write_move(publication, Act.WITHDRAW, actor, note=reason, request=request)
    return publication


@transaction.atomic
def reopen(publication: Publication, *, actor, request=None) -> Publication:
    """Make a withdrawn item a draft again, to be reviewed anew before anyone sees it. Raises Refused."""
    publication = locked(publication)
    refuse_unless_possible(Act.REOPEN, publication, actor)
    write_move(publication, Act.REOPEN, actor, request=request)
    publication.state = State.DRAFT
    publication.review_step = 0
    publication.approved_hash = ""
    publication.withdrawn_at = None
    publication.withdrawal_reason = ""
    publication.save()
    return publication
