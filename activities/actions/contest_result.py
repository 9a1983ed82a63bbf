"""A contest's result: submitted by one person, approved by another, published; taken back with a note."""

from django.db import transaction
from django.utils import timezone

from activities.actions.contest import locked, required
from activities.contest_errors import ContestRefused, Hitch
from activities.contest_tables import digest_of_result, result_of, tables_of
from activities.models import Contest, Score
from members import audit
from members.access import scope_of
from members.roles import Right

State = Contest.State


def why_not_submit(contest: Contest) -> Hitch | None:
    """Whether the scores are complete, stage by stage."""
    if contest.state != State.OPEN:
        return Hitch.SUBMITTED
    tables = tables_of(contest)
    return None if tables and all(table.is_complete for table in tables) else Hitch.INCOMPLETE


def why_not_approve(contest: Contest, actor) -> Hitch | None:
    """Whether the person may decide on the submitted result: a reviewer who has not had a hand in it."""
    if contest.state != State.COUNTED:
        return Hitch.NOT_SUBMITTED
    if not scope_of(actor).has(Right.REVIEW, contest.organisation_id):
        return Hitch.NO_RIGHT
    own = Score.objects.filter(entry__stage__contest=contest, entered_by=actor)
    return Hitch.OWN_COUNT if contest.counted_by_id == actor.pk or own.exists() else None


def why_not_take_back(contest: Contest, actor) -> Hitch | None:
    if contest.state != State.APPROVED:
        return Hitch.NOT_PUBLIC
    return None if scope_of(actor).has(Right.WITHDRAW, contest.organisation_id) else Hitch.NO_RIGHT


@transaction.atomic
def submit_result(contest: Contest, *, seen: str, actor, request=None) -> Contest:
    """Close the scores and submit their result; `seen` is the digest of the result that the person looked at."""
    contest = locked(contest)
    if reason := why_not_submit(contest):
        raise ContestRefused(reason)
    result = result_of(contest)
    if digest_of_result(result) != seen:
        raise ContestRefused(Hitch.CHANGED)
    contest.state, contest.result, contest.return_reason = State.COUNTED, result, ""
    contest.counted_by, contest.counted_at = actor, timezone.now()
    contest.save()
    _log(contest, "contest.submit", actor, request, digest=seen)
    return contest


@transaction.atomic
def approve_result(contest: Contest, *, seen: str, actor, request=None) -> Contest:
    """Approve the submitted result: from now on readers see it as it was submitted."""
    contest = _decided(contest, actor)
    if digest_of_result(contest.result) != seen:
        raise ContestRefused(Hitch.CHANGED)
    contest.state, contest.approved_by, contest.approved_at = State.APPROVED, actor, timezone.now()
    contest.save()
    _log(contest, "contest.publish", actor, request, digest=seen)
    return contest


@transaction.atomic
def return_result(contest: Contest, *, reason: str, actor, request=None) -> Contest:
    """Send a submitted result back with a reason: the scores are open again."""
    contest = _decided(contest, actor)
    contest.state, contest.result, contest.return_reason = State.OPEN, None, required(reason)
    contest.save()
    _log(contest, "contest.return", actor, request, note=contest.return_reason)
    return contest


@transaction.atomic
def take_back_result(contest: Contest, *, note: str, actor, request=None) -> Contest:
    """Take a published result off the page; readers see the note, beside the corrected result too.

    The scores are open again; the result that was public is kept.
    """
    contest = locked(contest, state=State.APPROVED)
    if reason := why_not_take_back(contest, actor):
        raise ContestRefused(reason)
    note = required(note)
    published = {"result": contest.result, "approved_at": contest.approved_at.isoformat(), "note": note}
    contest.earlier.append(published)
    contest.state, contest.result = State.OPEN, None
    contest.note, contest.noted_at = note, timezone.now()
    contest.approved_by = contest.approved_at = None
    contest.save()
    _log(contest, "contest.withdraw", actor, request, note=note)
    return contest


def _decided(contest: Contest, actor) -> Contest:
    contest = locked(contest, state=State.COUNTED)
    if reason := why_not_approve(contest, actor):
        raise ContestRefused(reason)
    return contest


def _log(contest: Contest, act: str, actor, request, *, digest: str = "", note: str = "") -> None:
    fields = [f"sha256:{digest}"] if digest else []
    audit.record(actor=actor, action=act, obj=contest, fields=fields, note=note, request=request)
