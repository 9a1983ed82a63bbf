"""The front page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Channel
from articles.public.frontpage import OF_LANE, front_page
from tests.articles.reading import figure, fill
from tests.factories import ArticleFactory, ChannelFactory, PhotoFactory, PhotoReportFactory, TopicFactory

pytestmark = pytest.mark.django_db


def _article(hours_ago: int = 1, **fields):
    return ArticleFactory(**{"published": True, "published_at": timezone.now() - timedelta(hours=hours_ago)} | fields)


def test_lead_is_the_newest_of_the_topic_with_a_picture():
    topic = TopicFactory()
    lead = _article(3, topic=topic, cover=PhotoFactory())
    _article(2, topic=topic)
    _article(1, cover=PhotoFactory())

    assert front_page().lead.pk == lead.pk


def test_lead_takes_its_picture_from_the_text_when_it_has_no_cover():
    photo = PhotoFactory()
    article = _article(body=figure(photo))
    article.photos.set([photo])

    assert photo.key in front_page().picture.src


def test_hidden_cover_is_not_the_picture_of_the_lead():
    _article(cover=PhotoFactory(hidden_at=timezone.now()))

    assert front_page().picture is None


def test_lead_with_a_hidden_cover_shows_the_picture_of_its_text():
    photo = PhotoFactory()
    article = _article(body=figure(photo), cover=PhotoFactory(hidden_at=timezone.now()))
    article.photos.set([photo])

    assert photo.key in front_page().picture.src


def test_article_stands_once_as_lead_and_not_again_beside_it():
    article = _article(cover=PhotoFactory())

    assert (front_page().lead.pk, front_page().newest) == (article.pk, [])


def test_lanes_follow_the_motto_and_leave_empty_parts_out():
    for section in (Channel.Section.DEVELOPMENT, Channel.Section.STUDY):
        _article(channel=ChannelFactory(section=section))
    ChannelFactory(section=Channel.Section.SERVICE)
    _article(cover=PhotoFactory())  # the lead, in no channel

    assert [lane.hue for lane in front_page().lanes] == ["study", "livelihood"]


def test_a_quiet_channel_is_not_drowned_by_a_busy_one(monkeypatch):
    monkeypatch.setattr("articles.public.frontpage.WINDOW", 10)
    quiet, busy = ChannelFactory(section=Channel.Section.THOUGHT), ChannelFactory(section=Channel.Section.STUDY)
    old = _article(500, channel=quiet)
    for _number in range(OF_LANE + 10):
        _article(channel=busy)
    lanes = {lane.hue: lane.articles for lane in front_page().lanes}

    assert [article.pk for article in lanes["story"]] == [old.pk]
    assert len(lanes["study"]) == OF_LANE


def test_photo_reports_show_their_first_photos(client):
    report = PhotoReportFactory(published=True, title="镜头里的我为群众办实事")
    report.report_photos.create(photo=PhotoFactory(caption="市政维护中心四十余人修复小游园破损路面。"), position=0)
    page = client.get("/").content.decode()

    assert "市政维护中心四十余人修复小游园破损路面。" in page


def test_topic_box_shows_the_current_topic_only(client):
    TopicFactory(title="往年专题", is_current=False)
    TopicFactory(title="株洲处处党旗红")
    page = client.get("/").content.decode()

    assert "株洲处处党旗红" in page
    assert "往年专题" not in page


def test_page_carries_no_empty_lane(client):
    _article()

    assert b'<ul class="headlines">\n</ul>' not in client.get("/").content


def test_full_front_page_links_to_everything_it_shows(client):
    place = fill(2)
    page = client.get("/").content.decode()

    for thing in (place.articles[0], place.reports[0], place.topic, place.channel):
        assert f'href="{thing.get_absolute_url()}"' in page
