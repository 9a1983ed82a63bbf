"""The roles of a post and what each may do. Pure: no database, no request."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    WRITER = "writer", _("Writer")
    FIRST_REVIEWER = "first_reviewer", _("First reviewer")
    SECOND_REVIEWER = "second_reviewer", _("Second reviewer")
    FINAL_REVIEWER = "final_reviewer", _("Final reviewer")
    SECRETARY = "secretary", _("Study secretary")
    ORGANISER = "organiser", _("Volunteer organiser")
    DISPATCHER = "dispatcher", _("Dispatcher")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Site administrator")


class Right(StrEnum):
    """What a post lets its holder do with the objects of its organisation's subtree."""

    READ = "read"  # see everything there in admin, drafts included, personal data masked
    WRITE = "write"  # make and edit publications and photos
    REVIEW = "review"  # act in one of the review steps
    WITHDRAW = "withdraw"  # take a published item off the site, correct it, change its time
    MANAGE = "manage"  # organisations, members, posts, channels, topics
    AUDIT = "audit"  # read the audit log
    PEOPLE = "people"  # who signed up, who came, for how long: names in full, numbers on request


REVIEWERS = (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER)

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.WRITER: frozenset({Right.READ, Right.WRITE}),
    Role.FIRST_REVIEWER: frozenset({Right.READ, Right.WRITE, Right.REVIEW}),
    Role.SECOND_REVIEWER: frozenset({Right.READ, Right.WRITE, Right.REVIEW}),
    Role.FINAL_REVIEWER: frozenset({Right.READ, Right.WRITE, Right.REVIEW, Right.WITHDRAW}),
    Role.SECRETARY: frozenset({Right.READ, Right.WRITE, Right.PEOPLE}),
    Role.ORGANISER: frozenset({Right.READ, Right.WRITE, Right.PEOPLE}),
    Role.DISPATCHER: frozenset({Right.READ}),
    Role.AUDITOR: frozenset({Right.READ, Right.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Right.READ, Right.WRITE, Right.WITHDRAW, Right.MANAGE, Right.AUDIT, Right.PEOPLE}),
}


def reviewer_of_step(step: int, steps: int) -> Role:
    """Return the role that acts in review `step` (from 1) of `steps` (1 to 3).

    The last step is always the final reviewer's (终审); with two steps the second reviewer is left out.
    Raises ValueError for a step that the review does not have.
    """
    if not 1 <= step <= steps <= len(REVIEWERS):
        raise ValueError(f"no step {step} in a review of {steps}")
    return Role.FINAL_REVIEWER if step == steps else REVIEWERS[step - 1]
