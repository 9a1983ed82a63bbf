import pytest
from django.urls import reverse

from tests.factories import ArticleFactory, PhotoReportFactory

pytestmark = pytest.mark.django_db


def _draft(member, **kwargs):
    return ArticleFactory(organisation=member.organisation, author=member, title="车厢课堂初稿", **kwargs)


def _search(client, member, **parameters):
    client.force_login(member)
    return client.get(reverse("admin:search"), {"q": "车厢课堂", **parameters})


def test_desk_has_the_box(client, people):
    client.force_login(people.alice)
    assert f'action="{reverse("admin:search")}"' in client.get("/admin/").content.decode()


def test_draft_is_found_with_its_state_and_leads_to_its_change_page(client, people):
    draft = _draft(people.alice)
    page = _search(client, people.alice).content.decode()
    assert f'href="{reverse("admin:articles_article_change", args=[draft.pk])}"' in page
    assert '<span class="state draft">' in page


def test_draft_of_others_is_not_found(client, people):
    _draft(people.alice)
    answer = _search(client, people.eve)
    assert answer.context["results"].total == 0
    assert "初稿" not in answer.content.decode()


def test_kind_and_state_narrow(client, people):
    _draft(people.alice)
    PhotoReportFactory(organisation=people.alice.organisation, title="车厢课堂图片", published=True)
    assert _search(client, people.alice).context["results"].total == 2
    assert _search(client, people.alice, state="draft").context["results"].total == 1
    assert _search(client, people.alice, kind="photo-report").context["results"].total == 1


def test_more_than_ten_stand_on_several_pages(client, people):
    for _number in range(11):
        _draft(people.alice)
    first, second = _search(client, people.alice), _search(client, people.alice, page="2")
    assert [len(answer.context["results"].hits) for answer in (first, second)] == [10, 1]
    assert "page=2" in first.content.decode()
    assert 'aria-label="第1页"' in second.content.decode()


def test_empty_search_says_what_is_found(client, people):
    client.force_login(people.alice)
    assert "草稿和在审稿件也能搜到" in client.get(reverse("admin:search")).content.decode()


def test_nothing_found_names_the_word(client, people):
    _draft(people.alice)
    client.force_login(people.alice)
    page = client.get(reverse("admin:search"), {"q": "车厢课堂 火星"}).content.decode()
    assert "您能看到的内容里没有“火星”" in page


def test_page_is_for_staff_only(client, people):
    assert _search(client, people.charlie).status_code == 302
