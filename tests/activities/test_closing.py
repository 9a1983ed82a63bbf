"""Closing an occasion: the action and its page, corrections, what follows from it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.actions.closing import NotClosed, close_activity, counts_of_roster, reopen_activity
from activities.actions.roster import add_guest, fill_roster, mark
from activities.counting import Counts
from activities.models import Closing, ServiceRecord
from articles.models import ReportPhoto
from members.models import AuditEntry
from tests.activities.rosters import DAY, HOUR, at_once, filled, session_with, shift_with
from tests.factories import (
    ArticleFactory,
    MemberFactory,
    PhotoFactory,
    PhotoReportFactory,
    StudySessionFactory,
    VolunteerEventFactory,
)

pytestmark = pytest.mark.django_db

TOLD = {"headcount": 300, "is_approximate": True, "basis": "estimate", "headcount_of": "党员干部"}
WORDS = "党员干部300余名，16家企业代表24名"


@pytest.fixture
def session(town):
    return filled(town, "张伟", "王芳", "李娜")


@pytest.fixture
def event(town):
    return filled(town, "张伟", "王芳", "李娜", factory=VolunteerEventFactory)


def _url(activity, shift=None, page="close"):
    numbers = [activity.pk, shift.pk] if shift else [activity.pk]
    return reverse(f"admin:activities_{activity.leaf._meta.model_name}_{page}", args=numbers)


def _payload(**changes):
    facts = {
        "headcount": "300", "is_approximate": "on", "basis": "estimate", "headcount_of": "党员干部", "organisations": "16",
        "delegates": "24", "delegates_of": "企业", "minutes": "会议纪要", "report": "",
    }  # fmt: skip
    return {name: value for name, value in (facts | changes).items() if value is not None}


# --- the action
def test_close_keeps_the_counts_and_who(session, olive):
    closing, proposed = close_activity(
        session, actor=olive, organisations=16, delegates=24, delegates_of="企业", **TOLD
    )
    assert (closing.headcount, closing.closed_by, proposed) == (300, olive, 0)
    entry = AuditEntry.objects.get(action="activity.close")
    assert "headcount" in entry.fields and entry.organisation_id == session.organisation_id


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "headcount"),
        ({"headcount": 301, "is_approximate": True}, "headcount"),
        ({"headcount": 5, "organisations": 3, "delegates": 2}, "organisations"),
        ({"headcount": 2, "basis": "roster"}, "headcount"),
        ({"headcount": 3, "basis": "roster", "organisations": 1, "delegates": 1}, "organisations"),
        ({"headcount": 10, "is_approximate": True, "basis": "roster"}, "basis"),
    ],
)
def test_counts_that_cannot_be_are_refused(session, olive, facts, field):
    mark(session, marks=dict.fromkeys((1, 2, 3), "present"), actor=olive)
    with pytest.raises(NotClosed) as refused:
        close_activity(session, actor=olive, **facts)
    assert refused.value.field == field and not Closing.objects.exists()


def test_before_the_beginning_it_is_refused(town, olive):
    with pytest.raises(NotClosed):
        close_activity(StudySessionFactory(organisation=town), actor=olive, **TOLD)


def test_roster_counts_those_present_without_delegates(session, olive):
    mark(session, marks={1: "present", 2: "leave", 3: "observer"}, actor=olive)
    for name, firm in (("周敏", "湘江机械厂"), ("吴刚", "湘江机械厂"), ("郑华", "时代电气")):
        add_guest(session, name=name, unit_name=firm, is_delegate=True, actor=olive)
    assert counts_of_roster(session) == Counts(1, 2, 3, False)


def test_correction_needs_a_note_and_stays_in_the_log(session, olive):
    close_activity(session, actor=olive, **TOLD)
    with pytest.raises(NotClosed) as refused:
        close_activity(session, actor=olive, **TOLD | {"headcount": 280})
    assert refused.value.field == "note"
    close_activity(session, actor=olive, note="照片中清点", **TOLD | {"headcount": 280})
    assert Closing.objects.get().headcount == 280
    entry = AuditEntry.objects.filter(action="activity.close").latest("sequence")
    assert (entry.fields, entry.note) == (["headcount"], "照片中清点")


def test_closing_again_without_a_change_needs_no_note(session, olive):
    for _ in range(2):
        close_activity(session, actor=olive, **TOLD)
    assert AuditEntry.objects.filter(action="activity.close").count() == 1


def test_reopen_takes_the_counts_back(session, olive):
    close_activity(session, actor=olive, **TOLD)
    with pytest.raises(NotClosed):
        reopen_activity(session, actor=olive, note=" ")
    for _ in range(2):
        reopen_activity(session, actor=olive, note="关错了活动")
    assert not Closing.objects.exists()
    assert AuditEntry.objects.get(action="activity.reopen").note == "关错了活动"


def test_closing_an_event_proposes_records_of_those_present(event, olive):
    mark(event, marks={1: "present", 2: "present", 3: "absent"}, actor=olive)
    _closing, proposed = close_activity(event, actor=olive, headcount=2, basis="roster")
    assert proposed == ServiceRecord.objects.filter(state="pending").count() == 2


def test_shifts_are_closed_one_by_one(town, olive):
    shift = shift_with(town, "张伟")
    fill_roster(shift.event, shift, actor=olive)
    mark(shift.event, shift, marks={1: "present"}, actor=olive)
    _closing, proposed = close_activity(shift.event, shift, actor=olive, headcount=1, basis="roster")
    assert proposed == 1 and Closing.objects.get().shift == shift


@pytest.mark.django_db(transaction=True)
def test_two_closing_at_once_is_one_closing(town, olive):
    session = session_with(town)
    actors = [olive, MemberFactory(organisation=town)]

    def work(number):
        try:
            close_activity(session, actor=actors[number], headcount=number + 5, basis="heads")
        except NotClosed as refused:
            return refused.field
        return "closed"

    assert sorted(at_once(work, range(2))) == ["closed", "note"]
    assert Closing.objects.count() == 1


# --- the page
def test_page_is_prefilled_from_the_roster(desk, session, olive):
    mark(session, marks={1: "present", 2: "present"}, actor=olive)
    add_guest(session, name="周敏", unit_name="湘江机械厂", is_delegate=True, actor=olive)
    answer = desk.get(_url(session))
    initial = answer.context["form"].initial
    assert (initial["headcount"], initial["organisations"], initial["delegates"]) == (2, 1, 1)
    assert answer.context["unmarked"] == 1


def test_page_closes_and_offers_the_words(desk, session):
    assert desk.post(_url(session), _payload()).status_code == 302
    assert WORDS in desk.get(_url(session)).content.decode()


def test_page_says_how_many_records_and_when_they_are_due(desk, event, olive):
    mark(event, marks={1: "present"}, actor=olive)
    data = _payload(headcount="1", is_approximate=None, basis="roster", organisations="", delegates="")
    answer = desk.post(_url(event), data, follow=True)
    record = ServiceRecord.objects.get()
    said = " ".join(str(message) for message in answer.context["messages"])
    assert str(record.due_on.day) in said and "1" in said


@pytest.mark.parametrize(
    "changes",
    [
        {"headcount": "-1"}, {"headcount": "99999999999999999999"}, {"headcount": "x"}, {"headcount": "1001"},
        {"delegates": "3"}, {"basis": "rumour"}, {"headcount_of": "长" * 31}, {"headcount_of": "\0"},
        {"minutes": "长" * 5001}, {"report": "99999"}, {"report": "x"}, {"photos": ["1"]}, {"photos": ["x"]},
        {"headcount": "", "organisations": "", "delegates": "", "is_approximate": None},
    ],
)  # fmt: skip
def test_odd_input_is_told_and_kept(desk, session, changes):
    answer = desk.post(_url(session), _payload(**changes))
    assert answer.status_code == 200 and "errorlist" in answer.content.decode()
    assert "会议纪要" in answer.content.decode() or "minutes" in changes
    assert not Closing.objects.exists()


def test_correction_on_the_page(desk, session):
    desk.post(_url(session), _payload())
    assert desk.post(_url(session), _payload(headcount="280")).context["form"].errors["note"]
    assert desk.post(_url(session), _payload(headcount="280", note="清点")).status_code == 302
    assert Closing.objects.get().headcount == 280


def test_reopening_on_the_page(desk, session):
    desk.post(_url(session), _payload())
    desk.post(_url(session, page="close_reopen"), {"reopen-note": ""})
    assert Closing.objects.exists()
    desk.post(_url(session, page="close_reopen"), {"reopen-note": "关错\0了"})
    assert not Closing.objects.exists()


def test_before_the_beginning_the_page_says_so(desk, town):
    session = StudySessionFactory(organisation=town, published=True)
    assert desk.get(_url(session)).context["why_not"]
    assert desk.post(_url(session), _payload()).status_code == 200
    assert not Closing.objects.exists()


def test_minutes_and_names_stay_inside(client, desk, session):
    desk.post(_url(session), _payload())
    client.logout()
    text = client.get(session.get_absolute_url()).content.decode()
    assert "党员干部300余名" in text and "会议纪要" not in text and "张伟" not in text


# --- report and photos
@pytest.fixture
def report(session):
    report = PhotoReportFactory(organisation=session.organisation, published=True, intro="党员干部300余名乘车学习。")
    for position in range(2):
        photo = PhotoFactory(organisation=session.organisation, caption=f"第{position + 1}张，280名党员干部")
        ReportPhoto.objects.create(report=report, photo=photo, position=position)
    return report


def test_photos_of_a_report_are_offered_without_saving(desk, session, report):
    answer = desk.post(_url(session), _payload(report=str(report.pk), headcount="77") | {"photos_of": "1"})
    assert [photo for photo, _chosen in answer.context["form"].choices] == list(report.photos.order_by("pk"))
    assert 'value="77"' in answer.content.decode() and not Closing.objects.exists()


def test_photos_are_chosen_and_the_report_is_linked(desk, session, report):
    photo = report.photos.first()
    desk.post(_url(session), _payload(report=str(report.pk), photos=[str(photo.pk)]))
    closing = Closing.objects.get()
    report.refresh_from_db()
    assert list(closing.photos.all()) == [photo] and report.activity_id == session.pk


def test_photos_of_an_unpublished_report_are_not_public(client, desk, session, report):
    photo = report.photos.first()
    desk.post(_url(session), _payload(report=str(report.pk), photos=[str(photo.pk)]))
    assert photo.caption in client.get(session.get_absolute_url()).content.decode()
    type(report).objects.filter(pk=report.pk).update(state="draft")
    assert photo.caption not in client.get(session.get_absolute_url()).content.decode()


def test_reports_and_photos_of_others_are_refused(desk, session, report, harbour):
    foreign = PhotoReportFactory(organisation=harbour, published=True)
    answer = desk.post(_url(session), _payload(report=str(foreign.pk)))
    assert answer.context["form"].errors["report"]
    other = PhotoFactory(organisation=harbour)
    answer = desk.post(_url(session), _payload(report=str(report.pk), photos=[str(other.pk)]))
    assert answer.context["form"].errors["photos"] and not Closing.objects.exists()


# --- other counts
def test_texts_that_give_other_counts_are_shown_and_found(desk, session, report):
    article = ArticleFactory(
        organisation=session.organisation, lead="党员干部310名参加。", body="<p>16家企业代表24名。</p>"
    )
    session.articles.add(article)
    desk.post(_url(session), _payload(report=str(report.pk)))
    mentions = desk.get(_url(session)).context["mentions"]
    assert [mention.words for mention in mentions] == [["280名党员干部"]] * 2 + [["党员干部310名"]]
    report.refresh_from_db()
    codes = [(finding.code.value, finding.photo_id is not None) for finding in report.findings()]
    assert codes.count(("other_count", True)) == 2
    assert [finding.field for finding in article.findings() if finding.code == "other_count"] == ["lead"]


def test_texts_about_what_is_not_closed_are_not_judged(session, report):
    report.activity = session.activity_ptr
    assert "other_count" not in [finding.code for finding in report.findings()]


def test_an_hour_after_the_beginning_it_can_be_closed(desk, town):
    now = timezone.now()
    session = StudySessionFactory(organisation=town, published=True, starts_at=now - HOUR, ends_at=now + HOUR)
    assert desk.get(_url(session)).context["why_not"] is None


def test_event_that_comes_again_leads_to_its_evenings(desk, town):
    shift = shift_with(town, "张伟")
    assert desk.get(_url(shift.event)).url == _url(shift.event, page="roster")
    assert desk.get(_url(shift.event, shift)).status_code == 200


# --- the desk
def _card(client):
    return next(card for card in client.get("/admin/").context["cards"] if card.key.startswith("closing"))


def test_desk_counts_lines_that_nobody_marked(desk, session, olive):
    mark(session, marks={1: "present"}, actor=olive)
    card = _card(desk)
    assert (card.count, card.is_urgent) == (1, False)
    assert card.items[0].url == _url(session, page="roster") and "2" in card.items[0].note


def test_desk_is_urgent_after_two_days(desk, town):
    begins = timezone.now() - 3 * DAY
    session = session_with(town, starts_at=begins, ends_at=begins + HOUR)
    assert _card(desk).is_urgent
    close_activity(session, actor=session.author, headcount=3, basis="heads")
    assert (_card(desk).count, _card(desk).is_urgent) == (0, False)
