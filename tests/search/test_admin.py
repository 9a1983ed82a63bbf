"""The lists of the admin use the search too: any part of a text, variants, sounds; only what is in scope."""

import pytest
from django.urls import reverse

from tests.factories import (
    ArticleFactory,
    PhotoFactory,
    PhotoReportFactory,
    PlaceFactory,
    StudySessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(client, people):
    client.force_login(people.dana)

    def listed(model: str, words: str) -> set[str]:
        response = client.get(reverse(f"admin:{model}_changelist"), {"q": words})
        return {str(row) for row in response.context["cl"].queryset}

    return listed


def test_list_finds_any_part_of_the_text(listed, town):
    ArticleFactory(title="甲", body="<p>学员沿醴茶铁路前往琥珀。</p>", organisation=town)
    ArticleFactory(title="乙", organisation=town)
    assert listed("articles_article", "醴茶 琥珀") == {"甲"}


def test_list_shows_nothing_of_other_organisations(listed, harbour):
    ArticleFactory(title="琥珀", organisation=harbour, published=True)
    assert listed("articles_article", "琥珀") == set()


def test_list_of_one_kind_of_activity_finds_only_these(listed, town):
    StudySessionFactory(title="琥珀", organisation=town)
    assert listed("activities_studysession", "琥珀") == {"琥珀"}
    assert listed("activities_volunteerevent", "琥珀") == set()


def test_photo_is_found_by_its_words_and_its_file(listed, town):
    PhotoFactory(caption="琥珀", original_name="IMG_2031.jpg", organisation=town)
    assert listed("articles_photo", "琥珀") == listed("articles_photo", "img_2031") == {"琥珀"}


def test_report_is_found_by_a_caption(listed, town):
    report = PhotoReportFactory(title="图片", organisation=town)
    report.report_photos.create(photo=PhotoFactory(caption="琥珀", organisation=town), position=1)
    assert listed("articles_photoreport", "琥珀") == {"图片"}


def test_place_is_found_by_variant_and_sound(listed):
    PlaceFactory(name="陈家剝")
    assert listed("members_place", "陈家剥") == listed("members_place", "cjb") == {"陈家剝"}


def test_words_that_say_nothing_find_nothing(listed, town):
    ArticleFactory(organisation=town)
    assert listed("articles_article", "，。") == set()


def test_choice_of_an_activity_offers_what_others_published_too(client, people, town, harbour):
    for unit, published in ((town, False), (harbour, True), (harbour, False)):
        StudySessionFactory(title=f"琥珀{unit.name}{published}", organisation=unit, published=published)
    client.force_login(people.dana)
    address = reverse("admin:autocomplete")
    query = {"app_label": "articles", "model_name": "photoreport", "field_name": "activity", "term": "琥珀"}
    texts = {row["text"] for row in client.get(address, query).json()["results"]}
    assert {text[:7] for text in texts} == {"琥珀雷打石镇F", "琥珀群丰镇Tr"}
