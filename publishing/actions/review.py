"""From draft to published: submit, approve step by step, return, take back."""

from django.db import transaction
from django.utils import timezone

from publishing import pieces, rules
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
def submit(publication: Publication, *, actor, note: str = "", request=None) -> Publication:
    """Send a draft into review; its number of steps is its organisation's of today.

    Raises Refused when the person may not write there or the preflight blocks.
    """
    publication = locked(publication)
    refuse_unless_possible(Act.SUBMIT, publication, actor)
    refuse_blocking_findings(publication)
    publication.review_steps = publication.organisation.review_steps
    start_round(publication)
    write_move(publication, Act.SUBMIT, actor, note=note, request=request)
    return publication


@transaction.atomic
def approve(
    publication: Publication,
    *,
    actor,
    seen_hash: str,
    seen_step: int | None = None,
    seen_time: str | None = None,
    note: str = "",
    request=None,
) -> Publication:
    """Approve the step that the publication waits at; the last step publishes it, now or at its time.

    `seen_hash` is the hash of the text that the reviewer was shown: a text changed meanwhile is refused.
    `seen_step` is the step that their page was for: with it, two people who approve one step at once never
    approve two. `seen_time` is when the text was to appear. Raises Refused.
    """
    publication = locked(publication)
    if seen_step is not None and publication.review_step not in (0, seen_step):
        raise Refused(Refusal.WRONG_STATE)
    refuse_unless_possible(Act.APPROVE, publication, actor)
    if publication.content_hash() != seen_hash or seen_time not in (None, publication.wished_time):
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
    refuse_unless_possible(Act.RETURN, publication, actor)
    write_move(publication, Act.RETURN, actor, note=reason, step=publication.review_step, request=request)
    _make_draft(publication, return_reason=reason)
    return publication


@transaction.atomic
def recall(publication: Publication, *, actor, request=None) -> Publication:
    """Take a text back out of review, by its author, its writers or an administrator. Raises Refused."""
    publication = locked(publication)
    refuse_unless_possible(Act.RECALL, publication, actor)
    write_move(publication, Act.RECALL, actor, step=publication.review_step, request=request)
    _make_draft(publication)
    return publication


def start_round(publication: Publication) -> None:
    """Put the publication at the first step of a new round of review."""
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
    refuse_blocking_findings(publication)
    publication.state = State.PUBLISHED
    publication.approved_hash = publication.content_hash()
    publication.published_at = rules.publication_time(
        now=timezone.now(), wished=publication.publish_at, before=publication.published_at
    )
    publication.save()
    write_move(publication, Act.PUBLISH, actor, request=request)
    pieces.refresh(publication)
    publication.came_out()
