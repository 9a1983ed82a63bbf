"""The index is right in the transaction that changes a row, whatever way the row is changed."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.actions.copying import copy_activity
from activities.models import Material
from articles.actions.photos import hide_photo, remove_photo, show_photo
from articles.models import Article, Credit
from members.actions.erasure import erase_member
from portal.models import SearchRow
from publishing import actions
from publishing.states import State
from tests.factories import (
    ArticleFactory,
    OrganisationFactory,
    PhotoFactory,
    PhotoReportFactory,
    PlaceFactory,
    StudySessionFactory,
    TopicFactory,
)
from tests.search.looking import found, results

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(town):
    report = PhotoReportFactory(title="把课堂搬上列车", organisation=town, published=True)
    for position in range(1, 15):
        caption = "孩子们听琥珀的故事。" if position in (2, 14) else "其他。"
        report.report_photos.create(photo=PhotoFactory(organisation=town, caption=caption), position=position)
    return report


def test_withdrawn_in_the_same_transaction(people, town):
    article = ArticleFactory(title="琥珀", organisation=town, published=True)
    with transaction.atomic():
        actions.withdraw(article, actor=people.dave, reason="有误")
        assert found("琥珀") == []


def test_corrected_in_the_same_transaction(town):
    article = ArticleFactory(title="琥珀", organisation=town, published=True)
    with transaction.atomic():
        article.title = "翡翠"
        article.save()
        assert (found("琥珀"), found("翡翠")) == ([], ["翡翠"])


def test_what_is_rolled_back_was_never_there(town):
    article = ArticleFactory(title="琥珀", organisation=town, published=True)
    with pytest.raises(RuntimeError), transaction.atomic():
        article.title = "翡翠"
        article.save()
        ArticleFactory(title="翡翠二", organisation=town, published=True)
        raise RuntimeError
    assert (found("琥珀"), found("翡翠")) == (["琥珀"], [])


def test_photo_hit_leads_to_the_photo(report):
    hits = [hit.url for hit in results("琥珀").hits if hit.kind == "photo"]
    assert hits == [f"/photos/{report.pk}/?page=2#photo-14", f"/photos/{report.pk}/#photo-2"]


def test_photo_is_titled_by_what_shows_it(report):
    assert {(hit.title, hit.kind) for hit in results("琥珀").hits} == {
        ("把课堂搬上列车", "photo"),
        ("把课堂搬上列车", "photo-report"),
    }


def test_hidden_photo_is_not_found_until_it_is_shown_again(report, people):
    photo = report.photos.order_by("pk")[1]
    hide_photo(photo, actor=people.dana)
    assert [hit.url for hit in results("琥珀").hits if hit.kind == "photo"] == [f"/photos/{report.pk}/?page=2#photo-13"]
    show_photo(photo, actor=people.dana)
    assert len([hit for hit in results("琥珀").hits if hit.kind == "photo"]) == 2


def test_photo_in_an_article_leads_to_the_article(town):
    article = ArticleFactory(organisation=town, published=True)
    photo = PhotoFactory(organisation=town, caption="琥珀")
    article.photos.add(photo)
    photo.save()
    article.save()
    assert {(hit.kind, hit.url) for hit in results("琥珀").hits} == {
        ("photo", f"/articles/{article.pk}/"),
        ("article", f"/articles/{article.pk}/"),
    }


def test_removed_photo_is_not_found(town, people):
    photo = PhotoFactory(organisation=town, caption="琥珀")
    remove_photo(photo, actor=people.dana)
    assert not SearchRow.objects.filter(kind="photo").exists()


def test_parts_count_for_what_they_stand_in(town):
    article = ArticleFactory(organisation=town, published=True)
    credit = Credit.objects.create(article=article, name="旷昆红", organisation_name="株洲日报")
    assert found("旷昆红") == [article.title]
    credit.delete()
    assert found("旷昆红") == []


def test_material_leads_to_its_session(town):
    session = StudySessionFactory(title="专题学习", organisation=town, published=True)
    session.materials.create(title="红军标语选读", source="炎陵县红军标语博物馆")
    hits = {(hit.kind, hit.url) for hit in results("红军标语").hits}
    assert hits == {("material", f"/activities/{session.pk}/#materials"), ("activity", f"/activities/{session.pk}/")}


def test_copy_of_an_activity_is_there_for_staff_with_its_parts(town, people):
    session = StudySessionFactory(title="专题学习", organisation=town, published=True)
    session.materials.create(title="红军标语选读", source="博物馆")
    copy = copy_activity(session, actor=people.alice)
    hits = results("红军标语", people.alice, staff=True).hits
    assert sorted(hit.kind for hit in hits) == ["activity", "activity", "material", "material"]
    assert found("红军标语", people.alice, staff=True).count(copy.title) == 2


def test_deleted_with_all_that_goes_with_it(town):
    session = StudySessionFactory(title="专题学习", organisation=town, published=True)
    session.materials.create(title="红军标语选读", source="博物馆")
    session.delete()
    assert Material.objects.count() == SearchRow.objects.filter(kind__in=["material", "activity"]).count() == 0


def test_alias_finds_the_place_and_what_is_there(town):
    place = PlaceFactory(name="陈家剝", aliases="陈家坝")
    StudySessionFactory(title="现场教学", organisation=town, place=place, published=True)
    assert found("陈家剥") == ["陈家剝", "现场教学"]
    assert found("陈家坝") == ["陈家剝", "现场教学"]


def test_renamed_place_is_found_by_its_new_name_in_all_that_is_there(town):
    place = PlaceFactory(name="陈家剝")
    StudySessionFactory(title="现场教学", organisation=town, place=place, published=True)
    place.name = "日升社区"
    place.save()
    assert (found("日升"), found("陈家剥")) == (["日升社区", "现场教学"], [])


@pytest.mark.parametrize("typed", ["leidashizhen", "ldsz", "LDS", "dashi"])
def test_name_is_found_by_its_sound(town, typed):
    assert found(typed) == ["雷打石镇"]


def test_sound_is_of_names_only(town):
    ArticleFactory(title="雷打石", organisation=town, published=True)
    assert found("ldsz") == ["雷打石镇"]


def test_title_before_text_and_new_before_old(town):
    now = timezone.now()
    for title, lead, hours in [("甲", "琥珀", 1), ("琥珀乙", "", 9), ("丙", "琥珀", 2), ("琥珀丁", "", 8)]:
        ArticleFactory(
            title=title, lead=lead, organisation=town, published=True, published_at=now - timedelta(hours=hours)
        )
    assert found("琥珀") == ["琥珀丁", "琥珀乙", "甲", "丙"]
    assert found("琥珀", order="date") == ["甲", "丙", "琥珀丁", "琥珀乙"]


def test_names_stand_before_what_is_dated(town):
    ArticleFactory(title="车厢课堂开讲", organisation=town, published=True)
    TopicFactory(title="车厢课堂")
    assert found("车厢课堂") == ["车厢课堂", "车厢课堂开讲"]


def test_publishing_moves_an_old_draft_to_its_new_place(people, town):
    draft = ArticleFactory(title="琥珀旧稿", organisation=town, author=people.alice)
    Article.objects.filter(pk=draft.pk).update(created_at=timezone.now() - timedelta(days=90))
    ArticleFactory(title="琥珀", organisation=town, published=True)
    actions.submit(draft, actor=people.alice)
    for reviewer in (people.bob, people.carol, people.dave):
        actions.approve(draft, actor=reviewer, seen_hash=draft.content_hash())
    assert found("琥珀") == ["琥珀旧稿", "琥珀"]


def test_things_of_one_minute_each_have_their_place(town):
    now = timezone.now()
    for number in range(12):
        ArticleFactory(title=f"琥珀{number}", organisation=town, published=True, published_at=now)
    assert found("琥珀") + found("琥珀", page=2) == [f"琥珀{number}" for number in reversed(range(12))]


def test_erased_person_is_not_found(people):
    people.alice.display_name = "欧阳琥珀"
    people.alice.save()
    StudySessionFactory(title="学习", author=people.alice, organisation=people.alice.organisation, published=True)
    erase_member(people.alice)
    assert not [row for row in SearchRow.objects.all() if "琥珀" in f"{row.title}{row.body}" or "alice" in row.body]


def test_unsaved_change_is_not_indexed(town):
    article = ArticleFactory(title="琥珀", organisation=town, published=True)
    article.title = "翡翠"
    article.save(update_fields=["lead"])
    assert (found("琥珀"), found("翡翠")) == (["琥珀"], [])


@pytest.mark.parametrize("count", [1, 6])
def test_save_costs_few_statements(town, count):
    article = ArticleFactory(organisation=town, state=State.DRAFT)
    for number in range(count):
        article.photos.add(PhotoFactory(organisation=town))
        Credit.objects.create(article=article, name=f"旷昆红{number}")
    article.title = "新题"
    with CaptureQueriesContext(connection) as captured:
        article.save()
    statements = [query["sql"] for query in captured if "searchrow" in query["sql"] or "SELECT" in query["sql"]]
    assert len(statements) <= 11, statements


def test_organisation_without_activities_costs_little(db):
    unit = OrganisationFactory()
    with CaptureQueriesContext(connection) as captured:
        unit.save()
    assert len(captured) <= 3
