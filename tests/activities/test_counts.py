"""Counts: which can be, how they read, and where words elsewhere give others."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from activities.counting import Counts, other_counts, round_down, trouble_with, trouble_with_basis, why_not_close
from activities.models import Closing
from activities.public.counts import count_parts, count_words, delegates, heads

CLASSROOM = {
    "headcount": 300, "is_approximate": True, "headcount_of": "党员干部", "organisations": 16, "delegates": 24,
    "delegates_of": "企业",
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (CLASSROOM, "党员干部300余名，16家企业代表24名"),
        ({"headcount": 40, "is_approximate": True}, "40余人"),
        ({"headcount": 11, "headcount_of": "志愿者"}, "志愿者11名"),
        ({"headcount": 0}, "0人"),
        ({"organisations": 16, "delegates": 24}, "16家单位代表24名"),
        ({"delegates": 3, "delegates_of": "企业"}, "企业代表3名"),
        ({}, ""),
    ],
)
def test_counts_in_chinese(facts, words):
    assert count_words(Closing(**facts)) == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (CLASSROOM, "more than 300 people, 16 organisations: 24 delegates"),
        ({"headcount": 1}, "1 person"),
        ({"organisations": 1, "delegates": 1}, "1 organisation: 1 delegate"),
        ({}, ""),
    ],
)
def test_counts_in_english(facts, words):
    with translation.override("en"):
        assert count_words(Closing(**facts)) == words


def test_parts_stand_apart_for_tables():
    closing = Closing(**CLASSROOM)
    assert count_parts(closing) == [heads(closing), delegates(closing)] == ["党员干部300余名", "16家企业代表24名"]


# --- which can be
@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ({"headcount": 300}, None),
        ({"headcount": 0}, None),
        ({"headcount": 300, "is_approximate": True}, None),
        ({"headcount": 0, "organisations": 16, "delegates": 24}, None),
        ({"headcount": 5, "organisations": 3, "delegates": 3}, None),
        ({}, "headcount"),
        ({"headcount": 1_000_001}, "headcount"),
        ({"headcount": 5, "delegates": 2_000_000, "organisations": 1}, "delegates"),
        ({"headcount": 301, "is_approximate": True}, "headcount"),
        ({"headcount": 0, "is_approximate": True}, "headcount"),
        ({"headcount": 9, "is_approximate": True}, "headcount"),
        ({"delegates": 24, "organisations": 16, "is_approximate": True}, "headcount"),
        ({"headcount": 5, "organisations": 3}, "delegates"),
        ({"headcount": 5, "delegates": 3}, "organisations"),
        ({"headcount": 5, "organisations": 4, "delegates": 3}, "organisations"),
    ],
)
def test_trouble(counts, field):
    trouble = trouble_with(**counts)
    assert (trouble and trouble.field) == field


@pytest.mark.parametrize(
    ("number", "fits"), [(312, 300), (47, 40), (10, 10), (9, 0), (0, 0), (300, 300), (1250, 1200), (12_345, 12_300)]
)
def test_round_down(number, fits):
    assert round_down(number) == fits


def test_number_that_is_not_round_is_told_which_is():
    assert "300" in trouble_with(headcount=312, is_approximate=True).sentence


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        (Counts(5, 1, 2, False), None),
        (Counts(5, 1, 2, True), "basis"),
        (Counts(6, 1, 2, False), "headcount"),
        (Counts(None, 1, 2, False), "headcount"),
        (Counts(5, 2, 2, False), "organisations"),
        (Counts(5, 1, None, False), "delegates"),
    ],
)
def test_basis_of_the_roster_is_the_roster(counts, field):
    trouble = trouble_with_basis(counts, Counts(5, 1, 2, False))
    assert (trouble and trouble.field) == field


def test_closing_waits_for_the_beginning():
    begins = timezone.now()
    occasion = SimpleNamespace(starts_at=begins)
    assert why_not_close(occasion, begins - datetime.timedelta(seconds=1))
    assert why_not_close(occasion, begins) is None
    assert why_not_close(SimpleNamespace(starts_at=begins, state="cancelled"), begins)


# --- in words elsewhere
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("党员干部300余名、16家企业24名代表参加。", []),
        ("300余名党员干部和16家企业的24名代表。", []),
        ("300多名党员干部参加", []),
        ("党员干部280余名参加", ["党员干部280余名"]),
        ("党员干部300名参加", ["党员干部300名"]),
        ("280名党员干部", ["280名党员干部"]),
        ("15家企业、企业代表24名", ["15家企业"]),
        ("企业代表23名", ["代表23名"]),
        ("5名讲解员，3辆客车，2021年7月1日", []),
        ("", []),
    ],
)
def test_other_counts(text, found):
    assert other_counts(text, Closing(**CLASSROOM)) == found


def test_other_counts_of_a_closing_without_words_are_not_guessed():
    assert other_counts("40余人参加，280名党员", Closing(headcount=300)) == []
