import pytest

from articles.models import Article
from tests.factories import ArticleFactory
from tests.publishing.desk import filled, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(people, town):
    return ArticleFactory(organisation=town, author=people.alice, title="列车上的党史课")


@pytest.fixture
def two(draft, client, people):
    """Alice has the form open while Bob saves another lead."""
    form = signed_in(client, people.alice).get(url("change", draft))
    Article.objects.filter(pk=draft.pk).update(lead="对方的导语。")
    return client, form


def _save(client, draft, form, **changes):
    return client.post(url("change", draft), filled(form, **changes))


def test_second_saver_sees_both_versions_and_loses_neither(draft, two):
    client, form = two
    response = _save(client, draft, form, lead="我的导语。", title="我的标题")
    [clash] = response.context["adminform"].form.clashes
    assert (clash.theirs, clash.mine, clash.choice) == ("对方的导语。", "我的导语。", "")
    assert response.context["adminform"].form["title"].value() == "我的标题"
    assert "对方的导语。" in response.text
    assert Article.objects.get().lead == "对方的导语。"


@pytest.mark.parametrize(("choice", "lead"), [("mine", "我的导语。"), ("theirs", "对方的导语。")])
def test_choice_is_kept_and_the_rest_saved(draft, two, choice, lead):
    client, form = two
    shown = _save(client, draft, form, lead="我的导语。", title="我的标题")
    _save(client, draft, shown, **{"clash": "lead", "keep-lead": choice})
    article = Article.objects.get()
    assert (article.lead, article.title) == (lead, "我的标题")


def test_saving_again_without_a_choice_asks_again(draft, two):
    client, form = two
    shown = _save(client, draft, form, lead="我的导语。")
    again = _save(client, draft, shown, clash="lead")
    assert again.context["adminform"].form.clashes
    assert Article.objects.get().lead == "对方的导语。"


def test_third_version_is_noticed_after_the_choice(draft, two):
    client, form = two
    shown = _save(client, draft, form, lead="我的导语。")
    Article.objects.filter(pk=draft.pk).update(lead="第三个人的导语。")
    again = _save(client, draft, shown, **{"clash": "lead", "keep-lead": "mine"})
    assert again.context["adminform"].form.clashes[0].theirs == "第三个人的导语。"


def test_field_that_only_the_other_changed_is_proposed_as_theirs(draft, two):
    client, form = two
    [clash] = _save(client, draft, form, title="我的标题").context["adminform"].form.clashes
    assert clash.choice == "theirs"


def test_same_change_by_both_is_no_clash(draft, two):
    client, form = two
    assert _save(client, draft, form, lead="对方的导语。").status_code == 302


def test_byline_row_deleted_meanwhile_is_not_lost(draft, client, people):
    credit = draft.credits.create(role="reporter", name="刘阳")
    form = signed_in(client, people.alice).get(url("change", draft))
    credit.delete()
    draft.credits.create(role="correspondent", name="余红梅")
    shown = _save(client, draft, form)
    [clash] = shown.context["adminform"].form.clashes
    assert "余红梅" in clash.theirs
    _save(client, draft, shown, **{"clash": "credits", "keep-credits": "mine"})
    assert sorted(draft.credits.values_list("name", flat=True)) == ["余红梅", "刘阳"]


def test_byline_of_the_other_stays_when_chosen(draft, client, people):
    form = signed_in(client, people.alice).get(url("change", draft))
    draft.credits.create(role="correspondent", name="余红梅")
    mine = {"credits-0-name": "刘阳"}
    shown = client.post(url("change", draft), filled(form) | mine)
    client.post(url("change", draft), filled(shown) | {"clash": "credits", "keep-credits": "theirs"})
    assert list(draft.credits.values_list("name", flat=True)) == ["余红梅"]
