"""The acts that staff do with a publication by a page of their own: what each is called, asks and says afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from publishing import actions
from publishing.forms import acts
from publishing.states import Act


@dataclass(frozen=True)
class Deed:
    """An act as a page: `run(publication, actor=, request=, **what the form gave)`."""

    act: Act
    slug: str
    verb: str
    question: str
    done: str
    run: Callable
    form: type[acts.ActForm] = acts.ActForm
    is_grave: bool = False  # takes something away from readers or from the review


DEEDS = (
    Deed(
        Act.SUBMIT,
        "submit",
        _("Submit for review"),
        _("The reviewers read it next. You can take it back until the last of them has approved it."),
        _("Submitted for review: %(title)s"),
        actions.submit,
    ),
    Deed(
        Act.APPROVE,
        "approve",
        _("Approve"),
        _("You answer for this step with your name; it stands on the review sheet."),
        _("Approved: %(title)s"),
        actions.approve,
        acts.ApproveForm,
    ),
    Deed(
        Act.RETURN,
        "return",
        _("Return to the author"),
        _("The text becomes a draft again, and its author sees the reason."),
        _("Returned to the author: %(title)s"),
        actions.return_to_author,
        acts.ReturnForm,
        is_grave=True,
    ),
    Deed(
        Act.RECALL,
        "recall",
        _("Take back"),
        _("The text becomes a draft again; the review begins anew when it is submitted again."),
        _("Taken back: %(title)s"),
        actions.recall,
        is_grave=True,
    ),
    Deed(
        Act.RESCHEDULE,
        "reschedule",
        _("Change the time"),
        _("It is approved and becomes public at this time by itself."),
        _("Time changed: %(title)s"),
        actions.reschedule,
        acts.RescheduleForm,
    ),
    Deed(
        Act.WITHDRAW,
        "withdraw",
        _("Withdraw"),
        _("The text leaves the site at once; its page says so, with the reason."),
        _("Withdrawn: %(title)s"),
        actions.withdraw,
        acts.WithdrawForm,
        is_grave=True,
    ),
    Deed(
        Act.REOPEN,
        "reopen",
        _("Reopen as a draft"),
        _("It stays off the site until it has been reviewed anew."),
        _("Reopened as a draft: %(title)s"),
        actions.reopen,
    ),
)
BY_ACT = {deed.act: deed for deed in DEEDS}
