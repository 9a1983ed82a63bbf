"""A small site to look at: one of each kind of page, with real pictures, taken through the real review."""

import datetime
from types import SimpleNamespace
from urllib.parse import quote

from django.utils import timezone

from articles.actions.photos import add_photo
from articles.actions.writing import content_saved
from articles.models import Credit, ReportPhoto
from members.models import Place
from publishing import actions
from tests.articles.uploads import upload
from tests.factories import ArticleFactory, ChannelFactory, PhotoReportFactory, PlaceFactory, TopicFactory
from tests.publishing.desk import published

NAME = "旷昆红"
SENTENCE = "三月三十日以来，志愿者上门除草、清淤、夜间巡逻，把学习成果落在办实事上。"


def build_site(people) -> SimpleNamespace:
    """Publish an article with everything in it, a photo report, and one article that was withdrawn."""
    place = PlaceFactory(kind=Place.Kind.TOWNSHIP)
    photos = [_photo(people, place, number) for number in range(3)]
    topic = TopicFactory(
        slug="t", intro=SENTENCE, occasion="建党百年", starts_on=datetime.date(2021, 2, 20), cover=photos[0]
    )
    filed = {"organisation": people.alice.organisation, "author": people.alice, "topic": topic}
    filed["channel"] = ChannelFactory(slug="c", intro=SENTENCE)
    article = published(_article(photos, filed), people)
    actions.correct(article, actor=people.dave, note="“陈家剥”应为“陈家剝”。")
    report = PhotoReportFactory(intro=SENTENCE, date=datetime.date(2021, 5, 18), **filed)
    for position, photo in enumerate(photos):
        ReportPhoto.objects.create(report=report, photo=photo, position=position)
    report = published(report, people)
    withdrawn = actions.withdraw(published(ArticleFactory(**filed), people), actor=people.dave, reason="内容有误。")
    return SimpleNamespace(article=article, report=report, withdrawn=withdrawn, photos=photos, **filed)


def _photo(people, place, number: int):
    words = {"caption": SENTENCE, "alt": "几名志愿者在屋前弯腰除草", "credit": f"记者 {NAME}/摄", "place": place}
    return add_photo(
        organisation=people.alice.organisation, actor=people.alice, upload=upload(number, name=f"{number}.jpg"), **words
    )


def _article(photos, filed):
    article = ArticleFactory(
        kicker="株洲处处党旗红",
        title="列车上的党史课",
        subtitle="株洲高新区、天元区开展党史学习教育活动侧记",
        lead=SENTENCE * 3,
        body=_body(photos),
        source="株洲日报",
        issued_on=datetime.date(2021, 5, 20),
        cover=photos[0],
        **filed,
    )
    for position, role in enumerate(Credit.Role.values):
        Credit.objects.create(article=article, role=role, name=NAME, organisation_name="株洲日报", position=position)
    content_saved(article, actor=article.author)
    return article


def _body(photos) -> str:
    figures = [_figure(photo) for photo in photos[:2]]
    table = "<table><tbody><tr><th>时间</th><th>地点</th></tr><tr><td>四月二日</td><td>茶陵县</td></tr></tbody></table>"
    return (
        f"<p>{SENTENCE}</p>{figures[0]}<h2>车厢课堂</h2><p>{SENTENCE}<a href='/photos/'>图片</a></p>{table}"
        f"<h2>办民生实事</h2><blockquote><p>{SENTENCE}</p></blockquote><ul><li>除草</li><li>清淤</li></ul>{figures[1]}"
        f"<h2>夜间巡逻</h2><h3>十九点半</h3><p>{SENTENCE}</p>"
    )


def _figure(photo) -> str:
    address = f"/media/photos/{photo.key[:2]}/{photo.key}-480.jpg"
    return (
        f'<figure><img src="{address}" alt="" data-file="{photo.pk}"><figcaption>{photo.caption}</figcaption></figure>'
    )


def public_paths(site) -> dict[str, str]:
    """The address of every kind of page that anyone may read."""
    today = timezone.localdate()
    return {
        "home": "/",
        "english home": "/en/",
        "list": "/articles/",
        "article": f"/articles/{site.article.pk}/",
        "english article": f"/en/articles/{site.article.pk}/",
        "channel": "/channels/c/",
        "topic": "/topics/t/",
        "photo reports": "/photos/",
        "photo report": f"/photos/{site.report.pk}/",
        "archive": "/archive/",
        "month": f"/archive/{today.year}/{today.month}/",
        "empty month": "/archive/2020/1/",
        "organisation": f"/organisations/{site.organisation.pk}/",
        "organisation's photos": f"/organisations/{site.organisation.pk}/photos/",
        "author": f"/authors/{quote(NAME)}/",
        "author's photos": f"/authors/{quote(NAME)}/photos/",
        "search": "/search/",
        "found": f"/search/?q={quote('志愿者')}",
        "nothing found": f"/search/?q={quote('志愿者 火星')}",
        "accessibility": "/accessibility/",
        "privacy": "/privacy/",
        "withdrawn": f"/articles/{site.withdrawn.pk}/",
        "not found": "/nothing-here/",
        "sign-in": "/accounts/login/",
        "password forgotten": "/accounts/password/reset/",
        "sign-up": "/accounts/signup/",
        "inactive": "/accounts/inactive/",
    }
