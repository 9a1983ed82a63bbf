"""Every change of a publication's state: one function each, one transaction each."""

from .afterwards import correct, reopen, reschedule, withdraw
from .consents import withdraw_consent
from .review import approve, note_edit, recall, return_to_author, submit

__all__ = [
    "approve",
    "correct",
    "note_edit",
    "recall",
    "reopen",
    "reschedule",
    "return_to_author",
    "submit",
    "withdraw",
    "withdraw_consent",
]
