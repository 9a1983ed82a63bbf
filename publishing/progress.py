"""Where a publication stands on its way: 草稿 → 一审 → 二审 → 终审 → 发布, with who and when. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from publishing.states import Act, State

REVIEWS = {
    1: [_("Final review")],
    2: [_("First review"), _("Final review")],
    3: [_("First review"), _("Second review"), _("Final review")],
}


@dataclass(frozen=True)
class Station:
    label: str
    who: str = ""
    at: datetime | None = None
    is_done: bool = False
    is_current: bool = False


def stations(publication, moves: Iterable) -> list[Station]:
    """Return the stations of a publication; `moves` are all of its moves, oldest first, with their actors."""
    steps = publication.review_steps or publication.organisation.review_steps
    approvals = {
        move.step: move
        for move in moves
        if move.act == Act.APPROVE and move.round == publication.review_round and publication.state != State.DRAFT
    }
    return [_draft(publication), *_reviews(publication, steps, approvals), _end(publication)]


def _draft(publication) -> Station:
    is_draft = publication.state == State.DRAFT
    label = publication.state_label if is_draft else State.DRAFT.label
    return Station(label, str(publication.author), publication.created_at, not is_draft, is_draft)


def _reviews(publication, steps: int, approvals: dict) -> list[Station]:
    waiting = publication.review_step if publication.state == State.IN_REVIEW else 0
    return [
        Station(
            label,
            str(approvals[step].actor) if step in approvals else "",
            approvals[step].at if step in approvals else None,
            is_done=step in approvals,
            is_current=step == waiting,
        )
        for step, label in enumerate(REVIEWS[steps], start=1)
    ]


def _end(publication) -> Station:
    if publication.state == State.WITHDRAWN:
        return Station(State.WITHDRAWN.label, at=publication.withdrawn_at, is_current=True)
    if publication.state != State.PUBLISHED:
        return Station(State.PUBLISHED.label)
    label = _("Scheduled") if publication.is_scheduled else State.PUBLISHED.label
    return Station(label, at=publication.published_at, is_current=True, is_done=not publication.is_scheduled)
