"""A contest's way up to the scores: stages, people, the draw, who goes on.

Every function here, in contest_scores and in contest_result locks the contest's row first and the audit log last, so
that two people at once never draw, score or count twice. All raise ContestRefused.
"""

import secrets
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from activities.contest import draw
from activities.contest_errors import ContestRefused, Hitch
from activities.contest_tables import tables_of
from activities.models import Contest, Entrant, Judge, Score, Stage, StageEntry, StudySession
from members import audit

MOST_ENTRANTS, MOST_JUDGES = 120, 15


# --- stages and the rule of counting ---
@transaction.atomic
def begin_contest(
    session: StudySession, *, stages: Sequence[tuple[str, int | None]], drops_extremes: bool, actor, request=None
) -> Contest:
    """Make the contest of a session, or return the one it has. `stages` are names with how many go on."""
    StudySession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    contest, is_new = Contest.objects.get_or_create(session=session, defaults={"drops_extremes": drops_extremes})
    if is_new:
        _write_stages(contest, stages)
        audit.record(actor=actor, action="contest.change", obj=contest, fields=["stages"], request=request)
    return contest


@transaction.atomic
def change_stages(
    contest: Contest, *, stages: Sequence[tuple[str, int | None]], drops_extremes: bool, actor, request=None
) -> None:
    """Change stages and the rule of counting, as long as nobody is drawn or scored by them."""
    contest = locked(contest)
    before = list(contest.stages.values_list("name", "advance"))
    changed = [name for name, differs in (
        ("stages", before != list(stages)), ("drops_extremes", contest.drops_extremes != drops_extremes),
    ) if differs]  # fmt: skip
    if not changed:
        return
    if Score.objects.filter(entry__stage__contest=contest).exists():
        raise ContestRefused(Hitch.SCORED)
    if contest.stages.exclude(seed="").exists() and len(before) != len(stages):
        raise ContestRefused(Hitch.DRAWN)
    contest.drops_extremes = drops_extremes
    contest.save()
    _write_stages(contest, stages)
    audit.record(actor=actor, action="contest.change", obj=contest, fields=changed, request=request)


def _write_stages(contest: Contest, stages: Sequence[tuple[str, int | None]]) -> None:
    contest.stages.filter(position__gt=len(stages)).delete()
    for position, (name, advance) in enumerate(stages, start=1):
        words = {"name": name, "advance": advance if position < len(stages) else None}
        Stage.objects.update_or_create(contest=contest, position=position, defaults=words)


# --- people ---
@transaction.atomic
def save_entrants(
    contest: Contest, *, changed: Iterable[Entrant], added: Iterable[Entrant], removed: Iterable[Entrant], actor,
    request=None,
) -> None:  # fmt: skip
    """Write who takes part. After the draw words are mended, but nobody comes or goes."""
    contest = locked(contest)
    changed, added, removed = list(changed), list(added), list(removed)
    if (added or removed) and contest.stages.exclude(seed="").exists():
        raise ContestRefused(Hitch.DRAWN)
    for entrant in removed:
        entrant.delete()
    for entrant in changed:
        entrant.save(update_fields=["name", "unit", "subject"])
    for entrant in added:
        contest.last_number += 1
        entrant.contest, entrant.number = contest, contest.last_number
        entrant.save(force_insert=True)
    if contest.entrants.count() > MOST_ENTRANTS:
        raise ContestRefused(Hitch.TOO_MANY)
    contest.save(update_fields=["last_number"])
    _note_people(contest, "entrants", changed, added, removed, actor, request)


@transaction.atomic
def save_judges(
    contest: Contest, *, changed: Iterable[Judge], added: Iterable[Judge], removed: Iterable[Judge], actor, request=None
) -> None:
    """Write who scores; a judge who has given scores stays."""
    contest = locked(contest)
    changed, added, removed = list(changed), list(added), list(removed)
    if Score.objects.filter(judge__in=removed).exists():
        raise ContestRefused(Hitch.JUDGED)
    for judge in removed:
        judge.delete()
    for judge in changed:
        judge.save(update_fields=["name", "unit"])
    for judge in added:
        judge.contest = contest
        judge.save(force_insert=True)
    if contest.judges.count() > MOST_JUDGES:
        raise ContestRefused(Hitch.TOO_MANY)
    _note_people(contest, "judges", changed, added, removed, actor, request)


def _note_people(contest, what: str, changed, added, removed, actor, request) -> None:
    """The log holds how many, never who."""
    if changed or added or removed:
        note = f"+{len(added)} ~{len(changed)} -{len(removed)}"
        audit.record(actor=actor, action="contest.change", obj=contest, fields=[what], note=note, request=request)


# --- the draw ---
@transaction.atomic
def draw_order(stage: Stage, *, actor, seed: str = "", seed_by: str = "", request=None) -> Stage:
    """Draw the order of a stage, once; without a seed the portal takes one of the system's randomness.

    Whoever types a seed says who named it.
    """
    contest = locked(stage.contest)
    stage = contest.stages.get(pk=stage.pk)
    if stage.seed:
        raise ContestRefused(Hitch.DRAWN)
    seed, seed_by = seed.strip(), seed_by.strip()
    if seed and not seed_by:
        raise ContestRefused(Hitch.NEEDS_SOURCE)
    stage.seed, stage.seed_by = seed or secrets.token_hex(8), seed_by if seed else ""
    entries = _entries_to_draw(stage)
    by_number = {entry.entrant.number: entry for entry in entries}
    for place, number in enumerate(draw(stage.seed, by_number), start=1):
        by_number[number].order = place
    StageEntry.objects.bulk_update(entries, ["order"])
    stage.drawn_at, stage.drawn_by = timezone.now(), actor
    stage.save()
    audit.record(
        actor=actor, action="contest.draw", obj=contest, fields=[_name(stage)], note=stage.seed, request=request
    )
    return stage


def _entries_to_draw(stage: Stage) -> list[StageEntry]:
    """Everybody comes into the first stage; into the others whom the stage before sent there."""
    if stage.position == 1:
        StageEntry.objects.bulk_create(
            StageEntry(stage=stage, entrant=entrant) for entrant in stage.contest.entrants.all()
        )
    entries = list(stage.entries.select_related("entrant"))
    if not entries or (stage.position == 1 and len(entries) < 2):
        raise ContestRefused(Hitch.TOO_FEW if stage.position == 1 else Hitch.NOT_FILLED)
    return entries


@transaction.atomic
def take_back_draw(stage: Stage, *, reason: str, actor, request=None) -> None:
    """Undo a draw before anybody was scored; the seed, and why it went, stay with the stage for all to read."""
    contest = locked(stage.contest)
    stage = contest.stages.get(pk=stage.pk)
    reason = required(reason)
    if not stage.seed:
        raise ContestRefused(Hitch.NOT_DRAWN)
    if Score.objects.filter(entry__stage=stage).exists():
        raise ContestRefused(Hitch.SCORED)
    stage.earlier_draws.append({"seed": stage.seed, "at": stage.drawn_at.isoformat(), "reason": reason})
    stage.seed = stage.seed_by = ""
    stage.drawn_at = stage.drawn_by = None
    stage.save()
    if stage.position == 1:
        stage.entries.all().delete()
    else:
        stage.entries.update(order=None)
    audit.record(actor=actor, action="contest.undraw", obj=contest, fields=[_name(stage)], note=reason, request=request)


# --- from stage to stage ---
@transaction.atomic
def send_on(stage: Stage, *, actor, request=None) -> int:
    """Put those who go on into the next stage, and return how many they are; then this stage's scores are settled."""
    contest = locked(stage.contest)
    following = _next(contest, stage)
    table = tables_of(contest, position=stage.position)[0]
    if following.entries.exists():
        raise ContestRefused(Hitch.NEXT_FILLED)
    if not table.is_complete:
        raise ContestRefused(Hitch.INCOMPLETE)
    chosen = StageEntry.objects.filter(pk__in=table.going_on).order_by("entrant__number")
    StageEntry.objects.bulk_create(StageEntry(stage=following, entrant_id=entry.entrant_id) for entry in chosen)
    audit.record(
        actor=actor, action="contest.advance", obj=contest, fields=[_name(following)], note=str(len(chosen)),
        request=request,
    )  # fmt: skip
    return len(chosen)


@transaction.atomic
def take_back_sending(stage: Stage, *, actor, request=None) -> None:
    """Empty the next stage again, as long as its order is not drawn; this stage's scores are open once more."""
    contest = locked(stage.contest)
    following = _next(contest, stage)
    if following.seed:
        raise ContestRefused(Hitch.NEXT_DRAWN)
    following.entries.all().delete()
    audit.record(
        actor=actor, action="contest.advance", obj=contest, fields=[_name(following)], note="0", request=request
    )


def _next(contest: Contest, stage: Stage) -> Stage:
    following = contest.stages.filter(position=stage.position + 1).first()
    if following is None:
        raise ContestRefused(Hitch.NOT_FILLED)
    return following


# --- what all actions share ---
def locked(contest: Contest, *, state=Contest.State.OPEN) -> Contest:
    """Return the contest as it is now, locked until the transaction ends; it must be in `state`."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("session").get(pk=contest.pk)
    if contest.state != state:
        raise ContestRefused(Hitch.SUBMITTED if state == Contest.State.OPEN else Hitch.NOT_SUBMITTED)
    return contest


def required(text: str) -> str:
    if not (text := text.strip()):
        raise ContestRefused(Hitch.NEEDS_REASON)
    return text[:300]


def _name(stage: Stage) -> str:
    return f"stage {stage.position}"
