"""Activities on pages of other floors: home, topics, organisations, articles, photo reports, feeds, the sitemap."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.kinds import Form
from activities.models import Activity, Shift
from activities.public.coming import LINES, coming
from publishing.states import Audience
from tests.activities.joining import join, open_session
from tests.factories import (
    ArticleFactory,
    PhotoReportFactory,
    StudySessionFactory,
    TopicFactory,
    VolunteerEventFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def _get(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def _titles(**kept) -> list[str]:
    return [line.title for line in coming(timezone.now(), **kept)]


def _rota(town, **fields):
    start = timezone.now() - 9 * DAY
    return VolunteerEventFactory(
        organisation=town, published=True, form=Form.PATROL, title="夜间巡逻", starts_at=start, ends_at=start + 60 * DAY,
        weekdays="1234567", shift_from=datetime.time(19, 30), shift_until=datetime.time(21), **fields,
    )  # fmt: skip


def _shift(event, days: int, state=Shift.State.PLANNED) -> Shift:
    at = timezone.now() + days * DAY
    return Shift.objects.create(
        event=event, date=timezone.localdate(at), starts_at=at, ends_at=at + DAY / 12, state=state
    )


# --- what comes next ---
def test_coming_is_soonest_first_and_short(town):
    for days in range(LINES + 3, 0, -1):
        StudySessionFactory(published=True, title=f"{days}天后", starts_at=timezone.now() + days * DAY)
    assert _titles() == [f"{days}天后" for days in range(1, LINES + 1)]


def test_coming_shows_a_rota_once_with_its_next_evening(town):
    rota = _rota(town)
    _shift(rota, -1), _shift(rota, 1, Shift.State.CANCELLED), _shift(rota, 3)
    following = _shift(rota, 2)
    (line,) = coming(timezone.now())
    assert (line.title, line.date, line.section) == ("夜间巡逻", following.starts_at, "service")


def test_coming_leaves_out_what_is_over_and_what_strangers_do_not_see(town):
    now = timezone.now()
    StudySessionFactory(published=True, starts_at=now - DAY / 6, ends_at=now - DAY / 12)
    StudySessionFactory(published=True, audience=Audience.MEMBERS)
    StudySessionFactory()
    under_way = StudySessionFactory(published=True, starts_at=now - DAY / 12, ends_at=now + DAY / 12)
    assert _titles() == [under_way.title]


def test_line_says_how_many_seats_are_left(town):
    session = open_session(town, seats=2)
    join(session)
    (line,) = coming(timezone.now())
    assert "1" in line.tag


def test_home_leads_to_what_comes(client, town):
    session = StudySessionFactory(published=True, title="屋场夜话")
    assert f'href="{session.get_absolute_url()}"' in _get(client, "/")


# --- the list beside ---
def test_list_keeps_what_is_under_way_beside_what_comes(client, town):
    _rota(town)
    page = _get(client, "/activities/")
    assert "夜间巡逻" in page[page.index('id="under-way"') :]
    assert 'class="agenda activities"' not in page


@pytest.mark.parametrize("query", ["past=1", "kind=study", "form=lecture", "from=2100-01-01"])
def test_what_is_under_way_follows_the_filters(client, town, query):
    _rota(town)
    assert 'id="under-way"' not in _get(client, f"/activities/?{query}")


def test_long_is_derived_whenever_an_activity_is_saved(town):
    session = StudySessionFactory(organisation=town)
    session.ends_at = session.starts_at + 3 * DAY
    session.save(update_fields=["ends_at"])
    assert Activity.objects.get(pk=session.pk).is_long


# --- texts and topics ---
def test_article_and_activity_lead_to_each_other(client, town):
    session, draft = StudySessionFactory(published=True, organisation=town), StudySessionFactory(title="内部")
    article = ArticleFactory(published=True)
    for activity in (session, draft):
        activity.articles.add(article)
    page = _get(client, article.get_absolute_url())
    assert session.get_absolute_url() in page
    assert "内部" not in page
    assert article.get_absolute_url() in _get(client, session.get_absolute_url())


@pytest.mark.parametrize("published", [True, False])
def test_photo_report_leads_to_its_activity_when_readers_may_see_it(client, town, published):
    session = StudySessionFactory(organisation=town, published=published)
    report = PhotoReportFactory(published=True, activity=session.activity_ptr)
    assert (session.get_absolute_url() in _get(client, report.get_absolute_url())) == published


def test_topic_tells_activities_among_its_texts(client, town):
    topic = TopicFactory()
    day = timezone.now() - 9 * DAY
    ArticleFactory(published=True, title="之后的侧记", topic=topic, published_at=day + 2 * DAY)
    StudySessionFactory(published=True, title="当天的课", topic=topic, starts_at=day, ends_at=day + DAY / 12)
    ArticleFactory(published=True, title="之前的通知", topic=topic, published_at=day - 2 * DAY)
    StudySessionFactory(title="内部", topic=topic)
    page = _get(client, topic.get_absolute_url())
    assert page.index("之后的侧记") < page.index("当天的课") < page.index("之前的通知")
    assert "内部" not in page


def test_organisation_leads_to_its_activities(client, town):
    assert f"/activities/?organisation={town.pk}" in _get(client, f"/organisations/{town.pk}/")


# --- machines ---
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feed_tells_what_was_announced_last(client, town, format):
    session = StudySessionFactory(published=True, title="学习 <一> & 二", summary="<b>")
    text = _get(client, f"/feeds/activities.{format}")
    assert session.get_absolute_url() in text
    assert "学习 &lt;一&gt; &amp; 二" in text


def test_sitemap_holds_activities(client, town):
    session = StudySessionFactory(published=True)
    assert f"<loc>http://testserver{session.get_absolute_url()}</loc>" in _get(client, "/sitemap-activities.xml")


# --- choosing one in the admin ---
def test_report_may_show_what_its_unit_or_everybody_sees(client, people, town):
    mine, foreign = StudySessionFactory(organisation=town, title="本单位草稿"), StudySessionFactory(title="外单位草稿")
    public = StudySessionFactory(published=True, title="外单位公开")
    client.force_login(people.alice)
    query = {"app_label": "articles", "model_name": "photoreport", "field_name": "activity", "term": "单位"}
    found = {row["id"] for row in client.get("/admin/autocomplete/", query).json()["results"]}
    assert found == {str(mine.pk), str(public.pk)}
    assert str(foreign.pk) not in found


# --- members only ---
def test_activity_for_members_has_a_page_for_them_alone(client, people, town):
    session = StudySessionFactory(published=True, organisation=town, title="内部学习", audience=Audience.MEMBERS)
    path = f"/me/activities/{session.pk}/"
    assert client.get(path).status_code == 302
    client.force_login(people.charlie)
    assert session.page_url == path
    answer = client.get(path)
    assert "内部学习" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert path in _get(client, "/me/")


def test_page_that_is_not_kept_costs_no_more_than_six_queries(client, town):
    session = open_session(town, seats=9, quotas={town.pk: 3}, topic=TopicFactory(), form=Form.TRAIN_CLASS)
    session.legs.create(what="现场教学")
    session.groups.create(name="1号车厢")
    session.speakers.create(name="张老")
    session.materials.create(title="简史", source="人民出版社")
    Activity.objects.update(pieces_key="")
    with CaptureQueriesContext(connection) as captured:
        page = _get(client, session.get_absolute_url())
    assert all(words in page for words in ("现场教学", "1号车厢", "张老", "人民出版社"))
    assert len(captured) <= 6, [query["sql"][:90] for query in captured]
