"""A site to read: as many publications as a test asks for, all at one place, and the address of every kind of page."""

from datetime import date, timedelta
from types import SimpleNamespace
from urllib.parse import quote

from django.utils import timezone

from articles.models import Credit, ReportPhoto
from publishing import pieces
from tests.factories import (
    ArticleFactory,
    ChannelFactory,
    OrganisationFactory,
    PhotoFactory,
    PhotoReportFactory,
    TopicFactory,
)

NAME = "旷昆红"
BOUNDS = 6  # queries of a public page
MOST_BYTES = 30_000
SENTENCE = "三月三十日以来，志愿者上门除草、清淤、夜间巡逻，把学习成果落在办实事上。"


def figure(photo) -> str:
    """A photo in a stored body, as the editor writes it."""
    return (
        f'<figure><img src="/media/photos/{photo.key[:2]}/{photo.key}-960.jpg" alt="" data-file="{photo.pk}">'
        f"<figcaption>旧说明</figcaption></figure>"
    )


def fill(count: int, *, keep: bool = False) -> SimpleNamespace:
    """Publish `count` articles and photo reports in one organisation, channel and topic; `keep`: with kept pieces."""
    place = SimpleNamespace(organisation=OrganisationFactory(parent=OrganisationFactory()), channel=ChannelFactory())
    place.topic = TopicFactory(cover=PhotoFactory(), intro=SENTENCE, starts_on=date(2021, 2, 20))
    now = timezone.now()
    place.articles = [_article(place, now - timedelta(seconds=number + 1)) for number in range(count)]
    place.reports = [_report(place, now - timedelta(seconds=number + 1)) for number in range(count)]
    if keep:
        for publication in [*place.articles, *place.reports]:
            pieces.refresh(publication)
    place.now = now
    return place


def _article(place, published_at):
    photos = PhotoFactory.create_batch(2, organisation=place.organisation, caption=SENTENCE)
    article = ArticleFactory(
        published=True,
        published_at=published_at,
        kicker="株洲处处党旗红",
        subtitle="株洲高新区、天元区开展党史学习教育活动侧记",
        lead=SENTENCE * 5,
        body=f"<p>{SENTENCE * 4}</p>{figure(photos[0])}<h2>办民生实事</h2><p>{SENTENCE}</p>{figure(photos[1])}",
        corrected_at=timezone.now(),
        **_place(place),
    )
    article.photos.set(photos)
    Credit.objects.create(article=article, role=Credit.Role.REPORTER, name=NAME)
    return article


def _report(place, published_at):
    report = PhotoReportFactory(published=True, published_at=published_at, intro=SENTENCE, **_place(place))
    for position in range(3):
        photo = PhotoFactory(organisation=place.organisation, credit=f"记者 {NAME}/摄", caption=SENTENCE)
        ReportPhoto.objects.create(report=report, photo=photo, position=position)
    return report


def _place(place) -> dict:
    return {"organisation": place.organisation, "channel": place.channel, "topic": place.topic}


def paths(place) -> dict[str, str]:
    """The address of every kind of public page that shows the publications of `place`."""
    today = timezone.localdate(place.now)
    return {
        "home": "/",
        "article": place.articles[0].get_absolute_url(),
        "articles": "/articles/",
        "report": place.reports[0].get_absolute_url(),
        "reports": "/photos/",
        "channel": place.channel.get_absolute_url(),
        "topic": place.topic.get_absolute_url(),
        "archive": "/archive/",
        "month": f"/archive/{today.year}/{today.month}/",
        "organisation": f"/organisations/{place.organisation.pk}/",
        "organisation above": f"/organisations/{place.organisation.parent_id}/",
        "organisation's photos": f"/organisations/{place.organisation.pk}/photos/",
        "author": f"/authors/{quote(NAME)}/",
        "author's photos": f"/authors/{quote(NAME)}/photos/",
    }


MACHINE_PATHS = {
    "rss": "/feeds/articles.rss",
    "atom": "/feeds/articles.atom",
    "photos rss": "/feeds/photos.rss",
    "photos atom": "/feeds/photos.atom",
    "sitemap": "/sitemap.xml",
    "sitemap of articles": "/sitemap-articles.xml",
    "sitemap of photos": "/sitemap-photos.xml",
    "sitemap of places": "/sitemap-places.xml",
    "robots": "/robots.txt",
}


def machine_paths(place) -> dict[str, str]:
    """The addresses that machines ask for, those of the place's channel and topic included."""
    of_place = {
        f"{kind} {format}": f"/feeds/{kind}s/{item.slug}.{format}"
        for kind, item in (("channel", place.channel), ("topic", place.topic))
        for format in ("rss", "atom")
    }
    return MACHINE_PATHS | of_place


def in_english(path: str) -> str:
    return f"/en{path}"
