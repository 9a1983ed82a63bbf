"""Closing an occasion: how many came, who sent delegates, what was said, which pictures stand for it."""

from django.db import transaction
from django.utils import timezone

from activities import counting
from activities.actions.proposing import propose_records
from activities.actions.roster import State, lines_of, lock_roster
from activities.counting import Counts
from activities.models import Activity, Attendance, Closing, Shift
from articles.models import PhotoReport
from members import audit

FIELDS = (
    "headcount", "is_approximate", "basis", "headcount_of", "organisations", "delegates", "delegates_of", "minutes",
    "report",
)  # fmt: skip


class NotClosed(Exception):
    """Raised when an occasion cannot be closed like this; `reason` is a sentence, `field` where it belongs."""

    def __init__(self, reason, field: str | None = None):
        super().__init__(reason)
        self.reason, self.field = reason, field


@transaction.atomic
def close_activity(
    activity: Activity, shift: Shift | None = None, *, actor, note: str = "", photos=(), request=None, **facts
) -> tuple[Closing, int]:
    """Write how an occasion ended, and propose the service records of its roster; return both.

    `facts` are the fields of Closing. Done again it corrects the counts; then `note` says why, for the log. Raises
    NotClosed before the beginning, without the note, or for counts that cannot be.
    """
    if reason := counting.why_not_close(shift or activity, timezone.now()):
        raise NotClosed(reason)
    lock_roster(activity)
    _refuse_counts(activity, shift, facts)
    closing = Closing.objects.filter(activity=activity.pk, shift=shift).first()
    changed = _changes(closing, facts, photos)
    if closing is not None and changed and not note.strip():
        raise NotClosed(counting.NEEDS_NOTE, "note")
    closing = closing or Closing(activity_id=activity.pk, shift=shift, closed_by=actor)
    for name in set(FIELDS) & facts.keys():
        setattr(closing, name, facts[name])
    closing.save()
    closing.photos.set(photos)
    _link(closing)
    proposed = propose_records(activity, shift, actor=actor, request=request)
    if changed:
        words = {"fields": changed, "note": note.strip()[:200], "request": request}
        audit.record(actor=actor, action="activity.close", obj=activity.leaf, **words)
    return closing, proposed


@transaction.atomic
def reopen_activity(activity: Activity, shift: Shift | None = None, *, actor, note: str, request=None) -> None:
    """Take the closing of an occasion back: its counts are no longer said anywhere. The note stays in the log.

    Records that were proposed stay until it is closed again. Raises NotClosed without a note; twice does no harm.
    """
    if not note.strip():
        raise NotClosed(counting.NEEDS_NOTE, "note")
    lock_roster(activity)
    gone, _rows = Closing.objects.filter(activity=activity.pk, shift=shift).delete()
    if gone:
        words = {"note": note.strip()[:200], "request": request}
        audit.record(actor=actor, action="activity.reopen", obj=activity.leaf, **words)


def _refuse_counts(activity: Activity, shift: Shift | None, facts: dict) -> None:
    counts = {name: facts.get(name) for name in Counts._fields}
    trouble = counting.trouble_with(**counts)
    if trouble is None and facts.get("basis") == Closing.Basis.ROSTER:
        trouble = counting.trouble_with_basis(Counts(**counts), counts_of_roster(activity, shift))
    if trouble:
        raise NotClosed(trouble.sentence, trouble.field)


def _changes(closing: Closing | None, facts: dict, photos) -> list[str]:
    changed = [name for name in FIELDS if name in facts and (closing is None or getattr(closing, name) != facts[name])]
    before = set(closing.photos.values_list("pk", flat=True)) if closing else set()
    return changed + (["photos"] if before != {photo.pk for photo in photos} else [])


def counts_of_roster(activity: Activity, shift: Shift | None = None) -> Counts:
    """Return the counts that the roster gives: those present, and delegates with their organisations apart from them."""
    present = lines_of(activity, shift).filter(state=State.PRESENT)
    heads, delegates = present.filter(is_delegate=False).count(), list(present.filter(is_delegate=True))
    units = {unit_of(line) for line in delegates}
    return Counts(
        heads if heads or delegates else None, len(units) or None, len(delegates) or None, is_approximate=False
    )


def unit_of(line: Attendance, *, brief: bool = False) -> str:
    """Return the unit of somebody on the roster: the firm they came for, the unit as written, else their own."""
    sign_up, person = line.sign_up, line.participant
    if as_written := line.unit_name or (sign_up and (sign_up.firm or sign_up.unit_name)):
        return as_written
    own = person.member.organisation if person.member else person.organisation
    unit = own or (sign_up.pool.organisation if sign_up else None)
    return "" if unit is None else unit.brief if brief else unit.name


def _link(closing: Closing) -> None:
    """The report that was chosen is the activity's: its page leads here, and the other way round."""
    if closing.report_id and closing.shift_id is None:
        PhotoReport.objects.filter(pk=closing.report_id, activity=None).update(activity=closing.activity_id)
