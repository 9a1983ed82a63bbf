"""An action that is over, logged in one step: event, roster, hours, closing and a draft report, or nothing."""

import threading
import uuid
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from activities.actions.finished import log_finished
from activities.actions.participants import participant_of, participant_without_account
from activities.finished import title_of
from activities.forms.finished import FinishedForm
from activities.models import Activity, Attendance, Closing, Participant, ServiceRecord, VolunteerEvent
from articles.admin.batch import Batch
from articles.models import Photo, PhotoReport
from members.models import AuditEntry, Organisation
from members.roles import Role
from publishing.states import State
from tests.articles.uploads import broken_upload, files_under, upload
from tests.factories import (
    MemberFactory,
    PhotoFactory,
    PlaceFactory,
    PostFactory,
    VolunteerEventFactory,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:activities_volunteerevent_finished")
CHAIN = "#接龙\n日升社区清淤\n1. 张三\n2. 李四 13912345678\n3. 王五\n"


@pytest.fixture
def hanna(people, town, client):
    """The community's clerk."""
    member = MemberFactory(username="hanna", display_name="余红梅", organisation=town)
    PostFactory(member=member, role=Role.ORGANISER)
    client.force_login(member)
    return member


def _yesterday():
    return timezone.localdate() - timedelta(days=1)


def _payload(town, **changes):
    return {
        "token": uuid.uuid4().hex, "date": _yesterday().isoformat(), "starts": "09:00", "ends": "11:30",
        "venue": "日升社区沿江路", "form": "clean_up", "content": "清理沟渠淤泥", "organisation": town.pk,
        "person_in_charge": "余红梅", "pasted": CHAIN, "headcount_of": "志愿者", "credit": "通讯员 刘阳/摄",
    } | changes  # fmt: skip


def _errors(response) -> dict:
    return {name: [str(text) for text in texts] for name, texts in response.context["form"].errors.items()}


def _nothing_is_there() -> bool:
    return not (VolunteerEvent.objects.exists() or Attendance.objects.exists() or PhotoReport.objects.exists())


def test_form_begins_with_today_and_the_last_two_hours(hanna, client):
    form = client.get(PAGE).context["form"]
    assert form.initial["person_in_charge"] == "余红梅"
    assert form.initial["ends"].minute in (0, 30)
    assert form.initial["date"] <= timezone.localdate()


def test_everything_is_made_at_once(hanna, client, town, files):
    place = PlaceFactory(name="日升社区")
    data = _payload(town, place=place.pk, venue="沿江路", new_photos=[upload(1), upload(2, name="b.jpg")])
    response = client.post(PAGE, data)
    event = VolunteerEvent.objects.get()
    assert response.url == reverse("admin:activities_volunteerevent_logged", args=[event.pk])
    assert (event.title, event.state, event.author) == (title_of("clean_up", "日升社区"), State.DRAFT, hanna)
    assert [line.state for line in Attendance.objects.all()] == ["present"] * 3
    closing = Closing.objects.get()
    assert (closing.headcount, closing.basis, closing.is_approximate) == (3, "roster", False)
    assert set(ServiceRecord.objects.values_list("hours", "state", "person_in_charge")) == {
        (Decimal("2.5"), "pending", "余红梅")
    }
    day = _yesterday()
    sentence = f"{day.month}月{day.day}日，志愿者3名在日升社区沿江路清理沟渠淤泥。"
    report = PhotoReport.objects.get()
    assert (report.activity_id, report.state, report.intro, closing.report) == (
        event.pk,
        State.DRAFT,
        sentence,
        report,
    )
    assert list(Photo.objects.values_list("caption", "credit", "place")) == [(sentence, "通讯员 刘阳/摄", place.pk)] * 2
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"activity.log", "activity.close", "record.propose", "photo.add", "photoreport.add"} <= actions


def test_audit_and_summary_hold_no_names(hanna, client, town):
    client.post(PAGE, _payload(town))
    kept = str(list(AuditEntry.objects.values())) + str(VolunteerEvent.objects.values().get())
    assert [name for name in ("张三", "李四", "13912345678") if name in kept] == []


def test_result_page_says_what_is_there_and_what_is_missing(hanna, client, town, files):
    response = client.post(PAGE, _payload(town, new_photos=[upload(1)]), follow=True)
    context = response.context
    assert (context["lines"], context["pending"], context["photos"]) == (3, 3, 1)
    assert context["report_findings"]
    assert context["due_on"] > _yesterday()


def test_page_of_others_is_not_there_and_needs_the_right(hanna, client, town, people):
    client.post(PAGE, _payload(town))
    page = reverse("admin:activities_volunteerevent_logged", args=[VolunteerEvent.objects.get().pk])
    for who, status in ((people.alice, 403), (people.olga, 403), (people.eve, 404)):
        client.force_login(who)
        assert client.get(page).status_code == status, who
        assert client.get(PAGE).status_code == 403, who


def test_desk_offers_it_to_those_who_may(hanna, client, people):
    assert PAGE in client.get(reverse("admin:index")).content.decode()
    client.force_login(people.alice)
    assert PAGE not in client.get(reverse("admin:index")).content.decode()


# --- who ---
def test_ticked_and_pasted_people_stand_there_once(hanna, client, town):
    before = VolunteerEventFactory(organisation=town)
    elder = participant_without_account(name="张三", organisation=town)
    Attendance.objects.create(activity=before, participant=elder, row_code=1, state="present")
    client.post(PAGE, _payload(town, ticked=[elder.pk]))
    lines = Attendance.objects.exclude(activity=before)
    assert (lines.count(), lines.filter(participant=elder).count()) == (3, 1)


def test_account_of_that_name_is_asked_about_and_nothing_is_written(hanna, client, town):
    member = MemberFactory(display_name="张三", organisation=town)
    response = client.post(PAGE, data := _payload(town))
    (question,) = response.context["form"].questions
    assert (question.account, _nothing_is_there()) == (member, True)
    client.post(PAGE, data | {question.name: "yes"})
    assert Attendance.objects.filter(participant=participant_of(member)).count() == 1


def test_account_of_that_name_can_be_somebody_else(hanna, client, town):
    member = MemberFactory(display_name="张三", organisation=town)
    client.post(PAGE, _payload(town, **{f"same-m{member.pk}": "no"}))
    assert not Attendance.objects.filter(participant__member=member).exists()
    assert Attendance.objects.count() == 3


def test_who_took_part_before_with_a_number_is_asked_about(hanna, client, town):
    before = VolunteerEventFactory(organisation=town)
    elder = participant_without_account(name="王五", phone="13700000001", organisation=town)
    Attendance.objects.create(activity=before, participant=elder, row_code=1, state="present")
    response = client.post(PAGE, data := _payload(town))
    (question,) = response.context["form"].questions
    client.post(PAGE, data | {question.name: "yes"})
    assert Attendance.objects.filter(participant=elder).count() == 2


def test_people_of_other_units_are_neither_offered_nor_taken(hanna, client, town, harbour):
    foreign = VolunteerEventFactory(organisation=harbour)
    stranger = participant_without_account(name="canary某", organisation=harbour)
    Attendance.objects.create(activity=foreign, participant=stranger, row_code=1, state="present")
    MemberFactory(display_name="张三", organisation=harbour)
    assert "canary" not in client.get(PAGE).content.decode()
    response = client.post(PAGE, _payload(town, ticked=[stranger.pk]))
    assert set(_errors(response)) == {"ticked"}
    assert response.context["form"].questions == []


def test_absent_people_are_not_offered(hanna, client, town):
    before = VolunteerEventFactory(organisation=town)
    absent = participant_without_account(name="赵六", organisation=town)
    Attendance.objects.create(activity=before, participant=absent, row_code=1, state="absent")
    assert "赵六" not in client.get(PAGE).content.decode()


def test_hours_of_each_and_the_whole_length(hanna, client, town):
    client.post(PAGE, _payload(town, hours="1.5"))
    assert set(ServiceRecord.objects.values_list("hours", flat=True)) == {Decimal("1.5")}


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ({"pasted": "", "headcount": "40", "is_approximate": "on"}, (40, "estimate", 0)),
        ({"pasted": "", "headcount": "41"}, (41, "heads", 0)),
        ({"headcount": "40"}, (40, "heads", 3)),
        ({"headcount": "3"}, (3, "roster", 3)),
    ],
)
def test_head_count_has_its_basis(hanna, client, town, said, counted):
    client.post(PAGE, _payload(town, **said))
    closing = Closing.objects.get()
    assert (closing.headcount, closing.basis, ServiceRecord.objects.count()) == counted


def test_action_over_midnight_lasts_until_the_next_day(hanna, client, town):
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    client.post(PAGE, _payload(town, date=day, starts="23:00", ends="01:00"))
    event = VolunteerEvent.objects.get()
    assert event.ends_at - event.starts_at == timedelta(hours=2)


# --- what cannot be meant ---
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"date": "2999-01-01"}, "date"),
        ({"date": "0000-01-01"}, "date"),
        ({"date": "x\0"}, "date"),
        ({"date": (timezone.localdate() + timedelta(days=2)).isoformat()}, "ends"),
        ({"starts": "25:00"}, "starts"),
        ({"ends": "09:00"}, "ends"),
        ({"venue": ""}, "place"),
        ({"place": "999999"}, "place"),
        ({"place": "9" * 30}, "place"),
        ({"form": "lecture"}, "form"),
        ({"content": ""}, "content"),
        ({"content": "找李四13912345678"}, "content"),
        ({"person_in_charge": " "}, "person_in_charge"),
        ({"hours": "1.3"}, "hours"),
        ({"hours": "9"}, "hours"),
        ({"hours": "NaN"}, "hours"),
        ({"hours": "1e9"}, "hours"),
        ({"headcount": "2"}, "headcount"),
        ({"headcount": "41", "is_approximate": "on"}, "headcount"),
        ({"headcount": "9" * 20}, "headcount"),
        ({"pasted": ""}, "pasted"),
        ({"pasted": "1. 张三 123456"}, "pasted"),
        ({"pasted": "张三\n张三"}, "pasted"),
        ({"pasted": "\n".join(f"{n}. 张三{n}" for n in range(3))}, "pasted"),
        ({"ticked": ["x"]}, "ticked"),
        ({"ticked": ["9" * 30]}, "ticked"),
        ({"kept": ["9" * 30]}, "kept"),
        ({"organisation": "1\0"}, "organisation"),
    ],
)
def test_odd_input_is_said_beside_its_field_and_nothing_is_lost(hanna, client, town, change, field):
    data = _payload(town, **change)
    response = client.post(PAGE, data)
    assert (response.status_code, field in _errors(response), _nothing_is_there()) == (200, True, True)
    if "content" not in change:
        assert "清理沟渠淤泥" in response.content.decode()


def test_organisation_of_others_is_refused(hanna, client, town, harbour):
    assert set(_errors(client.post(PAGE, _payload(town, organisation=harbour.pk)))) == {"organisation"}


def test_wrong_lines_are_listed_with_their_numbers(hanna, client, town):
    response = client.post(PAGE, _payload(town, pasted="1. 张三\n2. 李四 12345\n3. 王五+1"))
    assert [line.number for line in response.context["form"].problems] == [2, 3]
    assert "李四 12345" in response.content.decode()


# --- photos ---
def test_good_files_stay_when_the_form_comes_back(hanna, client, town, files):
    data = _payload(town, content="", new_photos=[upload(1), broken_upload()])
    response = client.post(PAGE, data)
    (kept,) = response.context["kept"]
    assert set(_errors(response)) == {"content", "new_photos"}
    data |= {"content": "清淤", "kept": [kept.pk]}
    del data["new_photos"]
    client.post(PAGE, data)
    assert [row.photo for row in PhotoReport.objects.get().report_photos.all()] == [kept]
    kept.refresh_from_db()
    assert "清淤" in kept.caption


def test_photo_that_says_something_keeps_its_words(hanna, client, town):
    photo = PhotoFactory(organisation=town, caption="旧的说明。")
    client.post(PAGE, _payload(town, kept=[photo.pk]))
    photo.refresh_from_db()
    assert photo.caption == "旧的说明。"


def test_photo_of_others_is_refused(hanna, client, town, harbour):
    photo = PhotoFactory(organisation=harbour)
    assert set(_errors(client.post(PAGE, _payload(town, kept=[photo.pk])))) == {"kept"}


def test_files_without_a_home_are_not_left_behind(hanna, client, town, files):
    client.post(PAGE, _payload(town, organisation="", new_photos=[upload(1)]))
    assert files_under(files.originals) == []


# --- twice ---
def test_same_form_sent_twice_is_one_action(hanna, client, town, files):
    data = _payload(town)
    first = client.post(PAGE, data | {"new_photos": [upload(1)]})
    second = client.post(PAGE, data | {"new_photos": [upload(1)]})
    assert (first.url, VolunteerEvent.objects.count(), Attendance.objects.count()) == (second.url, 1, 3)
    assert (Photo.objects.count(), len(files_under(files.originals))) == (1, 1)


def test_token_of_somebody_else_leads_nowhere(hanna, client, town, people):
    data = _payload(town)
    client.post(PAGE, data)
    PostFactory(member=people.eve, role=Role.ORGANISER)
    client.force_login(people.eve)
    client.post(PAGE, data | {"organisation": people.eve.organisation_id})
    assert VolunteerEvent.objects.count() == 2


def test_nothing_is_left_when_a_part_fails(hanna, client, town, files, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("activities.actions.finished.close_activity", break_down)
    with pytest.raises(RuntimeError):
        client.post(PAGE, _payload(town, new_photos=[upload(1)]))
    assert (_nothing_is_there(), Photo.objects.count(), Participant.objects.count()) == (True, 0, 0)
    assert files_under(Path(settings.PRIVATE_ROOT) / "originals") == []


@pytest.mark.django_db(transaction=True)
def test_same_form_sent_five_times_at_once_is_one_action(hanna, client, town):
    data, made, barrier = _payload(town), [], threading.Barrier(5)

    def press():
        form = FinishedForm(
            data, user=hanna, batch=Batch(), organisations=Organisation.objects.all(), lately=[],
            accounts=lambda names: {}, units={},
        )  # fmt: skip
        assert form.is_valid(), form.errors
        barrier.wait()
        try:
            made.append(log_finished(form.logged(), batch=Batch(), actor=hanna).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(set(made)), Activity.objects.count(), Attendance.objects.count()) == (5, 1, 1, 3)
