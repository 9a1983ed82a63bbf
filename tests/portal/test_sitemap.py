"""Sitemap and robots.txt."""

import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.articles.reading import fill, paths
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _locations(client, path: str) -> list[str]:
    return [loc.text for loc in ET.fromstring(client.get(path).content).iter(LOC)]


def test_index_leads_to_sections_that_hold_every_public_page(client):
    place = fill(2)
    sections = _locations(client, "/sitemap.xml")
    found = {loc for section in sections for loc in _locations(client, section.removeprefix("http://testserver"))}
    of_place = {"home", "article", "articles", "report", "reports", "channel", "topic", "archive", "organisation"}

    assert {f"http://testserver{path}" for name, path in paths(place).items() if name in of_place} <= found
    assert len([loc for loc in found if "/articles/" in loc]) == 3  # the list and two articles


def test_sections_are_ranges_of_numbers(client, monkeypatch):
    monkeypatch.setattr("portal.sitemaps.NUMBERS_PER_SECTION", 10)
    last = ArticleFactory(published=True, pk=25)
    ArticleFactory(published=True, pk=7)

    assert [loc for loc in _locations(client, "/sitemap.xml") if "articles" in loc] == [
        f"http://testserver/sitemap-articles.xml{page}" for page in ("", "?p=2", "?p=3")
    ]
    assert _locations(client, "/sitemap-articles.xml?p=3") == [f"http://testserver{last.get_absolute_url()}"]
    assert _locations(client, "/sitemap-articles.xml?p=2") == []


def test_index_asks_as_much_for_many_sections_as_for_one(client, monkeypatch):
    monkeypatch.setattr("portal.sitemaps.NUMBERS_PER_SECTION", 2)
    ArticleFactory(published=True, pk=1000)
    with CaptureQueriesContext(connection) as captured:
        client.get("/sitemap.xml")

    assert len(captured) <= 6


def test_robots_leads_to_the_sitemap_and_away_from_what_is_personal(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /accounts/", "Disallow: /me/"} <= set(lines)
