"""Nothing that is not public shows on any public page, in any feed, in the sitemap, in any language."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Credit
from publishing import pieces
from publishing.states import Audience, State
from tests.articles.reading import NAME, figure, fill, in_english, machine_paths, paths
from tests.factories import ArticleFactory, PhotoFactory, PhotoReportFactory

pytestmark = pytest.mark.django_db

LATER = datetime(2100, 1, 1, tzinfo=UTC)
HIDDEN = {
    "draft": {"state": State.DRAFT},
    "review": {"state": State.IN_REVIEW},
    "scheduled": {"published": True, "published_at": LATER},
    "members": {"published": True, "audience": Audience.MEMBERS},
    "unit": {"published": True, "audience": Audience.ORGANISATION},
    "withdrawn": {"withdrawn": True},
}


def _canary(kind: str) -> str:
    return f"金丝雀{kind}"


def _hide(place, kind: str, fields: dict) -> None:
    """Create an article and a report of one hidden kind, full of canaries, at a place that is otherwise public."""
    canary = _canary(kind)
    at = {"organisation": place.organisation, "channel": place.channel, "topic": place.topic} | fields
    if kind == "withdrawn":
        at["published_at"] = timezone.now() - timedelta(hours=2)
    photo = PhotoFactory(caption=canary, alt=canary, credit=f"{canary}/摄", key=f"{kind:0<32}".encode().hex()[:32])
    words = {"title": canary, "intro": canary}
    report = PhotoReportFactory(date=date(2021, 5, 1), **words, **at)
    report.report_photos.create(photo=photo, position=0)
    article = ArticleFactory(title=canary, lead=canary, kicker=canary, body=figure(photo), cover=photo, **at)
    article.photos.set([photo])
    Credit.objects.create(article=article, role=Credit.Role.REPORTER, name=NAME)
    for publication in (article, report):
        if publication.published_at:  # a draft has no pieces yet
            pieces.refresh(publication)


def _hide_photos(place) -> list[str]:
    """Hide the photos of public items that are there already, the topic's cover among them; return their keys."""
    photos = [place.topic.cover, *place.articles[0].shown_photos.values(), place.reports[0].shown_photos[0]]
    for photo in photos:
        photo.hidden_at, photo.caption = timezone.now(), _canary("photo")
        photo.save()
    for publication in (place.articles[0], place.reports[0]):
        pieces.refresh(publication)
    return [photo.key for photo in photos]


@pytest.fixture
def place():
    place = fill(2, keep=True)
    for kind, fields in HIDDEN.items():
        _hide(place, kind, fields)
    place.keys = _hide_photos(place)
    return place


@pytest.mark.parametrize("translated", [str, in_english], ids=["zh", "en"])
def test_no_page_shows_what_is_hidden(client, place, translated):
    for name, path in paths(place).items():
        content = client.get(translated(path)).content.decode()

        assert "金丝雀" not in content, name
        assert not [key for key in place.keys if key in content], name


def test_no_feed_or_sitemap_shows_what_is_hidden(client, place):
    for name, path in machine_paths(place).items():
        content = client.get(path).content.decode()

        assert "金丝雀" not in content, name
        assert len([line for line in content.split("<loc>") if "/articles/" in line]) <= 3, name


def test_author_known_only_from_hidden_items_has_no_page(client):
    article = ArticleFactory(state=State.DRAFT)
    Credit.objects.create(article=article, role=Credit.Role.REPORTER, name="金丝雀")
    report = PhotoReportFactory(published=True)
    report.report_photos.create(photo=PhotoFactory(credit="金丝雀/摄", hidden_at=timezone.now()), position=0)

    assert client.get("/authors/金丝雀/").status_code == 404
    assert client.get("/authors/金丝雀/photos/").status_code == 404


def test_month_with_hidden_items_only_is_not_in_the_archive(client):
    ArticleFactory(published=True)
    ArticleFactory(published=True, audience=Audience.MEMBERS, published_at=datetime(2021, 5, 1, tzinfo=UTC))

    assert "/archive/2021/" not in client.get("/archive/").content.decode()
