import random
from decimal import Decimal
from fractions import Fraction

import pytest

from activities.contest import draw, dropped, going_on, mean, rounded, standings, ticket, trimmed_mean

ROUNDS = 200  # of the random checks; each draws its lots anew


def lots():
    return (random.Random(seed) for seed in range(ROUNDS))


def points(*numbers) -> list[Decimal]:
    return [Decimal(str(number)) for number in numbers]


# --- the draw
def test_draw_is_the_documented_order():
    assert ticket("2021", 7) == "9ca411eddfef8b24c2c40147b915ac15aa6635304708214af555c099030c95fa"
    assert draw("20210701", range(1, 8)) == sorted(range(1, 8), key=lambda number: ticket("20210701", number))


def test_draw_is_repeatable_and_does_not_depend_on_the_list():
    numbers = list(range(1, 41))
    first = draw("天元", numbers)
    random.Random(1).shuffle(numbers)
    assert draw("天元", numbers) == first


def test_draw_keeps_everybody_once():
    for lot in lots():
        numbers = lot.sample(range(1, 1000), lot.randint(0, 60))
        assert sorted(draw(str(lot.random()), numbers)) == sorted(numbers)


def test_every_place_is_as_likely_for_everybody():
    first = [draw(str(seed), range(1, 5))[0] for seed in range(2000)]
    assert all(430 < first.count(number) < 570 for number in range(1, 5))


def test_someone_leaving_keeps_the_order_of_the_others():
    everybody = draw("seed", range(1, 20))
    assert draw("seed", [n for n in range(1, 20) if n != 7]) == [n for n in everybody if n != 7]


# --- the final score
@pytest.mark.parametrize(
    ("scores", "final"),
    [
        (points(90), "90.00"),
        (points(90, 95), "92.50"),  # two scores: nothing is removed
        (points(80, 90, 100), "90.00"),
        (points(90, 90, 90), "90.00"),
        (points(0, 0, 100, 100), "50.00"),
        (points("9.5", "9.6", "9.7", "9.8", "9.2"), "9.60"),
        (points(88, 91, 92, 95, 97), "92.67"),
        (points("89.99", "90.00", "90.01", "90.00", "90.01"), "90.00"),
        (points(1, "90.00", "90.01", 100), "90.01"),  # 90.005 goes up
        (points(1, "90.01", "90.02", 100), "90.02"),  # 90.015 as well: halves never go to the even
        (points(0, 0, 0), "0.00"),
        (points(100, 100, 100, 100), "100.00"),
    ],
)
def test_final_score(scores, final):
    assert str(trimmed_mean(scores)) == final


def test_nothing_is_removed_where_the_contest_says_so():
    assert trimmed_mean(points(80, 90, 100, 90), drops=False) == Decimal("90.00")
    assert dropped(points(80, 90, 100), drops=False) == frozenset()


@pytest.mark.parametrize(
    ("scores", "places"),
    [
        (points(80, 90), []),
        (points(80, 90, 100), [0, 2]),
        (points(100, 90, 80), [0, 2]),
        (points(90, 90, 90), [0, 1]),
        (points(95, 80, 95, 80), [0, 1]),
        ([], []),
    ],
)
def test_one_highest_and_one_lowest_are_removed(scores, places):
    assert sorted(dropped(scores)) == places


def test_final_score_of_nobody_is_refused():
    with pytest.raises(ValueError):
        trimmed_mean([])


def _some_scores(lot, most: int = 11) -> list[Decimal]:
    return [Decimal(lot.randint(0, 10_000)).scaleb(-2) for _ in range(lot.randint(1, most))]


def test_final_score_is_the_sorted_middle():
    for lot in lots():
        scores = _some_scores(lot)
        kept = sorted(scores)[1:-1] if len(scores) >= 3 else scores
        exact = sum(map(Fraction, kept)) / len(kept)
        final = trimmed_mean(scores)
        assert abs(Fraction(final) - exact) <= Fraction(1, 200)
        assert final.as_tuple().exponent == -2
        assert min(kept) <= final <= max(kept)


def test_order_of_the_judges_changes_nothing():
    for lot in lots():
        scores = _some_scores(lot)
        shuffled = lot.sample(scores, len(scores))
        assert standings({1: scores})[0].worth == standings({1: shuffled})[0].worth


def test_halves_are_rounded_up():
    for lot in lots():
        whole = lot.randint(0, 9_999)
        assert rounded(Fraction(2 * whole + 1, 200)) == Decimal(whole + 1).scaleb(-2)


# --- places
def _places(scores: dict, **kwargs) -> dict:
    return {standing.key: standing.place for standing in standings(scores, **kwargs)}


def test_places_by_final_score():
    assert _places({1: points(90, 91, 92), 2: points(93, 94, 95), 3: points(80, 81, 82)}) == {2: 1, 1: 2, 3: 3}


def test_equal_final_scores_are_told_apart_by_the_mean_of_all():
    assert _places({1: points(80, 90, 91), 2: points(89, 90, 99)}) == {2: 1, 1: 2}


def test_equal_means_are_told_apart_by_the_highest_score_kept():
    scores = {1: points(80, 90, 90, 100), 2: points(80, 89, 91, 100)}
    assert standings(scores)[0].final == standings(scores)[1].final
    assert _places(scores) == {2: 1, 1: 2}


def test_wholly_equal_ones_share_and_the_next_place_stays_empty():
    table = standings({1: points(95, 95, 95), 2: points(90, 90, 90), 3: points(90, 90, 90), 4: points(80, 80, 80)})
    assert [(standing.key, standing.place, standing.is_shared) for standing in table] == [
        (1, 1, False), (2, 2, True), (3, 2, True), (4, 4, False),
    ]  # fmt: skip


def test_final_scores_count_as_printed():
    """91.333… and 91.334 are both 91.33: the mean of all decides, as anybody can check on paper."""
    thirds, more = points(0, 91, 91, 92, 100), points(0, "91.33", "91.33", "91.34", 99)
    assert trimmed_mean(thirds) == trimmed_mean(more)
    assert _places({1: thirds, 2: more}) == {1: 1, 2: 2}


def test_who_did_not_take_part_has_no_place():
    table = standings({1: points(90, 91, 92), 2: []})
    assert [(standing.key, standing.place) for standing in table] == [(1, 1), (2, None)]


def test_places_are_those_of_a_fair_count():
    for lot in lots():
        judges = lot.randint(1, 6)
        field = {key: [Decimal(lot.randint(80, 84)) for _ in range(judges)] for key in range(lot.randint(1, 12))}
        table = standings(field)
        assert {standing.key for standing in table} == set(field)
        for standing in table:
            assert standing.place == 1 + sum(other.worth > standing.worth for other in table)
            assert standing.is_shared == (sum(other.place == standing.place for other in table) > 1)
        assert [standing.place for standing in table] == sorted(standing.place for standing in table)


# --- who goes on
def test_those_at_the_border_all_go_on():
    table = standings({1: points(95), 2: points(90), 3: points(90), 4: points(80)})
    assert going_on(table, 1) == [1]
    assert going_on(table, 2) == [1, 2, 3]
    assert going_on(table, 3) == [1, 2, 3]
    assert going_on(table, 9) == [1, 2, 3, 4]


def test_who_did_not_take_part_does_not_go_on():
    assert going_on(standings({1: points(95), 2: []}), 2) == [1]


def test_nobody_behind_goes_on_before_somebody_better():
    for lot in lots():
        table = standings({key: [Decimal(lot.randint(80, 83))] for key in range(lot.randint(1, 15))})
        how_many = lot.randint(1, 15)
        chosen = going_on(table, how_many)
        assert len(chosen) >= min(how_many, len(table))
        worst = min(standing.worth for standing in table if standing.key in chosen)
        assert all(standing.worth < worst for standing in table if standing.key not in chosen)


def test_mean_is_exact():
    assert mean(points(1, 1, 2)) == Fraction(4, 3)
