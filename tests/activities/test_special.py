from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from activities.actions import contest_result as results
from activities.kinds import Basis, Form
from activities.models import Attendance, Closing, Speaker
from activities.preflight import activity_findings
from activities.public.special import shown_speaker, special_facts
from activities.public.special_now import contest_part, special_now, units_present
from activities.special import SpecialCode, may_show
from articles.actions.photo_visibility import withdraw_consent
from articles.models import ReportPhoto
from members.models import Place
from publishing import pieces
from publishing.models import Consent
from tests.activities.contests import NAMES, contest, drawn, published, scored, submitted
from tests.factories import ParticipantFactory, PhotoFactory, PhotoReportFactory, PlaceFactory, StudySessionFactory

VARIANT = "罗学瓌"


def _codes(session) -> set[str]:
    return {finding.code for finding in activity_findings(session) if finding.code in SpecialCode}


@pytest.fixture
def make(town, people):
    return lambda form, **fields: StudySessionFactory(organisation=town, author=people.alice, form=form, **fields)


# --- memorial
def test_memorial_keeps_variant_characters_and_names_its_sources(make):
    memorial = make(Form.MEMORIAL, title=f"祭罗哲、{VARIANT}英烈", fact_sources=f"《{VARIANT}烈士传略》\n\n区史志办")
    memorial.refresh_from_db()
    assert VARIANT in memorial.title
    assert special_facts(memorial)["sources"] == [f"《{VARIANT}烈士传略》", "区史志办"]
    assert VARIANT in render_to_string("activities/_special_facts.html", {"facts": special_facts(memorial)})


def test_memorial_without_sources_is_not_submitted(make):
    blocking = {finding.code for finding in activity_findings(make(Form.MEMORIAL)) if finding.is_blocking}
    assert "no_sources" in blocking


@pytest.mark.parametrize(("form", "is_calm"), [(Form.MEMORIAL, True), (Form.LECTURE, False)])
def test_memorial_has_a_calm_page(client, make, form, is_calm):
    page = client.get(make(form, published=True).get_absolute_url()).content.decode()
    assert ('class="article activity calm"' in page) == is_calm


# --- courtyard
@pytest.fixture
def village(db):
    return PlaceFactory(name="伞铺村", kind=Place.Kind.COMMUNITY)


def test_courtyard_of_a_village_has_no_findings(make, village):
    assert _codes(make(Form.COURTYARD, place=village, details="退伍老兵为村民讲亲身经历。")) == set()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"details": "在李建国家前坪举行。"}, SpecialCode.HOUSEHOLD),
        ({"venue": "伞铺村12号"}, SpecialCode.HOUSEHOLD),
        ({"directions": "王大爷家门前下车"}, SpecialCode.HOUSEHOLD),
        ({"theme": "听户主李建国讲家史"}, SpecialCode.HOUSEHOLD),
        ({"venue": "陈家屋场"}, SpecialCode.HAMLET),
    ],
)
def test_courtyard_never_names_the_yards_owner(make, village, fields, code):
    assert _codes(make(Form.COURTYARD, place=village, **fields)) == {code}


def test_courtyard_is_published_by_village(make):
    assert _codes(make(Form.COURTYARD)) == {SpecialCode.NO_VILLAGE}
    assert _codes(make(Form.COURTYARD, place=PlaceFactory(kind=Place.Kind.GROUP))) == {SpecialCode.TOO_NEAR}


def test_household_in_a_row_is_found(make, village):
    session = make(Form.COURTYARD, place=village)
    session.legs.create(stop="周老汉家")
    found = [finding for finding in activity_findings(session) if finding.code == SpecialCode.HOUSEHOLD]
    assert [(finding.field, finding.is_blocking) for finding in found] == [("legs", True)]


def test_other_kinds_may_name_homes(make, village):
    assert _codes(make(Form.LECTURE, venue="李建国家前坪")) == set()


# --- children
def test_childs_name_is_found_unless_guardians_agreed(make):
    named = {"details": "三年级2班李明朗诵。"}
    assert _codes(make(Form.CHILDREN, **named)) == {SpecialCode.CHILD_NAMED}
    assert _codes(make(Form.LECTURE, basis=Basis.CHILD, **named)) == {SpecialCode.CHILD_NAMED}
    assert _codes(make(Form.CHILDREN, shows_people=True, **named)) == set()


def test_picture_of_children_needs_consent_or_no_face(make, town):
    today = timezone.localdate()
    consent = Consent.objects.create(organisation=town, label="甲", who="乙", purpose="图片", given_on=today)
    expired = Consent.objects.create(
        organisation=town, label="丙", who="丁", purpose="图片", given_on=date(2021, 1, 1), valid_until=today - timedelta(1)
    )  # fmt: skip
    allowed = [PhotoFactory(organisation=town, shows_no_face=True), PhotoFactory(organisation=town, consent=consent)]
    refused = [PhotoFactory(organisation=town), PhotoFactory(organisation=town, consent=expired)]
    children = make(Form.CHILDREN)
    for photo in allowed + refused:
        children.cover = photo
        assert (SpecialCode.CHILD_SHOWN in _codes(children)) == (photo in refused)
    assert [photo for photo in allowed + refused if may_show(children, photo, today)] == allowed
    assert all(may_show(make(Form.LECTURE), photo, today) for photo in refused)


def test_picture_whose_consent_is_withdrawn_leaves_the_page_at_once(make, town, people):
    consent = Consent.objects.create(
        organisation=town, label="甲", who="乙", purpose="图片", given_on=timezone.localdate()
    )
    photo = PhotoFactory(organisation=town, consent=consent, credit="通讯员 林晓/摄")
    children = make(Form.CHILDREN, published=True, cover=photo)
    pieces.refresh(children)
    children.refresh_from_db()
    assert photo.key in children.page_html
    withdraw_consent(consent, actor=people.dana)
    children.refresh_from_db()
    assert photo.key not in children.page_html + children.head_html + children.card_html


def test_pictures_of_a_closing_are_shown_without_faces(client, make, town, people):
    ended = timezone.now() - timedelta(days=1)
    children = make(Form.CHILDREN, published=True, starts_at=ended - timedelta(hours=2), ends_at=ended)
    closing = Closing.objects.create(activity=children, closed_by=people.alice, headcount=3)
    hidden, shown = PhotoFactory(organisation=town), PhotoFactory(organisation=town, shows_no_face=True)
    closing.photos.set([hidden, shown])
    closing.report = PhotoReportFactory(organisation=town, published=True)
    closing.save()
    for photo in (hidden, shown):
        ReportPhoto.objects.create(report=closing.report, photo=photo)
    page = client.get(children.get_absolute_url()).content.decode()
    assert (shown.key in page, hidden.key in page) == (True, False)


@pytest.mark.parametrize(
    ("name", "unit", "shown"),
    [("李明明", "三年级2班", "李某某"), ("王老师", "新龙村小学", "王老师"), ("陈建国", "区退役军人宣讲团", "陈建国"), ("周强", "新龙村小学教师", "周强")],
)  # fmt: skip
def test_child_who_speaks_is_masked(make, name, unit, shown):
    children = make(Form.CHILDREN)
    assert shown_speaker(children, Speaker(name=name, unit=unit)).name == shown


def test_children_page_says_that_nobody_is_shown(make):
    pages = [
        render_to_string("activities/_special_facts.html", {"facts": special_facts(make(form))})
        for form in (Form.CHILDREN, Form.LECTURE)
    ]
    assert [bool(page.strip()) for page in pages] == [True, False]


def test_report_of_children_is_checked_like_their_page(make, town):
    named = PhotoFactory(organisation=town, shows_no_face=True, caption="三年级2班李明朗诵。")
    face = PhotoFactory(organisation=town)
    report = PhotoReportFactory(organisation=town, activity=make(Form.CHILDREN), intro="小朋友王小雨唱歌。")
    for photo in (named, face):
        ReportPhoto.objects.create(report=report, photo=photo)
    found = [finding for finding in report.findings() if finding.code in SpecialCode]
    assert {(finding.code, finding.photo_id, finding.is_blocking) for finding in found} == {
        (SpecialCode.CHILD_NAMED, None, True), (SpecialCode.CHILD_NAMED, named.pk, True), (SpecialCode.CHILD_SHOWN, face.pk, True),
    }  # fmt: skip


def test_report_of_another_kind_is_not_asked(make, town):
    report = PhotoReportFactory(organisation=town, activity=make(Form.LECTURE), intro="小朋友王小雨唱歌。")
    assert [finding for finding in report.findings() if finding.code in SpecialCode] == []


# --- discussion
@pytest.fixture
def forum(make, people):
    forum = make(Form.FORUM)
    for code, (name, unit) in enumerate((("林晓甲", "湘社区"), ("周志明", "湘社区"), ("何某", "")), start=1):
        Attendance.objects.create(
            activity=forum, participant=ParticipantFactory(name=name, organisation=forum.organisation), row_code=code,
            state=Attendance.State.PRESENT, unit_name=unit,
        )  # fmt: skip
    absent = ParticipantFactory(name="缺席者")
    Attendance.objects.create(
        activity=forum, participant=absent, row_code=9, state=Attendance.State.ABSENT, unit_name="缺席单位"
    )
    return forum


def test_discussion_shows_units_once_it_is_closed(forum, people):
    assert units_present(forum) == []
    Closing.objects.create(activity=forum, closed_by=people.alice, headcount=3)
    assert units_present(forum) == ["湘社区", forum.organisation.name]
    page = render_to_string("activities/_special_now.html", {"special": special_now(forum)})
    assert "湘社区" in page
    assert not any(name in page for name in ("林晓甲", "周志明", "何某", "缺席"))


def test_discussion_lists_no_names(make):
    assert _codes(make(Form.FORUM, details="参会人员：李明、王强。")) == {SpecialCode.NAMES_LISTED}
    assert shown_speaker(make(Form.FORUM), Speaker(name="李明", unit="湘社区")).name == ""


# --- contest
def _page(made) -> str:
    return render_to_string("activities/_special_now.html", {"special": special_now(made.session)})


def test_nothing_of_a_contest_is_public_before_the_draw(people):
    made = contest(people.alice)
    assert contest_part(made.session) is None
    assert not any(name in _page(made) for name in NAMES)


def test_drawn_order_is_public_and_scores_are_not(people):
    for made in (scored(people.alice), submitted(people.alice)):
        page = _page(made)
        assert all(name in page for name in NAMES[:3])
        assert not any(secret in page for secret in ("93.00", "95.00", "评委", "家坪社区</td>"))


def test_who_goes_on_is_not_public_before_approval(people):
    from activities.actions.contest import send_on
    from tests.activities.contests import score

    made = contest(people.alice, entrants=3, judges=1, stages=(("初赛", 1), ("决赛", None)))
    score(drawn(made, people.alice), people.alice, [[95], [90], [80]])
    before = _page(made)
    send_on(made.stages.get(position=1), actor=people.alice)
    drawn(made, people.alice, position=2)
    assert _page(made) == before


def test_approved_result_is_public_as_it_was_approved(people):
    made = published(people.alice, people.dave)
    made.entrants.update(name="改名")
    page = _page(made)
    assert all(words in page for words in (*NAMES[:3], "93.00", "20210701"))
    assert "改名" not in page
    assert "评委1" not in page


def test_result_taken_back_leaves_the_page_and_its_note_stays(people):
    made = results.take_back_result(
        published(people.alice, people.dave), note="计分有误，正在核对。", actor=people.dave
    )
    page = _page(made)
    assert "计分有误，正在核对。" in page
    assert "93.00" not in page


def test_children_of_a_contest_are_numbers(people):
    for made in (published(people.alice, people.dave, basis=Basis.CHILD), scored(people.alice, basis=Basis.CHILD)):
        page = _page(made)
        assert not any(name in page for name in NAMES)
        assert "家坪社区" in page


def test_special_part_costs_at_most_two_queries(people, django_assert_num_queries):
    waiting, done = scored(people.alice).session, published(people.alice, people.dave).session
    with django_assert_num_queries(2):
        special_now(waiting)
    with django_assert_num_queries(1):
        special_now(done)
    with django_assert_num_queries(0):
        special_now(StudySessionFactory.build(organisation=None, author=None, form=Form.LECTURE))
