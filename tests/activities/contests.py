"""Contests for tests: made, drawn, scored and published by the same actions as the pages."""

from decimal import Decimal

from activities.actions import contest as actions
from activities.actions import contest_result as results
from activities.actions.contest_scores import Cell, enter_scores
from activities.contest_tables import digest_of_result, result_of
from activities.kinds import Form
from activities.models import Entrant, Judge
from tests.factories import StudySessionFactory

NAMES = ("陈某", "李某某", "王某某", "刘某某", "周某", "吴某某")


def contest(actor, *, entrants: int = 3, judges: int = 3, stages=(("决赛", None),), **session):
    """Return a contest of the actor's organisation with people in it."""
    values = {"organisation": actor.organisation, "author": actor, "form": Form.CONTEST}
    session = StudySessionFactory(**values | session)
    made = actions.begin_contest(session, stages=stages, drops_extremes=True, actor=actor)
    people = [Entrant(name=name, unit=f"{name[0]}家坪社区", subject="红色家书") for name in NAMES[:entrants]]
    actions.save_entrants(made, changed=[], added=people, removed=[], actor=actor)
    panel = [Judge(name=f"评委{number}", unit="区委党校") for number in range(1, judges + 1)]
    actions.save_judges(made, changed=[], added=panel, removed=[], actor=actor)
    return made


def drawn(made, actor, position: int = 1, seed: str = "20210701"):
    return actions.draw_order(made.stages.get(position=position), actor=actor, seed=seed, seed_by="公证员")


def score(stage, actor, points) -> list:
    """Enter `points` (a list per entrant in the drawn order, a number per judge)."""
    judges = list(stage.contest.judges.all())
    cells = [
        Cell(entry.pk, judge.pk, None, Decimal(str(given)))
        for entry, row in zip(stage.entries.order_by("order"), points, strict=True)
        for judge, given in zip(judges, row, strict=True)
    ]
    return enter_scores(stage, cells=cells, actor=actor)


def scored(actor, **kwargs):
    """Return a contest of one stage with all scores in, the drawn order being the order of merit."""
    made = contest(actor, **kwargs)
    stage = drawn(made, actor)
    points = [[95 - place, 93 - place, 90 - place] for place in range(stage.entries.count())]
    assert score(stage, actor, points) == []
    return made


def submitted(actor, **kwargs):
    made = scored(actor, **kwargs)
    return results.submit_result(made, seen=seen(made), actor=actor)


def published(actor, reviewer, **kwargs):
    made = submitted(actor, **kwargs)
    return results.approve_result(made, seen=seen(made), actor=reviewer)


def seen(made) -> str:
    made.refresh_from_db()
    return digest_of_result(made.result or result_of(made))
