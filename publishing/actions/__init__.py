"""Every change of a publication's state: one function each, one transaction each."""

from .afterwards import correct, reopen, reschedule, withdraw
from .consents import withdraw_consent
from .editing import edited, note_edit
from .review import approve, recall, return_to_author, submit
from .steps import why_not_act

__all__ = [
    "approve",
    "correct",
    "edited",
    "note_edit",
    "recall",
    "reopen",
    "reschedule",
    "return_to_author",
    "submit",
    "why_not_act",
    "withdraw",
    "withdraw_consent",
]
