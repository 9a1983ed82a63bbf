"""What is reviewed and hashed of an activity, and how it reads on review sheets."""

import datetime

import pytest

from activities.content import weekdays_in_words
from activities.kinds import Form
from activities.models import Activity, Group, Leg, Material, SeatPool, Speaker
from publishing import actions
from tests.factories import OrganisationFactory, StudySessionFactory, VolunteerEventFactory
from tests.publishing.desk import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def train_class(people):
    session = StudySessionFactory(
        form=Form.TRAIN_CLASS,
        organisation=people.alice.organisation,
        author=people.alice,
        takes_sign_ups=True,
        seats=461,
    )
    times = {"starts": datetime.time(8), "ends": datetime.time(10, 30)}
    Leg.objects.create(
        activity=session, transport="train", line="醴茶铁路", start="株洲", stop="茶陵", leader="刘阳", **times
    )
    Group.objects.create(activity=session, kind="carriage", name="3号车厢", seats=118, leader="张老师")
    Speaker.objects.create(session=session, name="王老师", unit="党校", subject="井冈山精神")
    Material.objects.create(session=session, title="论中国共产党历史", source="中央文献出版社")
    SeatPool.objects.create(activity=session, seats=161)
    SeatPool.objects.create(activity=session, organisation=OrganisationFactory(name="湘社区"), seats=300)
    return session


CHANGES = {
    "leg": lambda session: session.legs.update(stop="炎陵"),
    "group": lambda session: session.groups.update(leader="余老师"),
    "quota": lambda session: session.pools.exclude(organisation=None).update(seats=200),
    "speaker": lambda session: session.speakers.update(subject="半条被子"),
    "material": lambda session: session.materials.update(title="毛泽东选集"),
    "theme": lambda session: _set(session, theme="不忘初心"),
    "sources": lambda session: _set(session, fact_sources="县志"),
    "directions": lambda session: _set(session, directions="株洲站进站口集合"),
    "end": lambda session: _set(session, ends_at=session.ends_at + datetime.timedelta(hours=1)),
    "form": lambda session: _set(session, form=Form.TRIP),
}


def _set(session, **values):
    type(session).objects.filter(pk=session.pk).update(**values)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_everything_that_readers_see_is_part_of_the_text(train_class, change):
    before = train_class.content_hash()
    change(train_class)
    assert type(train_class).objects.get(pk=train_class.pk).content_hash() != before


SERVICE_CHANGES = {
    "tasks": "清淤", "meeting_point": "湘社区门口", "skills": "会开车", "risk_notice": "路滑", "is_hazardous": True,
    "insurance_number": "PZ1", "min_people": 5, "person_in_charge": "余红梅", "weekdays": "135",
    "shift_from": datetime.time(19, 30), "repeats_until": datetime.date(2027, 1, 31),
}  # fmt: skip


@pytest.mark.parametrize("name", SERVICE_CHANGES)
def test_everything_of_an_event_is_part_of_the_text(db, name):
    event = VolunteerEventFactory(risk_notice="")
    before = event.content_hash()
    _set(event, **{name: SERVICE_CHANGES[name]})
    assert type(event).objects.get(pk=event.pk).content_hash() != before


def test_what_sign_ups_count_is_no_part_of_the_text(train_class):
    before = train_class.content_hash()
    train_class.pools.update(taken=7, last_position=3)
    assert train_class.content_hash() == before


def test_content_of_the_parent_row_is_that_of_the_child(train_class):
    assert Activity.objects.get(pk=train_class.pk).content() == train_class.content()


def test_differences_are_told_in_words(train_class):
    before = train_class.content()
    for change in (CHANGES["leg"], CHANGES["quota"], CHANGES["form"]):
        change(train_class)
    session = type(train_class).objects.get(pk=train_class.pk)
    session.takes_sign_ups = False
    found = {
        part.label: "".join(chunk.text for chunk in part.chunks)
        for part in session.differences(before, session.content())
    }
    assert len(found) == 4
    assert any("醴茶铁路" in text and "炎陵" in text for text in found.values())
    assert any("200" in text and "湘社区" in text for text in found.values())


def test_review_sheet_holds_the_text_as_it_was_approved(train_class, people):
    train_class.contact_name, train_class.contact_phone, train_class.venue = "学习办", "0731-28800000", "株洲站"
    train_class.save()
    session = published(train_class, people)
    assert session.approved_hash == type(train_class).objects.get(pk=session.pk).content_hash()
    CHANGES["leg"](session)
    corrected = actions.edited(session, actor=people.dave, before_hash=session.approved_hash, note="到站应为炎陵。")
    assert corrected


@pytest.mark.parametrize(("digits", "words"), [("1234567", 7), ("13", 2), ("", 0)])
def test_weekdays_are_said_in_words(digits, words):
    said = weekdays_in_words(digits)
    assert said.count("、") == (0 if words in (0, 7) else words - 1)
    assert bool(said) == bool(digits)
