import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from members.admin import base
from publishing.models import Move, State
from tests.factories import ArticleFactory, ChannelFactory, TopicFactory
from tests.publishing.desk import published, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(people, town):
    return ArticleFactory(organisation=town, author=people.alice, title="列车上的党史课")


def _titles(response) -> set[str]:
    return {article.title for article in response.context["cl"].result_list}


@pytest.fixture
def shelf(people, town):
    later = timezone.now() + datetime.timedelta(days=1)
    common = {"organisation": town, "author": people.alice}
    ArticleFactory(title="草稿", **common)
    ArticleFactory(title="退回", return_reason="核对日期", **common)
    ArticleFactory(title="在审", state=State.IN_REVIEW, review_step=1, review_steps=3, review_round=1, **common)
    ArticleFactory(title="定时", published=True, **common)
    Article.objects.filter(title="定时").update(published_at=later)
    ArticleFactory(title="已发", published=True, **common)
    ArticleFactory(title="撤稿", withdrawn=True, **common)


@pytest.mark.indexed
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"草稿", "退回", "在审", "定时", "已发"}),
        ("?state=all", {"草稿", "退回", "在审", "定时", "已发", "撤稿"}),
        ("?state=draft", {"草稿", "退回"}),
        ("?state=returned", {"退回"}),
        ("?state=in_review", {"在审"}),
        ("?state=scheduled", {"定时"}),
        ("?state=published", {"已发"}),
        ("?state=withdrawn", {"撤稿"}),
        ("?state=nonsense", {"草稿", "退回", "在审", "定时", "已发"}),
        ("?q=在审", {"在审"}),
        ("?q=%E6%B2%A1%E6%9C%89", set()),
    ],
)
def test_list_filters(shelf, client, people, query, expected):
    assert _titles(signed_in(client, people.alice).get(url("changelist") + query)) == expected


def test_list_says_state_in_words(shelf, client, people):
    text = signed_in(client, people.alice).get(url("changelist")).text
    assert 'class="state returned"' in text
    assert 'class="state scheduled"' in text


def test_list_filters_by_channel_and_organisation(client, people, town):
    channel = ChannelFactory()
    ArticleFactory(organisation=town, channel=channel, title="有栏目")
    ArticleFactory(organisation=town, title="无栏目")
    client = signed_in(client, people.alice)
    assert _titles(client.get(url("changelist"), {"channel__id__exact": channel.pk})) == {"有栏目"}
    assert _titles(client.get(url("changelist"), {"unit": town.pk})) == {"有栏目", "无栏目"}


def test_list_costs_the_same_for_any_number(client, people, town):
    client = signed_in(client, people.alice)
    counts = []
    for _round in range(2):
        for _number in range(3):
            ArticleFactory(organisation=town, channel=ChannelFactory(), topic=TopicFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(url("changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- many at once
def _bulk(client, action, *articles, **data):
    chosen = {"action": action, "_selected_action": [article.pk for article in articles]}
    return client.post(url("changelist"), chosen | data, follow=True)


def test_bulk_submit_tells_what_could_not_be_submitted(client, people, town):
    good = ArticleFactory(organisation=town, author=people.alice)
    bad = ArticleFactory(organisation=town, author=people.alice, title="空稿", body="")
    response = _bulk(signed_in(client, people.alice), "submit_selected", good, bad)
    assert set(Article.objects.in_review()) == {good}
    assert any("空稿" in str(message) for message in response.context["messages"])


def test_bulk_withdraw_asks_for_a_reason_first(draft, client, people):
    article = published(draft, people)
    client = signed_in(client, people.dave)
    assert "confirmed" in _bulk(client, "withdraw_selected", article).text
    assert Article.objects.get().state == State.PUBLISHED
    _bulk(client, "withdraw_selected", article, confirmed="1", reason="内容有误")
    assert Article.objects.get().state == State.WITHDRAWN


def test_bulk_filing_sets_channel_and_refreshes_the_page(draft, client, people):
    article, channel = published(draft, people), ChannelFactory(name="新栏目")
    before = article.content_hash()
    _bulk(signed_in(client, people.dave), "file_selected", article, confirmed="1", channel=channel.pk)
    article.refresh_from_db()
    assert (article.channel, article.content_hash(), article.state) == (channel, before, State.PUBLISHED)
    assert "新栏目" in article.pieces_key


def test_bulk_filing_of_published_text_is_not_the_writers(draft, client, people):
    article = published(draft, people)
    _bulk(signed_in(client, people.alice), "file_selected", article, confirmed="1", channel=ChannelFactory().pk)
    article.refresh_from_db()
    assert article.channel is None


def test_nobody_approves_or_deletes_in_bulk(draft, client, people):
    response = signed_in(client, people.bob).get(url("changelist"))
    offered = {value for value, _label in response.context["action_form"].fields["action"].choices if value}
    assert offered == {"submit_selected", "file_selected", "withdraw_selected"}


def test_action_on_a_whole_archive_is_refused_with_a_sentence(client, people, town, monkeypatch):
    monkeypatch.setattr(base, "MOST_AT_ONCE", 2)
    articles = ArticleFactory.create_batch(3, organisation=town, author=people.alice)
    choice = {"action": "submit_selected", "_selected_action": [articles[0].pk], "select_across": "1"}
    answer = signed_in(client, people.alice).post(url("changelist"), choice, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Move.objects.exists()
