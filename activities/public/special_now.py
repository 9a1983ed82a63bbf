"""What the special kinds show that changes without an edit: contests, and who came to a discussion."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from activities.kinds import Form
from activities.models import Attendance, Closing, Contest, StageEntry
from activities.special import is_of_children


def special_now(activity) -> dict:
    """Return what changes without an edit: `contest` (at most two queries), or `units` of a discussion (one)."""
    if activity.form == Form.CONTEST:
        return {"contest": contest_part(activity)}
    if activity.form == Form.FORUM:
        return {"units": units_present(activity)}
    return {}


def contest_part(session) -> dict | None:
    """Return what the public sees of a contest: the order of the first stage once it is drawn; all else once approved.

    Of children the class and the drawn place stand for the name.
    """
    contest = Contest.objects.filter(session=session.pk).defer("earlier").first()
    if contest is None:
        return None
    hides_names = is_of_children(session)
    if contest.state == Contest.State.APPROVED:
        stages = [_shown_stage(stage, hides_names) for stage in reversed(contest.result["stages"])]
        return {"stages": stages, "drops": contest.result["drops"], "note": contest.note, "at": contest.approved_at}
    first = StageEntry.objects.filter(stage__contest=contest, stage__position=1, order__isnull=False)
    order = [
        (
            entry.order,
            _shown_name(entry.entrant.name, entry.order, hides_names),
            entry.entrant.unit,
            entry.entrant.subject,
        )
        for entry in first.select_related("entrant")
    ]
    taken_back = {"note": contest.note, "at": contest.noted_at} if contest.note else {}
    return {"order": order, "is_taken_back": bool(contest.note)} | taken_back if order or contest.note else None


def _shown_stage(stage: dict, hides_names: bool) -> dict:
    rows = [row | {"name": _shown_name(row["name"], row["order"], hides_names)} for row in stage["rows"]]
    return stage | {"rows": rows}


def _shown_name(name: str, order: int, hides_names: bool) -> str:
    return _("Entrant %(n)s") % {"n": order} if hides_names else name


def units_present(activity) -> list[str]:
    """Return the units of those who were there, once the activity is closed: never who, and of none how many."""
    closed = Closing.objects.filter(activity=OuterRef("activity"), shift__isnull=True)
    present = Attendance.objects.filter(
        Exists(closed), activity=activity.pk, shift=None, state=Attendance.State.PRESENT
    )
    units = present.order_by("row_code").values_list(
        "unit_name", "participant__organisation__name", "participant__member__organisation__name"
    )
    names = [written or above or own for written, above, own in units]
    return list(dict.fromkeys(name for name in names if name))
