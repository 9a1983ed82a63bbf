import pytest

from portal.search.marking import LONG, marked, snippet

MARKED = {
    ("第二次专题学习", "专题"): "第二次<mark>专题</mark>学习",
    ("陈家剝路段", "陈家剥"): "<mark>陈家剝</mark>路段",
    ("“車廂”，课堂", "车厢 课堂"): "“<mark>車廂”，课堂</mark>",
    ("<b>学习</b>", "学习"): "&lt;b&gt;<mark>学习</mark>&lt;/b&gt;",
    ("学习，学习", "学习"): "<mark>学习</mark>，<mark>学习</mark>",
    ("ﬁ子", "i子"): "<mark>ﬁ子</mark>",
    ("没有", "学习"): "没有",
    ("é学习é", "学习é"): "é<mark>学习é</mark>",
}


@pytest.mark.parametrize(("text", "word"), MARKED)
def test_words_are_marked_in_the_text_as_written(text, word):
    assert marked(text, [word]) == MARKED[text, word]


def test_marks_do_not_overlap():
    assert marked("党史学习教育", ["党史学习", "学习教育"]) == "<mark>党史学习教育</mark>"


def test_snippet_shows_the_hit_in_its_sentence():
    text = "前" * 500 + "学习" + "后" * 500
    assert snippet(text, ["学习"]) == f"…{'前' * 30}<mark>学习</mark>{'后' * (LONG - 32)}…"


def test_snippet_without_hit_is_the_beginning():
    assert snippet("一行\n二行" + "字" * 200, ["学习"]) == f"一行 二行{'字' * (LONG - 5)}…"


def test_word_that_only_seems_to_stand_there_does_not_hide_the_hit():
    assert "<mark>cafe</mark>" in snippet("cafe\u0301 " + "字" * 400 + "cafe", ["cafe"])


@pytest.mark.parametrize(("closely", "marked"), [(True, True), (False, False)])
def test_other_spellings_are_looked_for_only_closely(closely, marked):
    assert ("<mark>陈家剝</mark>" in snippet("在陈家剝，" + "很远" * 100, ["陈家剥"], closely=closely)) == marked
    assert "<mark>陈家剥</mark>" in snippet("很远" * 200 + "陈家剥", ["陈家剥"], closely=closely)
