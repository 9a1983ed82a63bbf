"""Who may review what. Pure: values in, a reason or None out; no query, clock or request."""

from collections.abc import Iterable, Set
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.roles import Right
from publishing.states import ALLOWED_FROM, Act, State

# What a person must be allowed at the publication's organisation; review steps ask for a role instead.
RIGHT_FOR: dict[Act, Right] = {
    Act.SUBMIT: Right.WRITE,
    Act.RECALL: Right.WRITE,
    Act.EDIT: Right.WRITE,
    Act.CORRECT: Right.WITHDRAW,
    Act.RESCHEDULE: Right.WITHDRAW,
    Act.WITHDRAW: Right.WITHDRAW,
    Act.REOPEN: Right.WRITE,
}


class Refusal(models.TextChoices):
    """Why an act is not possible, in the words that the person reads."""

    WRONG_STATE = "wrong_state", _("The text is not in a state for this: somebody was quicker. Look at it again.")
    NO_RIGHT = "no_right", _("This step belongs to another role or organisation.")
    NOT_YOURS = "not_yours", _("Only those who wrote or submitted a text take it back; a reviewer returns it instead.")
    OWN_TEXT = "own_text", _("Nobody reviews a text that they wrote, changed or submitted themselves.")
    SECOND_STEP = "second_step", _("You approved another step of this text: each step needs another person.")
    TEXT_CHANGED = "text_changed", _("The text changed after you opened it. Read it again before you decide.")
    NEEDS_REASON = "needs_reason", _("Give a reason: the others read it.")
    FINDINGS = "findings", _("The check before publication found something that must be mended first.")
    IN_THE_PAST = "in_the_past", _("The new time lies in the past.")
    ALREADY_OUT = "already_out", _("It is public already: its time of publication stays.")
    NOT_OUT = "not_out", _("It is not public yet: edit it, and it is reviewed again.")


# A refusal of these means that the person may not do this at all; of the others, that it is not possible now.
NEVER = frozenset({Refusal.NO_RIGHT, Refusal.NOT_YOURS, Refusal.OWN_TEXT, Refusal.SECOND_STEP})
# And these are mended in the form where they appear.
MENDABLE = frozenset({Refusal.NEEDS_REASON, Refusal.FINDINGS, Refusal.IN_THE_PAST})


class Approval(NamedTuple):
    step: int
    actor_id: int


def why_not(act: Act, state: State, *, is_scheduled: bool = False) -> Refusal | None:
    """Whether `act` starts from `state`; `is_scheduled` says that a published item's time still lies ahead."""
    if state not in ALLOWED_FROM[act]:
        return Refusal.WRONG_STATE
    if act == Act.CORRECT and is_scheduled:
        return Refusal.NOT_OUT
    if act == Act.RESCHEDULE and not is_scheduled:
        return Refusal.ALREADY_OUT
    return None


def why_not_review(
    *, actor_id: int, author_id: int, writer_ids: Set[int], step: int, approvals: Iterable[Approval]
) -> Refusal | None:
    """Whether a person with the right role may approve `step`.

    `writer_ids` are those who changed the text in any round, since their words stay in it, or submitted it in
    this one; `approvals` are those of all rounds: whoever approved one step never takes another of the same
    item (三审 by three people).
    """
    if actor_id == author_id or actor_id in writer_ids:
        return Refusal.OWN_TEXT
    if any(approval.actor_id == actor_id and approval.step != step for approval in approvals):
        return Refusal.SECOND_STEP
    return None


def publication_time(*, now: datetime, wished: datetime | None, before: datetime | None) -> datetime:
    """Return when an item approved `now` becomes public: never before now, never before it once was."""
    return max(moment for moment in (now, wished, before) if moment is not None)
