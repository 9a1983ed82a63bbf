"""Who may review what. Pure: values in, a reason or None out; no query, clock or request."""

from collections.abc import Iterable, Set
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.states import ALLOWED_FROM, Act, State


class Refusal(models.TextChoices):
    """Why an act is not possible, in the words that the person reads."""

    WRONG_STATE = "wrong_state", _("The text is not in a state for this: somebody was quicker. Look at it again.")
    NO_RIGHT = "no_right", _("This step belongs to another role or organisation.")
    OWN_TEXT = "own_text", _("Nobody reviews a text that they wrote, submitted or changed in this round.")
    SECOND_STEP = "second_step", _("You approved another step of this text: each step needs another person.")
    TEXT_CHANGED = "text_changed", _("The text changed after you opened it. Read it again before you decide.")
    NEEDS_REASON = "needs_reason", _("Give a reason: the others read it.")
    FINDINGS = "findings", _("The check before publication found something that must be mended first.")
    IN_THE_PAST = "in_the_past", _("The new time lies in the past.")
    ALREADY_OUT = "already_out", _("It is public already: its time of publication stays.")


class Approval(NamedTuple):
    step: int
    actor_id: int


def why_not(act: Act, state: State) -> Refusal | None:
    """Whether `act` starts from `state`."""
    return None if state in ALLOWED_FROM[act] else Refusal.WRONG_STATE


def why_not_review(
    *, actor_id: int, author_id: int, writer_ids: Set[int], step: int, approvals: Iterable[Approval]
) -> Refusal | None:
    """Whether a person with the right role may approve `step`.

    `writer_ids` are those who submitted or changed the text in this round; `approvals` are those of all
    rounds: whoever approved one step never takes another of the same item (三审 by three people).
    """
    if actor_id == author_id or actor_id in writer_ids:
        return Refusal.OWN_TEXT
    if any(approval.actor_id == actor_id and approval.step != step for approval in approvals):
        return Refusal.SECOND_STEP
    return None


def publication_time(*, now: datetime, wished: datetime | None, before: datetime | None) -> datetime:
    """Return when an item approved `now` becomes public: never before now, never before it once was."""
    return max(moment for moment in (now, wished, before) if moment is not None)
