"""Repairing the words of an activity, in its fields, its rows and its cover."""

from django.db import transaction

from activities.preflight import ROW_TEXTS
from articles.actions import writing
from publishing import actions as publishing
from publishing.actions.steps import locked
from publishing.preflight import full_width


@transaction.atomic
def repair_punctuation(activity, *, actor, request=None) -> int:
    """Make half-width punctuation between Chinese characters full-width; returns how many texts and rows changed.

    For drafts, where the check before publication found it. Raises Refused when the words of the cover stand on a
    published page.
    """
    activity = locked(activity)
    before_hash = activity.content_hash()
    rows = sum(_repair_row(row, ROW_TEXTS[relation]) for relation, row in _rows_of(activity))
    fields = writing.repair_punctuation(activity, actor=actor, request=request)
    if rows and not fields:
        publishing.edited(activity, actor=actor, before_hash=before_hash, request=request)
    return rows + fields


def _rows_of(activity):
    for relation in ROW_TEXTS:
        if hasattr(activity, relation):
            for row in getattr(activity, relation).all():
                yield relation, row


def _repair_row(row, names) -> bool:
    repaired = {name: full_width(getattr(row, name)) for name in names}
    if all(getattr(row, name) == text for name, text in repaired.items()):
        return False
    for name, text in repaired.items():
        setattr(row, name, text)
    row.save(update_fields=list(names))
    return True
