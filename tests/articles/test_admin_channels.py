import pytest
from django.utils import timezone

from articles.models import Article, Channel, Topic
from members.models import AuditEntry
from tests.factories import ArticleFactory, ChannelFactory, PhotoFactory, TopicFactory, administrator_of_all
from tests.publishing.desk import signed_in, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["articles_channel", "articles_topic"])
def test_channels_and_topics_are_read_by_all_and_changed_by_administrators_of_all(client, people, kind):
    thing = ChannelFactory() if kind == "articles_channel" else TopicFactory()
    assert signed_in(client, people.alice).get(url("change", thing, kind)).status_code == 200
    assert signed_in(client, people.alice).post(url("change", thing, kind), {}).status_code == 403
    assert signed_in(client, people.alice).get(url("add", kind=kind)).status_code == 403
    assert signed_in(client, people.dana).get(url("add", kind=kind)).status_code == 403
    assert signed_in(client, administrator_of_all(people.dana)).get(url("add", kind=kind)).status_code == 200


def test_administrator_adds_a_channel_and_the_log_says_so(client, people):
    data = {"name": "新栏目", "slug": "new", "section": "study", "position": "1"}
    signed_in(client, administrator_of_all(people.dana)).post(url("add", kind="articles_channel"), data)
    assert Channel.objects.get().name == "新栏目"
    assert AuditEntry.objects.filter(action="channel.add").exists()


def test_topic_list_counts_published_articles(client, people):
    topic = TopicFactory()
    ArticleFactory(topic=topic, published=True)
    ArticleFactory(topic=topic)
    response = signed_in(client, administrator_of_all(people.dana)).get(url("changelist", kind="articles_topic"))
    assert response.context["cl"].result_list[0].published == 1


def test_channel_in_use_is_not_deleted(client, people):
    channel = ChannelFactory()
    ArticleFactory(channel=channel)
    signed_in(client, administrator_of_all(people.dana)).post(
        url("delete", channel, "articles_channel"), {"post": "yes"}
    )
    assert Channel.objects.exists()


def test_deleted_topic_leaves_its_articles(client, people):
    article = ArticleFactory(topic=TopicFactory())
    signed_in(client, administrator_of_all(people.dana)).post(
        url("delete", article.topic, "articles_topic"), {"post": "yes"}
    )
    assert not Topic.objects.exists()
    assert Article.objects.get().topic is None


@pytest.mark.parametrize(
    ("fields", "is_taken"),
    [
        ({}, True),
        ({"alt": ""}, False),
        ({"credit": ""}, False),
        ({"needs_consent": True}, False),
        ({"licence_until": "2021-05-01"}, False),
        ({"hidden_at": timezone.now()}, False),
    ],
)
def test_cover_of_a_topic_is_fit_for_readers(client, people, fields, is_taken):
    topic, photo = TopicFactory(), PhotoFactory(organisation=people.dana.organisation, **fields)
    data = {"title": topic.title, "slug": topic.slug, "position": "0", "cover": photo.pk}
    signed_in(client, administrator_of_all(people.dana)).post(url("change", topic, "articles_topic"), data)
    topic.refresh_from_db()
    assert topic.cover == (photo if is_taken else None)


def test_library_says_which_topic_a_photo_covers(client, people):
    photo = PhotoFactory(organisation=people.alice.organisation)
    topic = TopicFactory(cover=photo)
    page = signed_in(client, people.alice).get(url("changelist", kind="articles_photo"), {"used": "yes"})
    assert url("change", topic, "articles_topic") in page.content.decode()
