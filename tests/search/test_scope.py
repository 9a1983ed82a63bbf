"""What one may not read is not found: not in hits, counts, suggestions or near words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from members.models import Post
from members.roles import Role
from portal.search.engine import Found
from portal.search.filters import Filters, facets_of
from portal.search.looking import Eyes
from portal.search.marks import marks_of_day
from portal.search.sources import SOURCES
from publishing.states import Audience, State
from tests.factories import (
    ArticleFactory,
    OrganisationFactory,
    PhotoFactory,
    PhotoReportFactory,
    StudySessionFactory,
)
from tests.search.looking import STRANGER, found, results, titles_suggested

pytestmark = pytest.mark.django_db

HIDDEN = {
    "draft": {"state": State.DRAFT},
    "review": {"state": State.IN_REVIEW},
    "scheduled": {"published": True, "published_at": datetime(2100, 1, 1, tzinfo=UTC)},
    "members": {"published": True, "audience": Audience.MEMBERS},
    "unit": {"published": True, "audience": Audience.ORGANISATION},
    "withdrawn": {"withdrawn": True, "published_at": timezone.now() - timedelta(days=1)},
}


def _fill(town, **facts):
    ArticleFactory(title="琥珀消息", lead="琥珀", organisation=town, **facts)
    report = PhotoReportFactory(title="琥珀图片", organisation=town, **facts)
    report.report_photos.create(photo=PhotoFactory(caption="琥珀照片", organisation=town), position=1)
    session = StudySessionFactory(title="琥珀学习", organisation=town, **facts)
    session.materials.create(title="琥珀材料", source="博物馆")


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_things_are_not_found_counted_or_offered(town, kind):
    _fill(town, **HIDDEN[kind])
    answer = results("琥珀消息")
    assert (answer.total, answer.facets, answer.without_hit, answer.near) == (0, [], ["琥珀消息"], [])
    assert found("琥珀") == titles_suggested("琥珀") == []


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_things_do_not_count_beside_public_ones(town, kind):
    ArticleFactory(title="琥珀公开", organisation=town, published=True)
    _fill(town, **HIDDEN[kind])
    answer = results("琥珀")
    assert [(facet.name, value.count) for facet in answer.facets for value in facet.values if value.count != 1] == []
    assert (answer.total, titles_suggested("琥珀")) == (1, ["琥珀公开"])


def test_all_of_it_is_found_when_it_is_public(town):
    _fill(town, published=True)
    assert {hit.kind for hit in results("琥珀").hits} == {"article", "photo-report", "photo", "activity", "material"}


def test_scheduled_appears_by_time_alone(town, monkeypatch):
    soon = timezone.now() + timedelta(hours=1)
    ArticleFactory(title="琥珀", organisation=town, published=True, published_at=soon)
    assert found("琥珀") == []
    monkeypatch.setattr(timezone, "now", lambda: soon)
    assert found("琥珀") == ["琥珀"]


def test_members_find_what_is_for_members_at_its_own_address(people, town, harbour):
    mine = ArticleFactory(title="琥珀甲", organisation=town, published=True, audience=Audience.ORGANISATION)
    ArticleFactory(title="琥珀乙", organisation=harbour, published=True, audience=Audience.ORGANISATION)
    both = ArticleFactory(title="琥珀丙", organisation=harbour, published=True, audience=Audience.MEMBERS)
    hits = {
        (hit.title.replace("<mark>", "").replace("</mark>", ""), hit.url)
        for hit in results("琥珀", people.charlie).hits
    }
    assert hits == {("琥珀甲", f"/me/articles/{mine.pk}/"), ("琥珀丙", f"/me/articles/{both.pk}/")}


def test_index_that_is_wrong_still_shows_nothing_hidden(town):
    article = ArticleFactory(title="琥珀", organisation=town, published=True)
    Article.objects.filter(pk=article.pk).update(state=State.WITHDRAWN, withdrawal_reason="有误")
    answer = results("琥珀")
    assert (answer.total, answer.facets, titles_suggested("琥珀")) == (0, [], [])


# --- staff ---
def test_staff_find_everything_of_their_scope_and_nothing_else(people, town, harbour):
    _fill(town)
    _fill(harbour, published=True)
    answer = results("琥珀", people.alice, staff=True)
    assert sorted(hit.kind for hit in answer.hits) == ["activity", "article", "material", "photo", "photo-report"]
    assert {hit.organisation for hit in answer.hits} == {town.name}
    assert all(hit.url.startswith("/admin/") for hit in answer.hits)


def test_staff_narrow_by_state(people, town):
    ArticleFactory(title="琥珀草稿", organisation=town)
    ArticleFactory(title="琥珀", organisation=town, published=True)
    answer = results("琥珀", people.alice, staff=True, filters=Filters(state="draft"))
    assert [(hit.title, hit.state) for hit in answer.hits] == [("<mark>琥珀</mark>草稿", "draft")]


def test_site_wide_things_are_found_by_everyone_with_a_post(people, town):
    assert found("ldsz", people.alice, staff=True) == ["雷打石镇"]
    assert found("ldsz", people.eve, staff=True) == []


def test_post_that_ended_finds_nothing_more(people, town):
    ArticleFactory(title="琥珀", organisation=town)
    Post.objects.filter(member=people.alice, role=Role.WRITER).update(until=timezone.localdate() - timedelta(days=1))
    assert found("琥珀", people.alice, staff=True) == []


# --- near words and what has no hit ---
def test_word_without_hit_is_named(town):
    ArticleFactory(title="专题学习", organisation=town, published=True)
    answer = results("学习 琥珀")
    assert (answer.without_hit, answer.near) == (["琥珀"], [])


def test_words_that_never_meet_are_all_offered_alone(town):
    for title in ("琥珀", "翡翠"):
        ArticleFactory(title=title, organisation=town, published=True)
    answer = results("琥珀 翡翠")
    assert (answer.without_hit, answer.near) == ([], ["琥珀", "翡翠"])


def test_longest_part_with_hits_is_near(town):
    ArticleFactory(title="车厢课堂开讲", organisation=town, published=True)
    assert results("湘赣车厢课堂").near == ["车厢课堂"]


def test_name_that_sounds_alike_is_near():
    OrganisationFactory(name="陈家剥路段")
    assert results("陈家波路段").near[0] == "陈家剥路段"


def test_near_words_of_hidden_things_are_not_offered(town):
    ArticleFactory(title="车厢课堂开讲", organisation=town)
    assert results("湘赣车厢课堂").near == []


def test_nothing_asked_is_nothing_found():
    assert (results("").total, results("，。").total, found("-学习"), titles_suggested("")) == (0, 0, [], [])


# --- filters ---
def test_filters_narrow_and_count(town):
    village = OrganisationFactory(name="新龙村", parent=town)
    other = OrganisationFactory(name="群丰镇")
    for unit, year in ((town, 2020), (village, 2021), (other, 2021)):
        when = datetime(year, 4, 2, 9, tzinfo=UTC)
        ArticleFactory(title=f"琥珀{unit.name}", organisation=unit, published=True, published_at=when)
    answer = results("琥珀")
    counts = {facet.name: {value.value: value.count for value in facet.values} for facet in answer.facets}
    assert counts["period"] == {"2021": 2, "2020": 1}
    assert counts["organisation"] == {str(town.pk): 2, str(village.pk): 1, str(other.pk): 1}
    assert found("琥珀", filters=Filters(organisation=town.pk)) == ["琥珀新龙村", "琥珀雷打石镇"]
    assert found("琥珀", filters=Filters(period="2020")) == ["琥珀雷打石镇"]
    assert found("琥珀", filters=Filters(period="2021-04", organisation=other.pk)) == ["琥珀群丰镇"]
    assert found("琥珀", filters=Filters(kind="photo")) == []


@pytest.mark.parametrize("count", [1, 5])
def test_search_asks_the_same_of_the_database_for_many_hits(town, count, django_assert_max_num_queries):
    for _n in range(count):
        _fill(town, published=True)
    with django_assert_max_num_queries(30):
        assert results("琥珀", STRANGER).total == 5 * count


def test_suggestions_are_titles_each_once(town):
    for title in ("琥珀甲", "琥珀甲", "琥珀乙", "无关"):
        ArticleFactory(title=title, lead="琥珀", organisation=town, published=True)
    assert sorted(titles_suggested("琥珀")) == ["琥珀乙", "琥珀甲"]
    assert titles_suggested("leida") == ["雷打石镇"]


def test_every_month_of_a_chosen_year_can_be_chosen(db):
    days = [date(2021, month, 9) for month in range(1, 13)]
    hits = [Found("article", number, 0, None, " ".join(map(str, marks_of_day(day)))) for number, day in enumerate(days)]
    (periods,) = facets_of(hits, Filters(period="2021"), staff=False)
    assert [value.value for value in periods.values] == ["2021", *(f"2021-{month:02}" for month in range(12, 0, -1))]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows how many rows there are")
@pytest.mark.parametrize("kind", [kind for kind, source in SOURCES.items() if not source.is_open])
def test_check_of_hits_never_walks_all_that_is_public(db, kind):
    with CaptureQueriesContext(connection) as captured:
        Eyes(STRANGER).see(kind, range(1, 201))
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + captured[0]["sql"])
        steps = [detail for _id, _parent, _unused, detail in cursor.fetchall()]
    assert any("INTEGER PRIMARY KEY" in step for step in steps)
    assert [step for step in steps if "published_at<" in step] == []
