"""The addresses around a page of results; what was found is made up here."""

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict

from portal.search.filters import Filters
from portal.search.query import Asked
from portal.search.question import Question
from portal.search.results import Facet, FacetValue, Results

KINDS = [FacetValue("article", "文章", 2, False), FacetValue("photo", "照片", 1, False)]


def _question(text="党史", **filters):
    return Question(text=text, filters=Filters(**filters))


def _results(asked=None, total=3, pages=1, **kwargs):
    page = Paginator(range(total), -(-total // pages) or 1).page(1)
    return Results(asked=asked or Asked(text="党史", words=("党史",)), page=page, total=total, **kwargs)


def _links(links):
    return [(link.label, link.url) for link in links]


@pytest.mark.parametrize(
    ("address", "order", "page"),
    [
        ("q=党史", "relevance", 1),
        ("q=党史&order=date&page=3", "date", 3),
        ("q=党史&order=rank&page=x", "relevance", 1),
        ("q=党史&page=-1", "relevance", 1),
        ("q=党史&page=１", "relevance", 1),
        ("q=党史&page=99999", "relevance", 1),
    ],
)
def test_address_is_read_as_far_as_it_makes_sense(address, order, page):
    question = Question.read(QueryDict(address))
    assert (question.text, question.order, question.page) == ("党史", order, page)


def test_endless_text_is_not_carried_on():
    assert len(Question.read(QueryDict("q=" + "党" * 10_000)).url()) < 2_500


def test_address_leads_on_with_everything_else_kept():
    question = _question("党史 & 学习", kind="article", organisation=3)
    assert question.url(organisation=4) == "?q=%E5%85%9A%E5%8F%B2+%26+%E5%AD%A6%E4%B9%A0&kind=article&organisation=4"
    assert question.url(kind="") == "?q=%E5%85%9A%E5%8F%B2+%26+%E5%AD%A6%E4%B9%A0&organisation=3"


def test_address_without_filters_only_where_one_is_set():
    assert _question("a").wider == ""
    assert _question("a", kind="photo").wider == "?q=a"


def test_nothing_asked_has_no_results():
    assert _question("").answer(None) is None
    assert _question("").page_context(None).keys() == {"question"}


def test_facet_offers_each_value_with_its_count():
    kinds = _question("a").page_context(_results(facets=[Facet("kind", "类型", KINDS)]))["kinds"]
    assert [(link.label, link.url, link.count) for link in kinds.links] == [
        ("文章", "?q=a&kind=article", 2),
        ("照片", "?q=a&kind=photo", 1),
    ]
    assert not kinds.is_narrowed


def test_chosen_value_leads_back():
    chosen = [FacetValue("photo", "照片", 1, True)]
    kinds = _question("a", kind="photo").page_context(_results(facets=[Facet("kind", "类型", chosen)]))["kinds"]
    assert (kinds.is_narrowed, _links(kinds.links), kinds.everything) == (True, [("照片", "?q=a")], "?q=a")


def test_facet_with_one_value_has_nothing_to_offer():
    assert _question("a").page_context(_results(facets=[Facet("topic", "专题", KINDS[:1])]))["choices"] == []


def test_pager_keeps_the_filters():
    pager = _question("a", kind="photo").page_context(_results(total=4, pages=2))["pager"]
    assert pager["next_url"] == "?q=a&kind=photo&page=2"


def test_parts_with_hits_are_offered_alone():
    asked = Asked(text="党史 火星 “车厢课堂”", words=("党史", "火星"), phrases=("车厢课堂",))
    parts = _question().page_context(_results(asked, total=0, without_hit=["火星"]))["parts"]
    assert [link.label for link in parts] == ["党史", "“车厢课堂”"]


def test_single_word_is_not_offered_again():
    assert _question().page_context(_results(total=0))["parts"] == []


def test_near_words_are_asked_alone():
    near = _question().page_context(_results(total=0, near=["车厢"]))["near"]
    assert _links(near) == [("车厢", "?q=%E8%BD%A6%E5%8E%A2")]
