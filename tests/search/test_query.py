import pytest
from django.http import QueryDict
from django.utils import translation

from portal.search.filters import Filters
from portal.search.marks import Mark, mark
from portal.search.query import Term, parse, term_of

PARSED = {
    "车厢课堂": {"words": ("车厢课堂",)},
    " 党史　 学习 ": {"words": ("党史", "学习")},
    '"红色 列车" 学习': {"phrases": ("红色 列车",), "words": ("学习",)},
    "“红色列车”「第二次」": {"phrases": ("红色列车", "第二次")},
    "＂红色＂": {"phrases": ("红色",)},
    '"没有结尾': {"phrases": ("没有结尾",)},
    "学习 -会议 －草稿": {"words": ("学习",), "without": ("会议", "草稿")},
    '学习 -"中心 组"': {"words": ("学习",), "without": ("中心 组",)},
    "一-二": {"words": ("一-二",)},
    "５Ｇ": {"words": ("5G",)},
    "4月2日 学习": {"dates": ("4月2日",), "words": ("学习",)},
    "2021-04 2021年": {"dates": ("2021-04", "2021年")},
    "13月2日 2021-13": {"words": ("13月2日", "2021-13")},
    "": {},
}
DATES = {
    "4月2日": (Mark.DAY_OF_ANY_YEAR, 402),
    "04月02号": (Mark.DAY_OF_ANY_YEAR, 402),
    "2021-04": (Mark.MONTH, 202104),
    "2021年4月": (Mark.MONTH, 202104),
    "2021年": (Mark.YEAR, 2021),
    "2021-04-02": (Mark.DAY, 20210402),
    "2021/4/2": (Mark.DAY, 20210402),
    "2021年4月2日": (Mark.DAY, 20210402),
}
READ = {
    "kind=article&period=2021-04&organisation=3&topic=4&state=draft": Filters("article", "2021-04", 3, 4, "draft"),
    "kind=nothing&period=21&organisation=x&topic=-1&state=gone": Filters(),
    "period=2021-13&organisation=٣&topic=99999999999": Filters(),
}


@pytest.mark.parametrize("text", PARSED)
def test_query_is_taken_apart(text):
    asked = parse(text)
    parts = {name: getattr(asked, name) for name in ("words", "phrases", "without", "dates")}
    assert {name: part for name, part in parts.items() if part} == PARSED[text]
    assert asked.trouble == ""


@pytest.mark.parametrize("text", DATES)
def test_dates_are_days_and_words(text):
    term = term_of(text)
    assert term.mark == mark(*DATES[text])
    assert term.text


@pytest.mark.parametrize("text", ["12345", "2021", "4月32日", "0000-01-01", "2021-00"])
def test_other_numbers_are_words(text):
    assert term_of(text).mark is None


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("。，！", "There is no letter"),
        ('"" -', "There is no letter"),
        ("-会议", "Say also what to look for"),
        ("一 " * 11, "Only the first 10 words"),
        ("一" * 201, "Only the first 200 characters"),
    ],
)
def test_trouble_is_said_in_a_sentence(text, trouble):
    with translation.override("en"):
        assert parse(text).trouble.startswith(trouble)


def test_words_beyond_the_limit_are_left_out():
    assert parse(" ".join("一二三四五六七八九十百千")).words == tuple("一二三四五六七八九十")


def test_nothing_of_a_query_can_break_an_answer():
    asked = parse("\ud800\0党史\ud800")
    assert (asked.text.encode(), asked.terms) == ("党史".encode(), (Term("党史"),))


@pytest.mark.parametrize("parameters", READ)
def test_filters_ignore_nonsense(parameters):
    assert Filters.read(QueryDict(parameters)) == READ[parameters]
