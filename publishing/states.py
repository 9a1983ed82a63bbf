"""The states of a publication and the acts that lead from one to another. Pure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    MEMBERS = "members", _("Signed-in members")
    ORGANISATION = "organisation", _("Members of the organisation")


class Act(models.TextChoices):
    """What a Move records."""

    SUBMIT = "submit", _("Submitted for review")
    APPROVE = "approve", _("Approved")
    RETURN = "return", _("Returned")
    RECALL = "recall", _("Taken back by the author")
    EDIT = "edit", _("Edited")
    PUBLISH = "publish", pgettext_lazy("act", "Published")
    CORRECT = "correct", _("Corrected")
    RESCHEDULE = "reschedule", _("Time changed")
    WITHDRAW = "withdraw", pgettext_lazy("act", "Withdrawn")
    REOPEN = "reopen", _("Reopened as a draft")


# From which states an act is possible; each act is one function in publishing.actions.
ALLOWED_FROM: dict[Act, frozenset[State]] = {
    Act.SUBMIT: frozenset({State.DRAFT}),
    Act.APPROVE: frozenset({State.IN_REVIEW}),
    Act.RETURN: frozenset({State.IN_REVIEW}),
    Act.RECALL: frozenset({State.IN_REVIEW}),
    Act.EDIT: frozenset({State.DRAFT, State.IN_REVIEW}),
    Act.PUBLISH: frozenset({State.IN_REVIEW}),
    Act.CORRECT: frozenset({State.PUBLISHED}),
    Act.RESCHEDULE: frozenset({State.PUBLISHED}),
    Act.WITHDRAW: frozenset({State.PUBLISHED}),
    Act.REOPEN: frozenset({State.WITHDRAWN}),
}
