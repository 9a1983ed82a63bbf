import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing import actions
from tests.factories import ArticleFactory, PlaceFactory
from tests.publishing.desk import published
from tests.watching import snapshot

pytestmark = pytest.mark.django_db

TITLE = "车厢课堂开讲"


@pytest.fixture
def article():
    return ArticleFactory(published=True, title=TITLE, lead="党员坐上绿皮火车，沿醴茶铁路学党史。")


def _search(client, text="车厢课堂", path="/search/", **parameters):
    return client.get(path, {"q": text, **parameters})


def _words(answer) -> str:
    """The page's text without its tags."""
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]*>", "", main).split())


# --- what was found
def test_hit_is_shown_with_its_mark_and_leads_to_its_page(client, article):
    page = _search(client).content.decode()
    assert f'<a href="{article.get_absolute_url()}"><mark>车厢课堂</mark>开讲</a>' in page


def test_snippet_shows_the_hit_in_its_sentence(client, article):
    assert "沿<mark>醴茶铁路</mark>学党史" in _search(client, "醴茶铁路").content.decode()


def test_filter_narrows_and_the_way_back_is_offered(client, article):
    PlaceFactory(name="车厢课堂站")
    both, narrowed = _search(client), _search(client, kind="place")
    assert (both.context["results"].total, narrowed.context["results"].total) == (2, 1)
    assert TITLE not in _words(narrowed)
    assert narrowed.context["kinds"].everything == "?q=%E8%BD%A6%E5%8E%A2%E8%AF%BE%E5%A0%82"


def test_order_by_date_is_offered_and_kept(client, article):
    orders = _search(client, order="date").context["orders"]
    assert [link.is_current for link in orders] == [False, True]


def test_pages_hold_ten(client):
    ArticleFactory.create_batch(11, published=True, title=TITLE)
    first, second = _search(client), _search(client, page=2)
    assert [len(answer.context["results"].hits) for answer in (first, second)] == [10, 1]
    assert 'start="11"' in second.content.decode()


def test_page_behind_the_last_is_the_last(client, article):
    assert _search(client, page=9).context["results"].page.number == 1


def test_photo_leads_to_itself_in_its_report(client, people, files):
    from tests.browser.site import SENTENCE, build_site

    build_site(people)
    photos = _search(client, SENTENCE[-12:-1], kind="photo").context["results"].hits
    assert photos
    assert all("#photo-" in photo.url and photo.picture for photo in photos)


# --- what was not
def test_word_without_hit_is_named_and_the_other_is_offered(client, article):
    words = _words(_search(client, "车厢课堂 火星"))
    assert "没有找到“车厢课堂 火星”" in words
    assert "本站没有出现过“火星”" in words
    assert "只搜其中一个词： 车厢课堂" in words


def test_near_word_is_offered_as_a_link(client):
    PlaceFactory(name="雷打石镇")
    answer = _search(client, "雷打时镇")
    assert "雷打石镇" in [link.label for link in answer.context["near"]]


def test_too_narrow_filter_is_named(client, article):
    words = _words(_search(client, kind="place"))
    assert "可能是筛选的范围太小" in words
    assert "去掉筛选，重新搜索" in words


def test_page_without_a_query_says_how_to_ask_and_asks_nothing(client):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/search/")
    assert "几个词用空格隔开" in _words(answer)
    assert len(captured) == 0


# --- who sees what
def test_hidden_texts_are_found_by_nobody_staff_included(client, people):
    ArticleFactory(title="车厢课堂草稿", organisation=people.alice.organisation)
    ArticleFactory(title="车厢课堂内部", published=True, audience="members")
    as_stranger = _search(client).content
    client.force_login(people.alice)
    assert _search(client).content == as_stranger
    assert "没有找到" in as_stranger.decode()


def test_withdrawn_text_is_gone_at_once(client, people):
    article = published(
        ArticleFactory(title=TITLE, organisation=people.alice.organisation, author=people.alice), people
    )
    assert _search(client).context["results"].total == 1
    actions.withdraw(article, actor=people.dave, reason="内容有误。")
    assert _search(client).context["results"].total == 0


# --- what it costs and what it leaves
def test_page_asks_no_more_with_many_hits(client):
    ArticleFactory(published=True, title=TITLE)
    with CaptureQueriesContext(connection) as one:
        _search(client)
    ArticleFactory.create_batch(12, published=True, title=TITLE)
    with CaptureQueriesContext(connection) as many:
        _search(client)
    assert len(many) <= len(one)


def test_search_leaves_no_trace(client, people, article):
    client.force_login(people.alice)
    before = snapshot()
    _search(client)
    client.get("/search/suggest/?q=车厢")
    assert snapshot() == before


def test_page_is_anybodys_and_tells_no_other_page_what_was_asked(client, article):
    answer = _search(client)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert not answer.cookies
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_english_page_speaks_english_and_marks_what_is_chinese(client, article):
    page = _search(client, path="/en/search/").content.decode()
    assert "1 result" in page
    assert '<h2 lang="zh-Hans">' in page


# --- suggestions
def test_suggestions_are_titles_with_their_kind_and_address(client, article):
    answer = client.get("/search/suggest/?q=车厢")
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.content) == {
        "suggestions": [{"title": TITLE, "label": "文章", "url": article.get_absolute_url()}]
    }


def test_suggestions_for_nothing_ask_nothing(client):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/search/suggest/?q=+")
    assert (json.loads(answer.content), len(captured)) == ({"suggestions": []}, 0)


# --- too often
@pytest.mark.parametrize("path", ["/search/?q=党史", "/en/search/?q=党史", "/search/suggest/?q=党史"])
def test_too_many_searches_are_refused_before_the_database_is_asked(client, settings, path):
    settings.SEARCHES_PER_MINUTE = 1
    client.get("/search/suggest/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert (answer.status_code, len(captured)) == (429, 0)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Cache-Control"] == "no-store"


# --- browsers
def test_opensearch_description_leads_to_the_page(client):
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.find(f"{name}Url").get("template") == "http://testserver/search/?q={searchTerms}"
    assert len(root.find(f"{name}ShortName").text) <= 16


@pytest.mark.parametrize("path", ["/", "/en/", "/search/", "/nothing-here/"])
def test_every_page_has_one_box_and_names_the_description(client, path):
    page = client.get(path).content.decode()
    assert page.count('role="search"') == 1
    assert 'type="application/opensearchdescription+xml"' in page


def test_robots_stay_away_from_results(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /search/", "Disallow: /en/search/"} <= set(lines)
