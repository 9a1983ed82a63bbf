"""What the check before publication finds in activities."""

import datetime

import pytest
from django.utils import timezone

from activities.kinds import Form
from activities.models import Leg, Speaker, StudySession
from activities.preflight import BLOCKING, Code
from publishing import actions
from publishing.errors import Refused
from publishing.models import Move
from publishing.preflight import Code as TextCode
from tests.factories import PhotoFactory, PlaceFactory, StudySessionFactory, VolunteerEventFactory
from tests.publishing.desk import signed_in, url

pytestmark = pytest.mark.django_db
SOUND = {"contact_name": "学习办", "contact_phone": "0731-28800000", "venue": "株洲站"}
HOUR = datetime.timedelta(hours=1)


def _codes(activity) -> set:
    return {finding.code for finding in activity.findings()}


def test_sound_activities_have_no_findings():
    assert _codes(StudySessionFactory(**SOUND)) == set()
    assert _codes(VolunteerEventFactory(**SOUND, takes_sign_ups=True)) == set()


FOUND = {
    Code.NO_CONTACT: lambda: StudySessionFactory(**SOUND | {"contact_phone": ""}),
    Code.NO_PLACE: lambda: StudySessionFactory(**SOUND | {"venue": ""}),
    Code.PAST_START: lambda: StudySessionFactory(**SOUND, starts_at=timezone.now() - HOUR),
    Code.SIGN_UP_OVER: lambda: StudySessionFactory(
        **SOUND, takes_sign_ups=True, sign_up_closes_at=timezone.now() - HOUR
    ),
    Code.NO_RISK_NOTICE: lambda: VolunteerEventFactory(**SOUND, takes_sign_ups=True, risk_notice=" "),
    Code.NO_INSURANCE: lambda: VolunteerEventFactory(**SOUND, is_hazardous=True),
    Code.NO_SOURCES: lambda: StudySessionFactory(**SOUND, form=Form.MEMORIAL),
}


@pytest.mark.parametrize("code", FOUND)
def test_what_is_missing_is_found(code):
    activity = FOUND[code]()
    (finding,) = activity.findings()
    assert (finding.code, finding.is_blocking) == (code, code in BLOCKING)
    assert finding.sentence == str(code.label)


def test_place_of_the_gazetteer_is_a_place():
    assert _codes(StudySessionFactory(**SOUND | {"venue": "", "place": PlaceFactory()})) == set()


def test_event_without_sign_up_needs_no_risk_notice():
    assert _codes(VolunteerEventFactory(**SOUND, risk_notice="")) == set()


def test_number_is_allowed_as_contact_and_nowhere_else():
    assert _codes(StudySessionFactory(**SOUND | {"contact_phone": "13812345678"})) == set()
    assert _codes(StudySessionFactory(**SOUND, details="联系 13812345678")) == {TextCode.PHONE}


def test_number_in_a_row_is_found_where_it_stands():
    session = StudySessionFactory(**SOUND)
    Leg.objects.create(activity=session, leader="刘阳13812345678")
    Speaker.objects.create(session=session, name="王老师")
    (finding,) = session.findings()
    assert (finding.code, finding.field, finding.is_blocking) == (TextCode.PHONE, "legs", True)


def test_cover_is_checked_like_any_photo():
    assert _codes(StudySessionFactory(**SOUND, cover=PhotoFactory(alt=""))) == {TextCode.NO_ALT}


def test_event_without_risk_notice_is_not_submitted(people):
    event = VolunteerEventFactory(
        **SOUND, organisation=people.alice.organisation, author=people.alice, takes_sign_ups=True, risk_notice=""
    )
    with pytest.raises(Refused) as refused:
        actions.submit(event, actor=people.alice)
    assert str(Code.NO_RISK_NOTICE.label) in refused.value.sentences


@pytest.fixture
def half_width(people):
    session = StudySessionFactory(
        **SOUND, details="八时集合,九时出发。", organisation=people.alice.organisation, author=people.alice
    )
    Leg.objects.create(activity=session, what="参观(炎陵县)红军标语博物馆")
    return session


def test_punctuation_is_repaired_in_fields_and_rows(client, people, half_width):
    page = signed_in(client, people.alice).get(url("submit", half_width, "activities_studysession"))
    assert page.context["repairable"] == 2
    client.post(page.context["repair_url"])
    session = StudySession.objects.get(pk=half_width.pk)
    assert session.details == "八时集合，九时出发。"
    assert session.legs.get().what == "参观（炎陵县）红军标语博物馆"
    assert _codes(session) == set()


def test_repair_of_rows_alone_by_another_hand_is_noted(client, people, half_width):
    StudySession.objects.filter(pk=half_width.pk).update(details="")
    signed_in(client, people.bob).post(url("repair", half_width, "activities_studysession"))
    assert [(move.act, move.actor) for move in Move.objects.of(half_width)] == [("edit", people.bob)]


def test_findings_lead_to_the_field(client, people, half_width):
    page = signed_in(client, people.alice).get(url("change", half_width, "activities_studysession"))
    assert f"{url('change', half_width, 'activities_studysession')}#id_details" in page.content.decode()
