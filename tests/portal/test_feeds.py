"""Feeds: well-formed, in order, and quiet while nothing changes."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.articles.reading import fill, machine_paths
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def _feeds(place) -> dict[str, str]:
    return {name: path for name, path in machine_paths(place).items() if "/feeds/" in path}


def test_every_feed_is_well_formed_and_lists_the_items(client):
    place = fill(2)
    for path in _feeds(place).values():
        root = ET.fromstring(client.get(path).content)
        items = root.findall(f"{ATOM}entry") if path.endswith(".atom") else root.findall("channel/item")

        assert len(items) == 2, path


def test_feed_is_newest_first_with_absolute_links(client):
    older = ArticleFactory(published=True, published_at=timezone.now() - timedelta(days=2))
    newer = ArticleFactory(published=True)
    root = ET.fromstring(client.get("/feeds/articles.rss").content)

    assert [item.text for item in root.iterfind("channel/item/link")] == [
        f"http://testserver{article.get_absolute_url()}" for article in (newer, older)
    ]


def test_feed_uses_the_site_address_when_it_is_set(client, settings):
    settings.SITE_URL = "https://www.example.gov.cn/"
    article = ArticleFactory(published=True)
    root = ET.fromstring(client.get("/feeds/articles.rss").content)

    assert root.find("channel/item/link").text == f"https://www.example.gov.cn{article.get_absolute_url()}"


def test_markup_in_a_title_stays_text(client):
    title = "<b>粗</b> & 细"
    ArticleFactory(published=True, title=title)
    root = ET.fromstring(client.get("/feeds/articles.atom").content)

    assert root.find(f"{ATOM}entry/{ATOM}title").text == title


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_unchanged_feed_is_not_sent_again(client, header):
    ArticleFactory(published=True)
    first = client.get("/feeds/articles.rss")
    condition = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}[header]

    assert client.get("/feeds/articles.rss", headers={condition: first[header]}).status_code == 304


def test_feed_of_a_channel_names_it_and_leaves_others_out(client):
    place, other = fill(1), fill(1)
    content = client.get(f"/feeds/channels/{place.channel.slug}.rss").content.decode()

    assert place.channel.name in content
    assert other.articles[0].get_absolute_url() not in content


def test_pages_announce_the_feeds(client):
    place = fill(1)
    page = client.get(place.channel.get_absolute_url()).content.decode()

    assert 'type="application/rss+xml"' in page
    assert f"/feeds/channels/{place.channel.slug}.rss" in page
