"""The public pages of activities: what they show, what they cost, and what they keep to themselves."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.actions.participants import participant_without_account
from activities.actions.sign_ups import sign_up
from activities.models import Closing
from publishing import actions as publishing
from publishing import pieces
from publishing.states import Audience
from tests.activities.joining import join, open_session
from tests.factories import (
    ArticleFactory,
    OrganisationFactory,
    PhotoReportFactory,
    PlaceFactory,
    StudySessionFactory,
    VolunteerEventFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/activities/"
DAY = datetime.timedelta(days=1)
MOST_QUERIES = 6


def _get(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


def _past(factory=StudySessionFactory, days=9, **fields):
    start = timezone.now() - days * DAY
    return factory(published=True, starts_at=start, ends_at=start + DAY / 8, **fields)


def _hidden(organisation):
    """One of each state that strangers must not see, all with a word of their own."""
    ahead = timezone.now() + DAY
    return [
        StudySessionFactory(organisation=organisation, title="内部-草稿"),
        StudySessionFactory(organisation=organisation, title="内部-定时", published=True, published_at=ahead),
        StudySessionFactory(organisation=organisation, title="内部-成员", published=True, audience=Audience.MEMBERS),
        StudySessionFactory(
            organisation=organisation, title="内部-撤回", withdrawn=True, published_at=timezone.now() - DAY
        ),
    ]


# --- the list ---
def test_list_shows_what_comes_soonest_first_and_past_ones_behind_a_link(client, town):
    later = StudySessionFactory(published=True, title="稍后的宣讲", starts_at=timezone.now() + 9 * DAY)
    sooner = StudySessionFactory(published=True, title="最近的宣讲", starts_at=timezone.now() + 2 * DAY)
    over = _past(title="过去的宣讲")
    page = _get(client, LIST)
    assert page.index(sooner.title) < page.index(later.title)
    assert over.title not in page
    assert over.title in _get(client, LIST, past="1")


@pytest.mark.parametrize(
    "path",
    [LIST, "/activities/month/", "/activities/calendar.ics", "/feeds/activities.rss", "/", "/sitemap-activities.xml"],
)
def test_strangers_find_nothing_hidden(client, town, path):
    hidden = _hidden(town)
    page = client.get(path).content.decode()
    assert "内部" not in page
    assert not any(f"/activities/{item.pk}/" in page for item in hidden)


def test_filters_narrow_the_list(client, town):
    village = OrganisationFactory(parent=town)
    wanted = VolunteerEventFactory(published=True, title="清理沿江路", organisation=village)
    StudySessionFactory(published=True, title="列车上的课")
    for query in ({"kind": "service"}, {"form": "clean_up"}, {"organisation": town.pk}):
        page = _get(client, LIST, **query)
        assert wanted.title in page
        assert "列车上的课" not in page


def test_filter_for_free_seats_leaves_full_ones_out(client, town):
    full, free = open_session(town, seats=1, title="满员的活动"), open_session(town, seats=2, title="有空位的活动")
    join(full), join(free)
    page = _get(client, LIST, free="1")
    assert free.title in page
    assert full.title not in page
    assert page.count('class="seats"') == 1


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "x"}, {"form": "; drop"}, {"organisation": "9" * 30}, {"organisation": "-1"}, {"from": "0000-13-45"},
        {"to": "9999-99-99"}, {"time": "never"}, {"page": "0"}, {"page": "x"}, {"from": "２０２６-01-01"},
    ],
)  # fmt: skip
def test_odd_filters_are_left_out(client, query):
    response = client.get(LIST, query)
    assert response.status_code == (404 if "page" in query else 200)


# --- one activity ---
def test_page_tells_what_when_where_whom_to_ring_and_what_to_bring(client, town):
    session = open_session(
        town, seats=330, title="第二次专题学习", place=PlaceFactory(name="醴陵站"), venue="一站台", directions="乘12路到火车站",
        bring="身份证", contact_name="区委宣传部", contact_phone="0731-28880000",
    )  # fmt: skip
    session.legs.create(
        starts=datetime.time(8), transport="train", line="醴茶铁路", start="醴陵", stop="茶陵", what="车厢课堂"
    )
    session.materials.create(title="湘赣边区史话", source="湖南人民出版社", position=1)
    session.speakers.create(name="张老", subject="茶陵的故事")
    pieces.refresh(session)
    page = _get(client, session.get_absolute_url())
    for words in (
        "第二次专题学习",
        "醴陵站 一站台",
        "12路",
        "身份证",
        "0731-28880000",
        "醴茶铁路",
        "湘赣边区史话",
        "张老",
        "330",
    ):
        assert words in page
    assert '"@type":"Event"' in page


def test_page_is_the_same_for_a_stranger_and_somebody_who_is_in(client, town, people):
    session = open_session(town, seats=9)
    join(session, people.charlie)
    as_stranger = client.get(session.get_absolute_url())
    client.force_login(people.charlie)
    as_member = client.get(session.get_absolute_url())
    assert as_member.content == as_stranger.content
    assert not as_member.cookies


def test_page_holds_nobody_who_signed_up(client, town):
    session = open_session(town, seats=9)
    sign_up(session, participant_without_account(name="林秘密", phone="13857315731"), by_staff=True)
    for path in (
        session.get_absolute_url(),
        LIST,
        f"/activities/{session.pk}.ics",
        f"/activities/{session.pk}/poster/",
    ):
        page = client.get(path).content.decode()
        assert "林秘密" not in page
        assert "5731" not in page


def test_withdrawn_activity_says_so_and_cancels_its_entry(client, town, people):
    session = open_session(town)
    publishing.withdraw(session, actor=people.dave, reason="台风红色预警")
    answer = client.get(session.get_absolute_url())
    assert answer.status_code == 410
    assert "台风红色预警" in answer.content.decode()
    assert "STATUS:CANCELLED" in _get(client, f"/activities/{session.pk}.ics")
    assert client.get(f"/activities/{session.pk}/poster/").status_code == 404


def test_counts_of_the_closing_stand_on_the_page(client, town, people):
    session = _past(organisation=town)
    Closing.objects.create(
        activity=session.activity_ptr, headcount=300, is_approximate=True, headcount_of="党员干部", organisations=16,
        delegates=24, delegates_of="企业", closed_by=people.alice, minutes="会议纪要内部",
    )  # fmt: skip
    page = _get(client, session.get_absolute_url())
    assert "党员干部300余名" in page
    assert "16家企业代表24名" in page
    assert "会议纪要" not in page


def test_related_texts_and_what_comes_next_are_linked(client, town):
    session = open_session(town)
    article, draft = ArticleFactory(published=True, title="侧记"), ArticleFactory(title="内部-侧记")
    session.articles.set([article, draft])
    report = PhotoReportFactory(published=True, title="镜头里", activity=session.activity_ptr)
    following = StudySessionFactory(published=True, organisation=town, title="下一次学习")
    page = _get(client, session.get_absolute_url())
    for item in (article, report, following):
        assert item.title in page
    assert "内部" not in page


def test_english_page_has_english_labels(client, town):
    session = open_session(town, venue="礼堂")
    pieces.refresh(session)
    page = _get(client, f"/en{session.get_absolute_url()}")
    assert "Where" in page
    assert "Organiser" in page


# --- the code ---


def test_code_holds_the_address_of_the_page(client, town):
    session = open_session(town)
    answer = client.get(f"/activities/{session.pk}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<script" not in answer.content
    assert b"style=" not in answer.content


# --- what they cost ---
def _queries(client, path) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_cost_the_same_with_many_as_with_few(client, town, people, prefix):
    def more(number):
        for _each in range(number):
            session = open_session(town, seats=3)
            join(session)
            pieces.refresh(session)
        return session

    first = more(2)
    over = _past(organisation=town)
    pieces.refresh(over)
    Closing.objects.create(activity=over.activity_ptr, headcount=3, closed_by=people.alice)
    paths = [LIST, "/activities/month/", first.get_absolute_url(), over.get_absolute_url(), "/activities/calendar.ics"]
    few = [_queries(client, prefix + path) for path in paths]
    more(25)
    many = [_queries(client, prefix + path) for path in paths]
    assert max(many) <= MOST_QUERIES, dict(zip(paths, many, strict=True))
    assert all(now <= before for now, before in zip(many, few, strict=True)), (few, many)


def test_addresses_are_where_the_design_says():
    assert reverse("activities:list") == LIST
    assert reverse("activities:entry", args=[5]) == "/activities/5.ics"
    assert reverse("activities:calendar") == "/activities/calendar.ics"
