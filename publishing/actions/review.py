"""From draft to published: submit, approve step by step, return, take back, and what an edit does meanwhile."""

from django.db import transaction
from django.utils import timezone

from members.roles import Right
from publishing import pieces, rules
from publishing.actions.steps import (
    locked,
    refuse_unless_possible,
    refuse_without,
    required,
    why_not_approve,
    write_move,
)
from publishing.errors import Refused
from publishing.models import Publication
from publishing.rules import Refusal
from publishing.states import Act, State


@transaction.atomic
def submit(publication: Publication, *, actor, note: str = "", request=None) -> Publication:
    """Send a draft into review; its number of steps is its organisation's of today.

    Raises Refused when the person may not write there or the preflight blocks.
    """
    publication = locked(publication)
    refuse_unless_possible(Act.SUBMIT, publication)
    refuse_without(Right.WRITE, actor, publication)
    if any(finding.is_blocking for finding in publication.findings()):
        raise Refused(Refusal.FINDINGS)
    publication.review_steps = publication.organisation.review_steps
    _start_round(publication)
    write_move(publication, Act.SUBMIT, actor, note=note, request=request)
    return publication


@transaction.atomic
def approve(publication: Publication, *, actor, seen_hash: str, note: str = "", request=None) -> Publication:
    """Approve the step that the publication waits at; the last step publishes it, now or at its time.

    `seen_hash` is the hash of the text that the reviewer was shown: a text changed meanwhile is refused.
    Raises Refused.
    """
    publication = locked(publication)
    if reason := why_not_approve(publication, actor):
        raise Refused(reason)
    if publication.content_hash() != seen_hash:
        raise Refused(Refusal.TEXT_CHANGED)
    write_move(publication, Act.APPROVE, actor, note=note, step=publication.review_step, request=request)
    if publication.review_step < publication.review_steps:
        publication.review_step += 1
        publication.save()
    else:
        _publish(publication, actor, request)
    return publication


@transaction.atomic
def return_to_author(publication: Publication, *, actor, reason: str, request=None) -> Publication:
    """Send the text back with a reason; it becomes a draft again. Raises Refused."""
    publication = locked(publication)
    reason = required(reason)
    if refusal := why_not_approve(publication, actor):
        raise Refused(refusal)
    write_move(publication, Act.RETURN, actor, note=reason, step=publication.review_step, request=request)
    _make_draft(publication, return_reason=reason)
    return publication


@transaction.atomic
def recall(publication: Publication, *, actor, request=None) -> Publication:
    """Take a text back out of review, by those who may write there. Raises Refused."""
    publication = locked(publication)
    refuse_unless_possible(Act.RECALL, publication)
    refuse_without(Right.WRITE, actor, publication)
    write_move(publication, Act.RECALL, actor, step=publication.review_step, request=request)
    _make_draft(publication)
    return publication


@transaction.atomic
def note_edit(publication: Publication, *, actor, before_hash: str, request=None) -> bool:
    """Tell the review that the text was edited: before publication a change starts the review anew.

    Call it after the edit is saved, with the hash from before. Returns whether the review was restarted.
    A text that readers see already is edited by `correct` only.
    """
    publication = locked(publication)
    is_waiting = publication.state == State.IN_REVIEW or publication.is_scheduled
    if not is_waiting or publication.content_hash() == before_hash:
        return False
    publication.published_at = None
    publication.approved_hash = ""
    _start_round(publication)
    write_move(publication, Act.EDIT, actor, request=request)
    return True


def _start_round(publication: Publication) -> None:
    publication.state = State.IN_REVIEW
    publication.review_round += 1
    publication.review_step = 1
    publication.return_reason = ""
    publication.save()


def _make_draft(publication: Publication, return_reason: str = "") -> None:
    publication.state = State.DRAFT
    publication.review_step = 0
    publication.return_reason = return_reason
    publication.save()


def _publish(publication: Publication, actor, request) -> None:
    if any(finding.is_blocking for finding in publication.findings()):
        raise Refused(Refusal.FINDINGS)
    publication.state = State.PUBLISHED
    publication.approved_hash = publication.content_hash()
    publication.published_at = rules.publication_time(
        now=timezone.now(), wished=publication.publish_at, before=publication.published_at
    )
    publication.save()
    write_move(publication, Act.PUBLISH, actor, request=request)
    pieces.refresh(publication)
