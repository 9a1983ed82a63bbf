import json
from decimal import Decimal

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from activities.actions.contest_scores import Cell, enter_scores
from activities.contest_tables import tables_of
from activities.forms.contest import entrant_of
from activities.forms.scores import points_of
from activities.kinds import Form
from activities.models import Contest, Entrant, Score, Stage, StudySession
from members.models import AuditEntry
from members.roles import Role
from tests.activities.contests import contest, drawn, published, score, scored, seen, submitted
from tests.factories import MemberFactory, PostFactory, StudySessionFactory
from tests.publishing.desk import signed_in

CANARY = "金丝雀"
STAGE_PAGES = ("draw", "scores", "order", "sheets")
PAGES = ("", "entrants", "judges", "result", "sheet")
STAGE_ACTS = ("undraw", "send_on", "take_back")
ACTS = ("submit", "approve", "return", "withdraw")


def _url(page: str, made, *position: int) -> str:
    name = f"admin:activities_studysession_contest{'_' if page else ''}{page}"
    return reverse(name, args=[made.session_id, *position])


def _rows(prefix="form", initial=0, rows=()) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture
def made(people):
    return contest(people.alice)


@pytest.fixture
def alice(client, people):
    return signed_in(client, people.alice)


# --- setting up
def _setup(**changes) -> dict:
    return {"name_1": "初赛", "advance_1": "2", "name_2": "决赛", "drops_extremes": "on"} | changes


@pytest.fixture
def session(people):
    return StudySessionFactory(organisation=people.alice.organisation, author=people.alice, form=Form.CONTEST)


@pytest.fixture
def start(session):
    return reverse("admin:activities_studysession_contest", args=[session.pk])


def test_looking_makes_no_contest_and_setting_up_does(alice, start):
    assert alice.get(start).status_code == 200
    assert not Contest.objects.exists()
    assert alice.post(start, _setup()).status_code == 302
    assert list(Stage.objects.values_list("name", "advance")) == [("初赛", 2), ("决赛", None)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_1": ""}, "name_1"),
        ({"advance_1": ""}, "advance_1"),
        ({"advance_1": "0"}, "advance_1"),
        ({"advance_1": "9" * 40}, "advance_1"),
        ({"advance_1": "abc"}, "advance_1"),
        ({"name_1": "x" * 31}, "name_1"),
        ({"name_1": "a\0b"}, "name_1"),
    ],
)
def test_odd_stages_are_refused_beside_the_field(alice, start, changes, field):
    answer = alice.post(start, _setup(**changes))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not Contest.objects.exists()


def test_one_stage_is_enough(alice, start):
    alice.post(start, _setup(name_1="", name_2="") | {"name_1": "决赛", "advance_1": "5"})
    assert list(Stage.objects.values_list("name", "advance")) == [("决赛", None)]


# --- people
@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("1. 李某某，新龙村，《一封家书》", ("李某某", "新龙村", "一封家书")),
        ("2、王某\t雷打石镇\t半条被子", ("王某", "雷打石镇", "半条被子")),
        ("陈某 湘社区", ("陈某", "湘社区", "")),
        ("陈某", ("陈某", "", "")),
        ("3）罗某\u3000学瓌村《祭罗学瓌》", ("罗某", "学瓌村", "祭罗学瓌")),
        ("周某, 区委 党校, 初心 使命", ("周某", "区委", "党校 初心 使命")),
    ],
)
def test_line_of_a_pasted_list(line, read):
    entrant = entrant_of(line)
    assert (entrant.name, entrant.unit, entrant.subject) == read


def test_entrants_typed_and_pasted_are_numbered(alice, made):
    Entrant.objects.all().delete()
    data = _rows(rows=[{"name": "陈某", "unit": "湘社区", "subject": ""}]) | {
        "pasted": "李某 新龙村\n\n王某 新龙村 《家书》"
    }
    assert alice.post(_url("entrants", made), data).status_code == 302
    assert list(Entrant.objects.values_list("number", "name", "subject")) == [
        (4, "陈某", ""), (5, "李某", ""), (6, "王某", "家书"),
    ]  # fmt: skip


def test_faults_of_a_list_are_told_all_at_once_and_nothing_is_lost(alice, made):
    pasted = f"李某\n{'长' * 70}\n王某 13812345678"
    answer = alice.post(_url("entrants", made), _rows(rows=[{"name": "新人"}]) | {"pasted": pasted})
    assert answer.status_code == 200
    assert len(answer.context["paste"].errors["pasted"]) == 2
    assert pasted.splitlines()[1] in answer.content.decode()
    assert Entrant.objects.count() == 3


def test_row_with_a_fault_is_shown_again(alice, made):
    answer = alice.post(_url("entrants", made), _rows(rows=[{"name": "", "unit": "湘社区"}, {"name": "13812345678"}]))
    assert answer.status_code == 200
    assert [list(errors) for errors in answer.context["rows"].errors] == [["name"], ["name"]]


def test_row_of_another_contest_cannot_be_changed(alice, made, people):
    other = contest(people.eve)
    victim = other.entrants.first()
    data = _rows(initial=1, rows=[{"id": victim.pk, "name": "改名", "DELETE": "on"}])
    assert alice.post(_url("entrants", made), data).status_code in (200, 302)
    victim.refresh_from_db()
    assert victim.name != "改名"


def test_entrant_is_mended_and_taken_off(alice, made):
    first, second, _third = made.entrants.all()
    rows = [
        {"id": first.pk, "name": "陈某某", "unit": "", "subject": ""},
        {"id": second.pk, "name": "x", "DELETE": "on"},
    ]
    assert alice.post(_url("entrants", made), _rows(initial=2, rows=rows)).status_code == 302
    assert list(made.entrants.values_list("number", "name")) == [(1, "陈某某"), (3, "王某某")]


def test_forged_new_row_after_the_draw_is_not_taken(alice, made, people):
    drawn(made, people.alice)
    alice.post(_url("entrants", made), _rows(rows=[{"name": "迟到"}]) | {"pasted": "迟到二"})
    assert made.entrants.count() == 3


def test_judge_who_gave_scores_is_kept(alice, people):
    made = scored(people.alice)
    judge = made.judges.first()
    rows = [{"id": judge.pk, "name": judge.name, "DELETE": "on"}]
    answer = alice.post(_url("judges", made), _rows(initial=1, rows=rows))
    assert answer.status_code == 409
    assert made.judges.count() == 3


# --- the draw
def test_draw_shows_seed_order_and_who_drew(alice, made, people):
    assert alice.post(_url("draw", made, 1), {"seed": "20210701", "seed_by": "公证员"}).status_code == 302
    page = alice.get(_url("draw", made, 1)).content.decode()
    assert all(words in page for words in ("20210701", "公证员", people.alice.display_name, "sha256sum"))
    assert alice.post(_url("draw", made, 1), {}).status_code == 409


@pytest.mark.parametrize("data", [{"seed": "7"}, {"seed": "x" * 41, "seed_by": "a"}, {"seed": "\0", "seed_by": "a"}])
def test_odd_seed_is_refused_beside_the_field(alice, made, data):
    answer = alice.post(_url("draw", made, 1), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not made.stages.get().seed


def test_draw_is_taken_back_with_a_reason_that_the_page_keeps(alice, made, people):
    drawn(made, people.alice)
    alice.post(_url("undraw", made, 1), {"reason": ""})
    assert made.stages.get().seed
    alice.post(_url("undraw", made, 1), {"reason": "一名选手迟报"})
    assert "一名选手迟报" in alice.get(_url("draw", made, 1)).content.decode()
    assert AuditEntry.objects.get(action="contest.undraw").note == "一名选手迟报"


# --- scores
@pytest.mark.parametrize(
    ("typed", "points"),
    [("", None), (" 95 ", "95.00"), ("95.5", "95.50"), ("９５．２５", "95.25"), ("100", "100.00"), ("0", "0.00"), ("88。5", "88.50"), (".5", "0.50")],
)  # fmt: skip
def test_typed_score(typed, points):
    assert points_of(typed) == (points and Decimal(points))


@pytest.mark.parametrize(
    "typed", ["100.01", "-1", "9.555", "1e2", "九十", "95,5", "9 5", "NaN", "٣", "\0", "9" * 500, "+5"]
)
def test_what_is_no_score_is_refused(typed):
    with pytest.raises(ValueError):
        points_of(typed)


@pytest.fixture
def stage(made, people):
    return drawn(made, people.alice)


def _box(stage, entry=0, judge=0) -> str:
    return f"score-{stage.entries.order_by('order')[entry].pk}-{stage.contest.judges.all()[judge].pk}"


def _post(client, stage, **typed):
    """Send the table as it stands now, with `typed` in it."""
    page = client.get(_url("scores", stage.contest, 1))
    grid = page.context["grid"]
    data = {"was": grid.was} | {box.name: box.value for line in grid.lines for box in line.boxes}
    return client.post(_url("scores", stage.contest, 1), data | typed)


def test_scores_are_saved_and_the_rest_is_counted(alice, stage):
    answer = _post(alice, stage, **{_box(stage): "95.5", _box(stage, 1, 1): "90"})
    assert answer.status_code == 302
    assert sorted(Score.objects.values_list("points", flat=True)) == [Decimal(90), Decimal("95.50")]


def test_fault_stands_beside_its_cell_and_the_others_are_saved(alice, stage):
    bad, good = _box(stage), _box(stage, 1)
    answer = _post(alice, stage, **{bad: "955", good: "90"})
    assert answer.status_code == 200
    assert list(answer.context["grid"].errors) == [bad]
    assert 'value="955"' in answer.content.decode()
    assert Score.objects.get().points == 90


def test_somebody_elses_entry_is_shown_not_overwritten(alice, stage, people):
    page = alice.get(_url("scores", stage.contest, 1)).context["grid"]
    entry, judge = stage.entries.order_by("order").first(), stage.contest.judges.first()
    enter_scores(stage, cells=[Cell(entry.pk, judge.pk, None, Decimal(80))], actor=people.bob)
    data = {"was": page.was, _box(stage): "95", _box(stage, 1): "90", _box(stage, 2): ""}
    answer = alice.post(_url("scores", stage.contest, 1), data)
    assert "80.00" in answer.context["grid"].errors[_box(stage)]
    assert Score.objects.get(entry=entry, judge=judge).points == 80
    again = alice.post(_url("scores", stage.contest, 1), data | {"was": answer.context["grid"].was})
    assert again.status_code == 302
    assert Score.objects.get(entry=entry, judge=judge).points == 95


@pytest.mark.parametrize(
    "was", ["", "null", "[]", "{", '{"scores": 5, "absent": "x", "away": {}}', "[" * 5000, '{"scores": {"a": []}}']
)
def test_broken_memory_of_the_page_overwrites_nothing(alice, stage, people, was):
    _post(alice, stage, **{_box(stage): "95"})
    answer = alice.post(_url("scores", stage.contest, 1), {"was": was, _box(stage): "60"})
    assert answer.status_code == 200
    assert Score.objects.get().points == 95


def test_absent_entrant_and_judge_away_need_no_scores(alice, stage):
    entry, judge = stage.entries.order_by("order")[2], stage.contest.judges.last()
    boxes = {_box(stage, row, column): "90" for row in range(2) for column in range(2)}
    answer = _post(alice, stage, **boxes, **{f"absent-{entry.pk}": "on", f"away-{judge.pk}": "on"})
    assert answer.status_code == 302
    assert tables_of(stage.contest)[0].is_complete


def test_foreign_boxes_are_passed_over(alice, stage, people):
    other = drawn(contest(people.eve), people.eve)
    name = f"score-{other.entries.first().pk}-{other.contest.judges.first().pk}"
    assert _post(alice, stage, **{name: "1", "score-x-y": "1", f"score-{10**30}-1": "1"}).status_code == 302
    assert not Score.objects.exists()


def test_scores_before_the_draw_and_after_submission_are_refused(alice, made, people):
    assert alice.post(_url("scores", made, 1), {"was": "{}"}).status_code == 409
    done = submitted(people.alice)
    assert alice.post(_url("scores", done, 1), {"was": "{}"}).status_code == 409
    assert 'type="submit" class="default"' not in alice.get(_url("scores", done, 1)).content.decode()


# --- from stage to stage
def test_stage_sends_on_and_takes_back(alice, people):
    made = contest(people.alice, entrants=4, judges=1, stages=(("初赛", 2), ("决赛", None)))
    assert alice.post(_url("send_on", made, 1)).status_code == 409
    score(drawn(made, people.alice), people.alice, [[95], [90], [90], [80]])
    alice.post(_url("send_on", made, 1))
    assert made.stages.get(position=2).entries.count() == 3
    alice.post(_url("take_back", made, 1))
    assert made.stages.get(position=2).entries.count() == 0
    assert alice.post(_url("send_on", made, 2)).status_code == 409


# --- the result
def test_result_shows_its_arithmetic(alice, people):
    page = alice.get(_url("result", scored(people.alice))).content.decode()
    assert page.count("<del ") == 6
    assert "93.00" in page


def test_result_goes_through_two_people_onto_the_page(client, people):
    made = scored(people.alice)
    signed_in(client, people.alice).post(_url("submit", made), {"seen": seen(made)})
    assert client.post(_url("approve", made), {"seen": seen(made)}).status_code == 403
    signed_in(client, people.dave).post(_url("approve", made), {"seen": seen(made)})
    made.refresh_from_db()
    assert (made.state, made.counted_by, made.approved_by) == ("approved", people.alice, people.dave)


def test_incomplete_result_names_what_is_missing(alice, stage):
    _post(alice, stage, **{_box(stage): "95"})
    answer = alice.get(_url("result", stage.contest))
    assert len(answer.context["incomplete"][0][1]) == 8
    assert alice.post(_url("submit", stage.contest), {"seen": "x"}).status_code == 409


def test_result_is_returned_and_taken_back_with_words(client, people):
    made = submitted(people.alice)
    dave = signed_in(client, people.dave)
    dave.post(_url("return", made), {"reason": " "})
    assert Contest.objects.get().state == "counted"
    dave.post(_url("return", made), {"reason": "核对三号评委"})
    assert Contest.objects.get().return_reason == "核对三号评委"
    other = published(people.alice, people.dave)
    dave.post(_url("withdraw", other), {"note": "计分有误"})
    other.refresh_from_db()
    assert (other.state, other.note) == ("open", "计分有误")


def test_correct_result_is_withdrawn_by_final_reviewers_only(client, people):
    made = published(people.alice, people.dave)
    assert signed_in(client, people.bob).post(_url("withdraw", made), {"note": "x"}).status_code == 403


# --- who may
def _addresses(made) -> dict[str, list[str]]:
    return {
        "read": [_url(page, made) for page in PAGES] + [_url(page, made, 1) for page in STAGE_PAGES],
        "act": [_url(page, made) for page in ACTS] + [_url(page, made, 1) for page in STAGE_ACTS],
    }


@pytest.mark.parametrize("name", ["eve", "mallory"])
def test_contest_of_another_organisation_is_not_there(client, people, name):
    made = scored(people.alice)
    visitor = signed_in(client, getattr(people, name))
    addresses = _addresses(made)
    assert {visitor.get(address).status_code for address in addresses["read"]} == {404}
    assert {visitor.post(address).status_code for address in addresses["read"][:3] + addresses["act"]} == {404}


def test_contest_is_no_page_of_strangers(client, people):
    assert {client.get(address).status_code for address in _addresses(scored(people.alice))["read"]} == {302}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISPATCHER])
def test_readers_see_where_it_stands_and_no_score(client, people, role):
    made = scored(people.alice)
    reader = PostFactory(member=MemberFactory(organisation=made.session.organisation), role=role).member
    signed_in(client, reader)
    first, *others = _addresses(made)["read"]
    assert client.get(first).status_code == 200
    assert "93.00" not in client.get(first).content.decode()
    assert {client.get(address).status_code for address in others} == {403}
    assert {client.post(address).status_code for address in [first, *others[:2], *_addresses(made)["act"]]} == {403}


def test_every_page_opens_for_a_writer_and_acts_are_posts(alice, people):
    made = scored(people.alice)
    assert {alice.get(address).status_code for address in _addresses(made)["read"]} == {200}
    assert {alice.get(address).status_code for address in _addresses(made)["act"]} == {405}


def test_session_of_another_form_has_no_contest(alice, people):
    made = contest(people.alice)
    made.session.form = Form.LECTURE
    made.session.save()
    assert {alice.get(address).status_code for address in _addresses(made)["read"]} == {404}
    assert _url("", made) not in [address for _label, address in _tools(made)]


def test_contest_has_its_link_among_the_tools(people):
    made = contest(people.alice)
    assert _url("", made) in [address for _label, address in _tools(made)]


def _tools(made) -> list:
    request = RequestFactory().get("/")
    request.user = made.session.author
    return admin.site.get_model_admin(StudySession).tools(request, made.session)


@pytest.mark.parametrize("number", ["0", "9", "99", "100", "9" * 30, "-1", "x", "%00"])
@pytest.mark.parametrize("page", ["draw", "scores"])
def test_odd_stage_is_not_there(alice, made, page, number):
    assert alice.get(_url("", made) + f"{number}/{page}/").status_code in (302, 404)


def test_begun_contest_only(alice, session):
    assert alice.get(reverse("admin:activities_studysession_contest_result", args=[session.pk])).status_code == 404


def test_same_number_of_queries_for_many_scores(alice, people, django_assert_max_num_queries):
    made = scored(people.alice, entrants=6, judges=3)
    alice.get(_url("scores", made, 1))
    with django_assert_max_num_queries(16):
        alice.get(_url("scores", made, 1))


def test_grid_remembers_how_it_stood(alice, stage):
    _post(alice, stage, **{_box(stage): "95"})
    was = json.loads(alice.get(_url("scores", stage.contest, 1)).context["grid"].was)
    assert was == {"scores": {_box(stage): "95.00"}, "absent": [], "away": []}
