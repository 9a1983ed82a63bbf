from decimal import Decimal

import pytest

from activities.actions import contest as actions
from activities.actions import contest_result as results
from activities.actions.contest_scores import Cell, Clash, Mark, Refusal, enter_scores
from activities.contest import draw
from activities.contest_errors import ContestRefused, Hitch
from activities.contest_tables import tables_of
from activities.models import Contest, Entrant, Judge, Score
from members.models import AuditEntry
from tests.activities.contests import contest, drawn, published, score, scored, seen, submitted

TWO_STAGES = (("初赛", 2), ("决赛", None))


def _why(act, *args, **kwargs) -> Hitch:
    with pytest.raises(ContestRefused) as refused:
        act(*args, **kwargs)
    return refused.value.why


def _log() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


@pytest.fixture
def made(people):
    return contest(people.alice)


# --- stages
def test_beginning_twice_is_one_contest(people, made):
    again = actions.begin_contest(made.session, stages=TWO_STAGES, drops_extremes=False, actor=people.bob)
    assert again == made
    assert [stage.name for stage in again.stages.all()] == ["决赛"]


def test_last_stage_sends_nobody_on(people, made):
    actions.change_stages(made, stages=[("初赛", 2), ("决赛", 9)], drops_extremes=False, actor=people.alice)
    assert list(made.stages.values_list("name", "advance")) == [("初赛", 2), ("决赛", None)]
    made.refresh_from_db()
    assert not made.drops_extremes


def test_rule_of_counting_stays_once_there_are_scores(people):
    made = scored(people.alice)
    for stages, drops in (((("决赛", None),), False), (TWO_STAGES, True)):
        why = _why(actions.change_stages, made, stages=stages, drops_extremes=drops, actor=people.alice)
        assert why == Hitch.SCORED


def test_drawn_stage_is_not_taken_away(people, made):
    drawn(made, people.alice)
    why = _why(actions.change_stages, made, stages=TWO_STAGES, drops_extremes=True, actor=people.alice)
    assert why == Hitch.DRAWN


# --- people
def test_number_is_never_given_twice(people, made):
    last = made.entrants.last()
    actions.save_entrants(made, changed=[], added=[], removed=[last], actor=people.alice)
    actions.save_entrants(made, changed=[], added=[Entrant(name="孙某")], removed=[], actor=people.alice)
    assert list(made.entrants.values_list("number", flat=True)) == [1, 2, 4]


def test_nobody_comes_or_goes_after_the_draw_but_words_are_mended(people, made):
    drawn(made, people.alice)
    entrant = made.entrants.first()
    for change in ({"added": [Entrant(name="孙某")], "removed": []}, {"added": [], "removed": [entrant]}):
        assert _why(actions.save_entrants, made, changed=[], actor=people.alice, **change) == Hitch.DRAWN
    entrant.subject = "一封家书"
    actions.save_entrants(made, changed=[entrant], added=[], removed=[], actor=people.alice)
    assert Entrant.objects.get(pk=entrant.pk).subject == "一封家书"


def test_judge_with_scores_stays(people):
    made = scored(people.alice)
    judge = made.judges.first()
    assert _why(actions.save_judges, made, changed=[], added=[], removed=[judge], actor=people.alice) == Hitch.JUDGED


def test_log_of_people_holds_numbers_only(people, made):
    entry = AuditEntry.objects.filter(action="contest.change").latest("sequence")
    assert (entry.fields, entry.note) == (["judges"], "+3 ~0 -0")


# --- the draw
def test_draw_follows_the_seed(people, made):
    stage = drawn(made, people.alice, seed="天元 7-1")
    order = list(stage.entries.order_by("order").values_list("entrant__number", flat=True))
    assert order == draw("天元 7-1", [1, 2, 3])
    assert (stage.seed_by, stage.drawn_by) == ("公证员", people.alice)


def test_seed_of_the_portal_differs_each_time(people):
    seeds = {actions.draw_order(contest(people.alice).stages.get(), actor=people.alice).seed for _ in range(3)}
    assert len(seeds) == 3
    assert {len(seed) for seed in seeds} == {16}


def test_typed_seed_needs_its_source(people, made):
    assert _why(actions.draw_order, made.stages.get(), actor=people.alice, seed="7") == Hitch.NEEDS_SOURCE


def test_second_draw_is_refused(people, made):
    stage = drawn(made, people.alice)
    assert _why(actions.draw_order, made.stages.get(), actor=people.alice) == Hitch.DRAWN
    stage.refresh_from_db()
    assert stage.seed == "20210701"


def test_draw_of_too_few_is_refused(people):
    made = contest(people.alice, entrants=1)
    assert _why(actions.draw_order, made.stages.get(), actor=people.alice) == Hitch.TOO_FEW
    assert not made.stages.get().entries.exists()


def test_draw_taken_back_stays_for_all_to_read(people, made):
    stage = drawn(made, people.alice)
    assert _why(actions.take_back_draw, stage, reason=" ", actor=people.alice) == Hitch.NEEDS_REASON
    actions.take_back_draw(stage, reason="一名选手迟报", actor=people.alice)
    stage = drawn(made, people.alice, seed="8")
    assert [(past["seed"], past["reason"]) for past in stage.earlier_draws] == [("20210701", "一名选手迟报")]
    assert _log()[-3:] == ["contest.draw", "contest.undraw", "contest.draw"]


def test_draw_stays_once_there_is_a_score(people):
    made = scored(people.alice)
    why = _why(actions.take_back_draw, made.stages.get(), reason="重抽", actor=people.alice)
    assert why == Hitch.SCORED


# --- scores
@pytest.fixture
def stage(people, made):
    return drawn(made, people.alice)


def _cell(stage, was, points, entry=0, judge=0) -> Cell:
    entry, judge = stage.entries.order_by("order")[entry], stage.contest.judges.all()[judge]
    return Cell(entry.pk, judge.pk, was and Decimal(str(was)), points and Decimal(str(points)))


def test_scores_before_the_draw_are_refused(people, made):
    assert _why(enter_scores, made.stages.get(), cells=[], actor=people.alice) == Hitch.NOT_DRAWN


def test_cells_that_nobody_touched_are_left_alone(people, stage):
    enter_scores(stage, cells=[_cell(stage, None, 90)], actor=people.alice)
    clashes = enter_scores(stage, cells=[_cell(stage, None, None), _cell(stage, None, 91, entry=1)], actor=people.bob)
    assert clashes == []
    assert sorted(Score.objects.values_list("points", flat=True)) == [90, 91]


def test_same_cell_by_two_people_is_shown_to_the_second(people, stage):
    enter_scores(stage, cells=[_cell(stage, None, 90)], actor=people.alice)
    cell = _cell(stage, None, 80)
    clashes = enter_scores(stage, cells=[cell, _cell(stage, None, 70, judge=1)], actor=people.bob)
    assert clashes == [Refusal(Clash.OTHER, cell.entry, cell.judge, Decimal(90))]
    assert sorted(Score.objects.values_list("points", flat=True)) == [70, 90]
    assert enter_scores(stage, cells=[_cell(stage, 90, 80)], actor=people.bob) == []
    assert Score.objects.get(judge=cell.judge).entered_by == people.bob


def test_same_number_by_two_people_is_no_clash(people, stage):
    enter_scores(stage, cells=[_cell(stage, None, 90)], actor=people.alice)
    assert enter_scores(stage, cells=[_cell(stage, None, 90)], actor=people.bob) == []


def test_emptied_cell_is_told(people, stage):
    enter_scores(stage, cells=[_cell(stage, None, 90)], actor=people.alice)
    enter_scores(stage, cells=[_cell(stage, 90, None)], actor=people.alice)
    assert not Score.objects.exists()
    assert enter_scores(stage, cells=[_cell(stage, 90, 80)], actor=people.bob)[0].why == Clash.EMPTIED


def test_who_has_scores_is_not_marked_absent(people, stage):
    entry = stage.entries.order_by("order").first()
    mark = Mark(was=False, now=True, entry=entry.pk)
    clashes = enter_scores(stage, cells=[_cell(stage, None, 90)], marks=[mark], actor=people.alice)
    assert [clash.why for clash in clashes] == [Clash.NOT_THERE]
    enter_scores(stage, cells=[], marks=[Mark(was=True, now=False, entry=entry.pk)], actor=people.alice)
    enter_scores(stage, cells=[_cell(stage, None, 90)], actor=people.alice)
    assert enter_scores(stage, cells=[], marks=[mark], actor=people.alice)[0].why == Clash.HAS_SCORES


def test_absent_and_away_need_no_scores(people, stage):
    entry, judge = stage.entries.order_by("order")[2], stage.contest.judges.last()
    marks = [Mark(was=False, now=True, entry=entry.pk), Mark(was=False, now=True, judge=judge.pk)]
    cells = [_cell(stage, None, 90, entry, judge) for entry in range(2) for judge in range(2)]
    assert enter_scores(stage, cells=cells, marks=marks, actor=people.alice) == []
    table = tables_of(stage.contest)[0]
    assert (table.is_complete, len(table.scoring), table.standings[-1].place) == (True, 2, None)


def test_cells_of_another_contest_are_passed_over(people, stage):
    other = drawn(contest(people.alice), people.alice)
    foreign = Cell(other.entries.first().pk, other.contest.judges.first().pk, None, Decimal(1))
    mixed = Cell(stage.entries.first().pk, other.contest.judges.first().pk, None, Decimal(1))
    marks = [Mark(was=False, now=True, entry=foreign.entry), Mark(was=False, now=True, judge=foreign.judge)]
    assert enter_scores(stage, cells=[foreign, mixed], marks=marks, actor=people.alice) == []
    assert not Score.objects.exists()
    assert other.entries.filter(is_present=False).count() == other.away.count() == 0


# --- from stage to stage
@pytest.fixture
def heats(people):
    return contest(people.alice, entrants=4, judges=1, stages=TWO_STAGES)


def test_those_at_the_border_all_go_on(people, heats):
    stage = drawn(heats, people.alice)
    score(stage, people.alice, [[95], [90], [90], [80]])
    assert actions.send_on(stage, actor=people.alice) == 3
    final = heats.stages.get(position=2)
    assert _why(actions.send_on, stage, actor=people.alice) == Hitch.NEXT_FILLED
    assert _why(enter_scores, stage, cells=[], actor=people.alice) == Hitch.NEXT_FILLED
    drawn(heats, people.alice, position=2)
    assert sorted(final.entries.values_list("order", flat=True)) == [1, 2, 3]
    assert _why(actions.take_back_sending, stage, actor=people.alice) == Hitch.NEXT_DRAWN


def test_sending_taken_back_opens_the_scores(people, heats):
    stage = drawn(heats, people.alice)
    score(stage, people.alice, [[95], [90], [85], [80]])
    actions.send_on(stage, actor=people.alice)
    actions.take_back_sending(stage, actor=people.alice)
    assert enter_scores(stage, cells=[_cell(stage, 95, 70)], actor=people.alice) == []


def test_incomplete_stage_sends_nobody_on(people, heats):
    stage = drawn(heats, people.alice)
    assert _why(actions.send_on, stage, actor=people.alice) == Hitch.INCOMPLETE
    assert _why(drawn, heats, people.alice, position=2) == Hitch.NOT_FILLED
    assert _why(actions.send_on, heats.stages.get(position=2), actor=people.alice) == Hitch.NOT_FILLED


# --- the result
def test_incomplete_result_is_not_submitted(people, stage):
    made = stage.contest
    enter_scores(stage, cells=[_cell(stage, None, 90)], actor=people.alice)
    assert _why(results.submit_result, made, seen=seen(made), actor=people.alice) == Hitch.INCOMPLETE


def test_result_whose_scores_changed_is_not_submitted(people):
    made = scored(people.alice)
    before, stage = seen(made), made.stages.get()
    enter_scores(stage, cells=[_cell(stage, 95, 70)], actor=people.bob)
    assert _why(results.submit_result, made, seen=before, actor=people.alice) == Hitch.CHANGED


def test_submitted_result_shuts_everything(people):
    made = submitted(people.alice)
    stage = made.stages.get()
    for act, arguments in (
        (enter_scores, {"stage": stage, "cells": []}),
        (actions.take_back_draw, {"stage": stage, "reason": "x"}),
        (actions.save_judges, {"contest": made, "changed": [], "added": [Judge(name="甲")], "removed": []}),
        (actions.change_stages, {"contest": made, "stages": TWO_STAGES, "drops_extremes": True}),
        (results.submit_result, {"contest": made, "seen": seen(made)}),
    ):
        assert _why(act, actor=people.alice, **arguments) == Hitch.SUBMITTED


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("alice", Hitch.NO_RIGHT),
        ("dana", Hitch.NO_RIGHT),
        ("olga", Hitch.NO_RIGHT),
        ("charlie", Hitch.NO_RIGHT),
        ("mallory", Hitch.NO_RIGHT),
    ],
)
def test_result_is_approved_by_reviewers_only(people, name, why):
    made = submitted(people.alice)
    assert _why(results.approve_result, made, seen=seen(made), actor=getattr(people, name)) == why


def test_who_submitted_does_not_approve(people):
    made = submitted(people.dave)
    assert _why(results.approve_result, made, seen=seen(made), actor=people.dave) == Hitch.OWN_COUNT


def test_who_entered_scores_does_not_approve(people):
    made = scored(people.dave)
    made = results.submit_result(made, seen=seen(made), actor=people.alice)
    assert _why(results.approve_result, made, seen=seen(made), actor=people.dave) == Hitch.OWN_COUNT
    assert results.approve_result(made, seen=seen(made), actor=people.bob).state == Contest.State.APPROVED


def test_approval_is_of_the_result_that_was_seen(people):
    made = submitted(people.alice)
    assert _why(results.approve_result, made, seen="0" * 64, actor=people.dave) == Hitch.CHANGED


def test_second_approval_is_refused(people):
    made = published(people.alice, people.dave)
    assert _why(results.approve_result, made, seen=seen(made), actor=people.bob) == Hitch.NOT_SUBMITTED
    assert Contest.objects.get().approved_by == people.dave


def test_returned_result_opens_the_scores(people):
    made = submitted(people.alice)
    made = results.return_result(made, reason="三号评委分数有误", actor=people.dave)
    assert (made.state, made.result, made.return_reason) == (Contest.State.OPEN, None, "三号评委分数有误")
    stage = made.stages.get()
    assert enter_scores(stage, cells=[_cell(stage, 95, 70)], actor=people.alice) == []


def test_result_taken_back_is_kept_with_its_note(people):
    made = published(people.alice, people.dave)
    result = made.result
    assert _why(results.take_back_result, made, note="", actor=people.dave) == Hitch.NEEDS_REASON
    assert _why(results.take_back_result, made, note="计分有误", actor=people.bob) == Hitch.NO_RIGHT
    made = results.take_back_result(made, note="计分有误", actor=people.dave)
    assert (made.state, made.result, made.note) == (Contest.State.OPEN, None, "计分有误")
    assert [(past["result"], past["note"]) for past in made.earlier] == [(result, "计分有误")]
    assert _why(results.take_back_result, made, note="计分有误", actor=people.dave) == Hitch.NOT_SUBMITTED


def test_result_says_everything_that_was_counted(people):
    stage = published(people.alice, people.dave).result["stages"][0]
    first = stage["rows"][0]
    assert (stage["seed"], stage["judges"]) == ("20210701", 3)
    assert (first["order"], first["place"], first["final"], first["is_shared"]) == (1, 1, "93.00", False)
    assert [(score["points"], score["counts"]) for score in first["scores"]] == [
        ("95.00", False), ("93.00", True), ("90.00", False),
    ]  # fmt: skip


def test_way_of_a_contest_stands_in_the_log(people):
    results.take_back_result(published(people.alice, people.dave), note="更正", actor=people.dave)
    assert _log() == [
        "contest.change", "contest.change", "contest.change", "contest.draw", "contest.score", "contest.submit",
        "contest.publish", "contest.withdraw",
    ]  # fmt: skip
    assert set(AuditEntry.objects.values_list("organisation_id", flat=True)) == {people.alice.organisation_id}
