"""The public pages of articles and photo reports: what they say, and what has no page."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from articles.models import Credit, Photo
from articles.public.pieces import PHOTOS_PER_PAGE
from publishing.states import Audience, State
from tests.articles.reading import figure, fill, paths
from tests.factories import ArticleFactory, PhotoFactory, PhotoReportFactory

pytestmark = pytest.mark.django_db


def _page(client, item, status: int = 200, **query) -> str:
    answer = client.get(item.get_absolute_url(), query)
    assert answer.status_code == status
    return answer.content.decode()


def _article(**fields):
    return ArticleFactory(**{"published": True} | fields)


# --- an article ---


def test_article_is_set_as_a_newspaper_sets_it(client):
    article = _article(
        kicker="红旗飘在田野上",
        title="听老兵讲 为邻里办",
        subtitle="某镇开展党史学习教育活动纪实",
        source="株洲日报·掌上株洲",
        issued_on=date(2021, 5, 20),
        published_at=datetime(2021, 5, 21, 0, 30, tzinfo=UTC),
    )
    Credit.objects.create(article=article, role=Credit.Role.REPORTER, name="旷昆红", position=1)
    Credit.objects.create(article=article, role=Credit.Role.CORRESPONDENT, name="陈亮", position=2)
    Credit.objects.create(article=article, role=Credit.Role.PROOFREADER, name="李一", position=3)

    text = re.sub(r"<[^>]+>", "", _page(client, article))
    text = text[text.index("红旗飘在田野上") :]
    order = [
        "红旗飘在田野上",
        "听老兵讲 为邻里办",
        "——某镇开展党史学习教育活动纪实",
        "株洲日报·掌上株洲",
        "旷昆红",
        "陈亮",
        "2021年5月20日",
        "2021年5月21日 08:30",
        "四月二日，第二次专题学习在列车上进行。",
        "学员沿醴茶铁路前往茶陵县、炎陵县。",
        "李一",
    ]

    assert sorted(order, key=text.index) == order


def test_article_links_to_the_pages_of_its_authors(client):
    article = _article()
    Credit.objects.create(article=article, role=Credit.Role.REPORTER, name="旷昆红")

    assert '<a href="/authors/%E6%97%B7%E6%98%86%E7%BA%A2/"' in _page(client, article)


def test_figure_takes_its_words_from_the_library(client):
    photo = PhotoFactory(caption="5月14日，志愿者修复小游园路面。", credit="通讯员 刘阳/摄")
    page = _page(client, _article(body=figure(photo)))

    assert "5月14日，志愿者修复小游园路面。" in page
    assert '<span class="credit">通讯员 刘阳/摄</span>' in page
    assert "旧说明" not in page


def test_figure_offers_every_format_and_width(client):
    photo = PhotoFactory()
    page = _page(client, _article(body=figure(photo)))

    for extension in ("avif", "webp", "jpg"):
        for width in (480, 960, 1600):
            assert f"/media/photos/{photo.key[:2]}/{photo.key}-{width}.{extension} {width}w" in page
    assert re.search(r'width="960"\s+height="640"', page)


def test_small_photo_is_shown_in_its_own_width(client):
    photo = PhotoFactory(width=300, height=200, widths=[300])

    assert f"{photo.key}-300.jpg" in _page(client, _article(body=figure(photo)))


def test_hidden_photo_leaves_no_trace_in_the_article(client):
    photo = PhotoFactory(hidden_at=timezone.now(), caption="不应出现的说明", alt="不应出现的描述")
    page = _page(client, _article(body=f"<p>前文</p>{figure(photo)}<p>后文</p>", cover=photo))

    assert photo.key not in page
    assert "不应出现" not in page


def test_photo_in_preparation_shows_a_placeholder_with_its_caption(client):
    photo = PhotoFactory(state=Photo.State.PROCESSING, widths=[], caption="准备中的说明")
    page = _page(client, _article(body=figure(photo)))

    assert 'class="placeholder"' in page
    assert "准备中的说明" in page
    assert photo.key not in page


@pytest.mark.parametrize("kind", ["article", "report"])
def test_link_around_a_decorative_photo_has_a_name(client, kind):
    photo = PhotoFactory(is_decorative=True)
    if kind == "article":
        item = _article(body=figure(photo))
    else:
        item = PhotoReportFactory(published=True)
        item.report_photos.create(photo=photo)

    assert re.search(r'<a href="[^"]+-1600.jpg" aria-label="[^"]+" data-photo>', _page(client, item))


def test_long_article_gets_a_list_of_contents(client):
    body = "".join(f"<h2>第{number}节</h2><p>正文</p>" for number in "一二三")
    page = _page(client, _article(body=body))

    assert re.findall(r'<a href="#(s\d)">(第.节)</a>', page) == [("s1", "第一节"), ("s2", "第二节"), ("s3", "第三节")]
    assert '<h2 id="s2">第二节</h2>' in page


def test_short_article_gets_none(client):
    assert 'href="#s1"' not in _page(client, _article(body="<h2>一</h2><p>正文</p><h2>二</h2><p>正文</p>"))


def test_table_scrolls_in_a_region_that_the_keyboard_reaches(client):
    page = _page(client, _article(body="<table><tbody><tr><td>1</td></tr></tbody></table>"))

    assert re.search(r'<div class="table-scroll" role="region" tabindex="0" aria-label="[^"]+"><table>', page)


def test_lead_opens_the_text_once(client):
    lead = "四月二日，第二次专题学习在列车上进行。"
    apart = _page(client, _article(lead=lead, body="<p>正文。</p>"))
    repeated = _page(client, _article(lead=lead, body=f"<p>{lead}</p><p>正文。</p>"))

    assert apart.count(f"<p>{lead}</p>") == repeated.count(f"<p>{lead}</p>") == 1


def test_correction_note_stands_on_the_page(client, people):
    from publishing import actions

    article = _article(organisation=people.dave.organisation, author=people.alice)
    actions.correct(article, actor=people.dave, note="导语中人数应为三百余人。")

    assert "导语中人数应为三百余人。" in _page(client, article)


def test_printed_page_names_its_source(client):
    article = _article()
    line = re.search(r'<p class="print-only">(.*?)</p>', _page(client, article))[1]

    assert line.endswith(f"{settings.SITE_NAME} http://testserver/articles/{article.pk}/")


def test_neighbours_come_from_the_topic_and_leave_the_article_out(client):
    place = fill(3)
    page = _page(client, place.articles[0])
    aside = page[page.index("<aside data-read-skip") :]

    assert place.articles[1].title in aside
    assert place.articles[0].title not in aside


def test_withdrawn_article_says_so_with_its_reason(client):
    withdrawn_at = timezone.now()
    article = ArticleFactory(withdrawn=True, published_at=withdrawn_at - timedelta(days=1), withdrawn_at=withdrawn_at)
    page = _page(client, article, status=410)

    assert article.title in page
    assert "内容有误" in page
    assert "学员沿醴茶铁路" not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False},
        {"published": False, "state": State.IN_REVIEW},
        {"audience": Audience.MEMBERS},
        {"audience": Audience.ORGANISATION},
        {"published_at": datetime(2100, 1, 1, tzinfo=UTC)},
        {"published": False, "withdrawn": True, "audience": Audience.MEMBERS},
        {"published": False, "withdrawn": True, "published_at": datetime(2100, 1, 1, tzinfo=UTC)},
        {"published": False, "withdrawn": True, "published_at": None},
    ],
    ids=[
        "draft",
        "in review",
        "members",
        "organisation",
        "scheduled",
        "withdrawn for members",
        "withdrawn early",
        "never",
    ],
)
@pytest.mark.parametrize("factory", [ArticleFactory, PhotoReportFactory])
def test_what_is_not_public_has_no_page(client, factory, fields):
    _page(client, factory(**{"published": True} | fields), status=404)


# --- what other sites are told ---


def _news(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_schema_describes_the_article(client):
    article = _article(cover=PhotoFactory(), published_at=datetime(2021, 5, 20, tzinfo=UTC))
    Credit.objects.create(article=article, role=Credit.Role.REPORTER, name="旷昆红")
    news = _news(_page(client, article))

    assert news["@type"] == "NewsArticle"
    assert news["headline"] == article.title
    assert news["datePublished"] == "2021-05-20T00:00:00+00:00"
    assert news["author"][0]["name"] == "旷昆红"
    assert news["image"] == [f"http://testserver/media/photos/{article.cover.key[:2]}/{article.cover.key}-1600.jpg"]


def test_text_published_anew_is_not_older_than_its_correction(client):
    anew = datetime(2021, 6, 1, tzinfo=UTC)
    article = _article(published_at=anew, corrected_at=datetime(2021, 5, 20, tzinfo=UTC))
    day = anew.isoformat()

    assert _news(_page(client, article))["dateModified"] == day
    assert f"<updated>{day}</updated>" in client.get("/feeds/articles.atom").content.decode()
    assert "<lastmod>2021-06-01</lastmod>" in client.get("/sitemap-articles.xml").content.decode()


def test_schema_cannot_be_broken_out_of(client):
    title = '</script><script>alert("1")</script>&'
    page = _page(client, _article(title=title, lead="<!--<script>"))

    assert _news(page)["headline"] == title
    assert "<script>alert" not in page


def test_share_card_falls_back_on_the_first_photo_of_the_text(client):
    photo = PhotoFactory()
    page = _page(client, _article(body=figure(photo)))

    assert f'property="og:image" content="http://testserver/media/photos/{photo.key[:2]}/{photo.key}-1600.jpg"' in page


def test_page_names_itself_and_its_twin_in_the_other_language(client):
    article = _article()
    page = client.get(f"/en{article.get_absolute_url()}?utm_source=x").content.decode()

    assert f'rel="canonical" href="http://testserver/en/articles/{article.pk}/"' in page
    assert f'hreflang="zh-Hans" href="http://testserver/articles/{article.pk}/"' in page


def test_english_page_marks_the_text_as_chinese(client):
    page = client.get(f"/en{_article().get_absolute_url()}").content.decode()

    assert '<html lang="en">' in page
    assert '<h1 lang="zh-Hans">' in page
    assert '<div class="prose" lang="zh-Hans">' in page


# --- a photo report ---


def test_report_numbers_its_photos_and_links_each_to_the_large_one(client):
    report = fill(1).reports[0]
    page = _page(client, report)

    for number, photo in enumerate(report.shown_photos, start=1):
        assert f'id="photo-{number}"' in page
        assert f'href="/media/photos/{photo.key[:2]}/{photo.key}-1600.jpg" data-photo' in page


def test_long_report_is_parted_into_pages(client):
    report = PhotoReportFactory(published=True)
    for position, photo in enumerate(PhotoFactory.create_batch(PHOTOS_PER_PAGE + 1)):
        report.report_photos.create(photo=photo, position=position)
    first, second = _page(client, report), _page(client, report, page=2)

    assert first.count("data-photo>") == PHOTOS_PER_PAGE
    assert f'id="photo-{PHOTOS_PER_PAGE + 1}"' in second
    assert second.count("data-photo>") == 1
    _page(client, report, status=404, page=3)


def test_report_without_any_photo_to_show_still_has_a_page(client):
    assert "<h1>" in _page(client, PhotoReportFactory(published=True))


def test_place_and_day_are_told_only_where_the_caption_does_not(client):
    report = PhotoReportFactory(published=True)
    taken = {"taken_on": date(2021, 5, 14), "place_name": "群丰镇"}
    report.report_photos.create(photo=PhotoFactory(caption="志愿者清淤。", **taken), position=1)
    report.report_photos.create(photo=PhotoFactory(caption="5月14日，群丰镇，志愿者清淤。", **taken), position=2)
    taken["taken_on"] = date(2021, 2, 14)
    report.report_photos.create(photo=PhotoFactory(caption="12月14日起，群丰镇清淤。", **taken), position=3)
    page = _page(client, report)

    assert (page.count("2021年5月14日 · 群丰镇"), page.count("2021年2月14日")) == (1, 1)


# --- lists ---


def test_channel_lists_its_own_articles(client):
    place, other = fill(1), fill(1)
    page = client.get(paths(place)["channel"]).content.decode()

    assert place.articles[0].get_absolute_url() in page
    assert other.articles[0].get_absolute_url() not in page


def test_organisation_lists_what_those_below_it_published(client):
    place = fill(1)
    page = client.get(paths(place)["organisation above"]).content.decode()

    assert place.articles[0].get_absolute_url() in page
    assert place.reports[0].get_absolute_url() in page


def test_author_page_shows_texts_and_photo_reports(client):
    place = fill(1)
    page = client.get(paths(place)["author"]).content.decode()

    assert place.articles[0].get_absolute_url() in page
    assert place.reports[0].get_absolute_url() in page


def test_timeline_tells_everything_newest_first_and_the_beginning_last(client):
    place = fill(1)
    ArticleFactory(published=True, topic=place.topic, title="较早的事", issued_on=date(2021, 4, 2))
    page = client.get(paths(place)["topic"]).content.decode()
    days = re.findall(r'<time datetime="([\d-]{10})"', page[page.index('class="timeline"') :])

    assert days == sorted(days, reverse=True)
    assert days[-1] == "2021-02-20"
    assert len(days) == 4


def test_archive_offers_only_months_with_something_in_them(client):
    for month in (3, 6):
        _article(published_at=datetime(2021, month, 10, tzinfo=UTC))
    PhotoReportFactory(published=True, published_at=datetime(2021, 4, 10, tzinfo=UTC))
    page = client.get("/archive/").content.decode()

    assert re.findall(r'href="(/archive/\d+/\d+/)"', page) == [
        "/archive/2021/3/",
        "/archive/2021/4/",
        "/archive/2021/6/",
    ]


def test_month_counts_its_days_by_the_site_clock(client):
    inside = _article(published_at=datetime(2021, 4, 30, 15, 59, tzinfo=UTC))  # 23:59 in Shanghai
    outside = _article(published_at=datetime(2021, 4, 30, 16, 0, tzinfo=UTC))
    page = client.get("/archive/2021/4/").content.decode()

    assert inside.get_absolute_url() in page
    assert outside.get_absolute_url() not in page


def test_list_offers_fifty_pages_and_then_points_to_the_archive(client, monkeypatch):
    monkeypatch.setattr("publishing.paging.CappedPaginator.max_pages", 2)
    monkeypatch.setattr("articles.views.lists.ArticleList.paginate_by", 2)
    ArticleFactory.create_batch(5, published=True)
    page = client.get("/articles/").content.decode()

    assert "?page=2" in page
    assert "?page=3" not in page
    assert "/archive/" in page[page.index("pagination") : page.index("<footer")]
    assert client.get("/articles/?page=3").status_code == 404


@pytest.mark.parametrize("path", ["/", "/articles/", "/photos/", "/archive/"])
def test_empty_site_says_so(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert b'class="empty"' in answer.content


# --- odd addresses ---

HUGE = "9" * 40


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/articles/0/", 404),
        (f"/articles/{HUGE}/", 404),
        (f"/articles/{'9' * 5000}/", 404),
        ("/articles/abc/", 404),
        ("/articles/-1/", 404),
        (f"/photos/{HUGE}/", 404),
        ("/articles/?page=abc", 404),
        ("/articles/?page=0", 404),
        ("/articles/?page=-1", 404),
        ("/articles/?page=", 200),
        ("/articles/?page=1", 200),
        ("/articles/?page=2", 404),
        (f"/articles/?page={HUGE}", 404),
        (f"/articles/?page={'9' * 5000}", 404),
        ("/articles/?page=1%00", 400),
        ("/articles/?page=1&page=%00&nonsense[]=<script>", 400),
        ("/channels/none/", 404),
        ("/channels/%00/", 404),
        ("/topics/none/", 404),
        ("/organisations/0/", 404),
        (f"/organisations/{HUGE}/", 404),
        (f"/organisations/{HUGE}/photos/", 404),
        ("/authors/nobody/", 404),
        ("/authors/%00/", 404),
        ("/authors/%ff%fe/", 404),
        (f"/authors/{'x' * 3000}/", 404),
        ("/authors/nobody/photos/", 404),
        ("/archive/0/1/", 404),
        ("/archive/2021/0/", 404),
        ("/archive/2021/13/", 404),
        ("/archive/9999/12/", 404),
        (f"/archive/{HUGE}/{HUGE}/", 404),
        ("/archive/2021/05/", 200),
        ("/archive/2021/5/?day=32", 404),
        ("/archive/2021/5/?day=%00", 400),
        ("/archive/2021/5/?day=3", 200),
        (f"/sitemap-articles.xml?p={HUGE}", 404),
        ("/sitemap-articles.xml?p=-1", 404),
        ("/sitemap-articles.xml?p=%00", 400),
        ("/sitemap-nothing.xml", 404),
        ("/feeds/channels/none.rss", 404),
        ("/feeds/articles.json", 404),
    ],
)
def test_odd_address_never_breaks(client, path, status):
    _article()

    assert client.get(path).status_code == status
