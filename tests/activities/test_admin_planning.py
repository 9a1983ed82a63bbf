"""Planning in the admin: forms that ask only what their kind needs, and say what cannot be meant beside the field."""

import datetime

import pytest
from django.utils import timezone

from activities.actions.shifts import plan_shifts
from activities.kinds import SERVICE_FORMS, STUDY_FORMS, Form
from activities.models import Leg, StudySession, VolunteerEvent
from tests.activities.planning import EVENT, STUDY, add, change, errors_of, refused, typed
from tests.factories import (
    StudySessionFactory,
)
from tests.publishing.desk import signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client, people):
    return signed_in(client, people.alice)


@pytest.fixture
def session(people):
    return StudySessionFactory(
        form=Form.TRAIN_CLASS, organisation=people.alice.organisation, author=people.alice, takes_sign_ups=True, seats=20,
        contact_name="学习办", contact_phone="0731-28800000", venue="株洲站",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "forms"), [(STUDY, STUDY_FORMS), (EVENT, SERVICE_FORMS)])
def test_adding_begins_with_what_it_is(alice, kind, forms):
    page = alice.get(url("add", kind=kind))
    assert [form for form, _last in page.context["choices"]] == list(forms)


@pytest.mark.parametrize("form", [*STUDY_FORMS, *SERVICE_FORMS])
def test_every_form_is_saved_with_little(alice, people, form):
    kind, model = (EVENT, VolunteerEvent) if form in SERVICE_FORMS else (STUDY, StudySession)
    assert alice.post(url("add", kind=kind), typed(people, form, kind)).status_code == 302
    made = model.objects.get()
    assert (made.form, made.ends_at - made.starts_at) == (form, datetime.timedelta(hours=2))


ASKED = {
    Form.TRAIN_CLASS: (
        {"ordinal"},
        {"fact_sources", "class_name"},
        {"legs", "groups", "pools", "speakers", "materials"},
    ),
    Form.MEMORIAL: ({"fact_sources", "class_name"}, {"ordinal"}, {"legs", "groups", "pools", "materials"}),
    Form.CHILDREN: ({"class_name", "age_max", "basis"}, {"ordinal", "theme"}, {"groups"}),
    Form.LECTURE: ({"theme"}, {"ordinal", "age_min"}, {"pools", "speakers", "materials"}),
}


@pytest.mark.parametrize("form", ASKED)
def test_form_asks_only_what_this_kind_needs(alice, form):
    asked, not_asked, rows = ASKED[form]
    page = alice.get(url("add", kind=STUDY), {"form": form})
    fields = set(page.context["adminform"].form.fields)
    assert asked <= fields
    assert not fields & not_asked
    assert {inline.formset.prefix for inline in page.context["inline_admin_formsets"]} == rows


def test_only_what_comes_again_is_asked_for_weekdays(alice):
    patrol = alice.get(url("add", kind=EVENT), {"form": Form.PATROL}).context["adminform"].form.fields
    clean_up = alice.get(url("add", kind=EVENT), {"form": Form.CLEAN_UP}).context["adminform"].form.fields
    assert "weekdays" in patrol
    assert "weekdays" not in clean_up


def test_what_is_filled_in_stays_asked_when_the_form_of_activity_changes(alice, session):
    Leg.objects.create(activity=session, what="座谈")
    change(alice, session, form=Form.LECTURE)
    page = alice.get(url("change", session, STUDY))
    assert "legs" in {inline.formset.prefix for inline in page.context["inline_admin_formsets"]}
    assert "groups" not in {inline.formset.prefix for inline in page.context["inline_admin_formsets"]}


def test_new_form_knows_the_day_the_unit_and_the_last_contact(alice, people, session):
    page = alice.get(url("add", kind=STUDY), {"form": Form.LECTURE, "starts": "2027-12-03"})
    initial = page.context["adminform"].form.initial
    assert timezone.localtime(initial["starts_at"]).isoformat() == "2027-12-03T09:00:00+08:00"
    assert timezone.localtime(initial["sign_up_closes_at"]).isoformat() == "2027-12-02T18:00:00+08:00"
    assert (initial["organisation"], initial["contact_phone"]) == (people.alice.organisation_id, "0731-28800000")


@pytest.mark.parametrize("query", ["form=train", "form=clean_up", "starts=2027-13-45", "starts=0000-00-00"])
def test_odd_address_of_the_new_form_shows_the_choice(alice, query):
    assert "choices" in alice.get(f"{url('add', kind=STUDY)}?{query}").context


REFUSED = {
    "end before start": (Form.LECTURE, {"ends_at_0": "2027-03-30", "ends_at_1": "08:00"}, "ends_at"),
    "end at the start": (Form.LECTURE, {"ends_at_0": "2027-03-30", "ends_at_1": "09:00"}, "ends_at"),
    "25 hours": (Form.LECTURE, {"ends_at_0": "2027-03-31", "ends_at_1": "10:00"}, "ends_at"),
    "two months": (Form.TRIP, {"ends_at_0": "2027-05-30", "ends_at_1": "10:00"}, "ends_at"),
    "hour 25": (Form.LECTURE, {"starts_at_1": "25:00"}, "starts_at"),
    "year 0": (Form.LECTURE, {"starts_at_0": "0000-01-01"}, "starts_at"),
    "year 1": (Form.LECTURE, {"starts_at_0": "0001-01-01"}, "starts_at"),
    "year 9999": (Form.LECTURE, {"starts_at_0": "9999-12-31", "starts_at_1": "23:59"}, "starts_at"),
    "30 February": (Form.LECTURE, {"starts_at_0": "2027-02-30"}, "starts_at"),
    "NUL": (Form.LECTURE, {"title": "学\0习"}, "title"),
    "no title": (Form.LECTURE, {"title": "  "}, "title"),
    "closes after the start": (
        Form.LECTURE, {"sign_up_closes_at_0": "2027-03-31", "sign_up_closes_at_1": "09:00"}, "sign_up_closes_at",
    ),
    "opens after it closes": (
        Form.LECTURE,
        {"sign_up_opens_at_0": "2027-03-29", "sign_up_opens_at_1": "09:00",
         "sign_up_closes_at_0": "2027-03-28", "sign_up_closes_at_1": "09:00"},
        "sign_up_opens_at",
    ),
    "cancel after the start": (Form.LECTURE, {"cancel_until_0": "2027-03-31", "cancel_until_1": "9:00"}, "cancel_until"),
    "ages upside down": (Form.CHILDREN, {"age_min": "12", "age_max": "6"}, "age_max"),
    "age 999": (Form.CHILDREN, {"age_max": "999"}, "age_max"),
    "seats without end": (Form.LECTURE, {"seats": "9" * 30}, "seats"),
    "seats below nothing": (Form.LECTURE, {"seats": "-1"}, "seats"),
    "form of the other kind": (Form.LECTURE, {"form": "patrol"}, "form"),
    "hour that daylight saving left out": (Form.LECTURE, {"starts_at_0": "1991-04-14", "starts_at_1": "02:30"}, "starts_at"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_said_beside_the_field(people, case):
    form, values, field = REFUSED[case]
    assert refused(people, form, STUDY, values) == [field]


def test_nothing_typed_is_lost_when_something_cannot_be_meant(alice):
    response = add(alice, Form.LECTURE, details="八时在株洲站集合。", starts_at_1="25:00")
    assert list(errors_of(response)) == ["starts_at"]
    assert all(words in response.content.decode() for words in ("八时在株洲站集合。", "25:00"))
    assert not StudySession.objects.exists()


REFUSED_SERVICE = {
    "over 24 hours": (Form.CLEAN_UP, {"ends_at_0": "2027-03-31", "ends_at_1": "09:01"}, "ends_at"),
    "rota without a last day": (Form.PATROL, {"weekdays": ["1"]}, "repeats_until"),
    "rota that ends before it begins": (
        Form.PATROL,
        {"weekdays": ["1"], "repeats_until": "2027-03-01"},
        "repeats_until",
    ),
    "rota without end": (Form.PATROL, {"weekdays": ["1"], "repeats_until": "2029-03-01"}, "repeats_until"),
    "rota of year 0": (Form.PATROL, {"weekdays": ["1"], "repeats_until": "0001-03-01"}, "repeats_until"),
    "no such weekday between": (Form.PATROL, {"weekdays": ["7"], "repeats_until": "2027-03-31"}, "weekdays"),
    "hours without weekdays": (Form.PATROL, {"shift_from": "19:30"}, "weekdays"),
    "weekday 9": (Form.PATROL, {"weekdays": ["9"], "repeats_until": "2027-04-30"}, "weekdays"),
    "no time at all": (
        Form.PATROL,
        {"weekdays": ["1"], "repeats_until": "2027-04-30", "shift_from": "19:30", "shift_until": "19:30"},
        "shift_until",
    ),
    "hours cap": (Form.CLEAN_UP, {"hours_cap": "25"}, "hours_cap"),
    "fewest above the seats": (Form.CLEAN_UP, {"seats": "5", "min_people": "6"}, "min_people"),
}


@pytest.mark.parametrize("case", REFUSED_SERVICE)
def test_what_cannot_be_meant_of_service_is_said_beside_the_field(people, case):
    form, values, field = REFUSED_SERVICE[case]
    assert refused(people, form, EVENT, values) == [field]


def test_evening_may_last_past_midnight_and_past_the_year(alice):
    add(alice, Form.LECTURE, starts_at_0="2027-12-31", starts_at_1="22:00", ends_at_0="2028-01-01", ends_at_1="00:30")
    made = StudySession.objects.get()
    assert made.ends_at - made.starts_at == datetime.timedelta(hours=2, minutes=30)


def test_day_on_which_the_clocks_are_set_has_23_hours_or_25(alice):
    # daylight saving began on 14 April 1991 at 2 o'clock and ended on 15 September at 2 o'clock
    assert add(alice, Form.LECTURE, starts_at_0="1991-04-14", starts_at_1="00:30").status_code == 302
    made = StudySession.objects.get()
    assert timezone.localtime(made.ends_at).isoformat() == "1991-04-14T03:30:00+09:00"
    values = {"starts_at_0": "1991-09-14", "starts_at_1": "12:00", "ends_at_0": "1991-09-15", "ends_at_1": "12:00"}
    assert list(errors_of(add(alice, Form.LECTURE, **values))) == ["ends_at"]


def test_trip_may_last_for_days(alice):
    assert add(alice, Form.TRIP, ends_at_0="2027-04-02", ends_at_1="18:00").status_code == 302


def test_rota_begins_with_its_first_evening_and_ends_with_its_last(alice):
    # 30 March 2027 is a Tuesday; the rota goes on Mondays and Fridays until past midnight
    values = {"weekdays": ["1", "5"], "shift_from": "22:30", "shift_until": "00:30", "repeats_until": "2027-04-13"}
    assert add(alice, Form.PATROL, EVENT, **values).status_code == 302
    made = VolunteerEvent.objects.get()
    assert (made.weekdays, made.is_recurring) == ("15", True)
    assert timezone.localtime(made.starts_at).isoformat() == "2027-04-02T22:30:00+08:00"
    assert timezone.localtime(made.ends_at).isoformat() == "2027-04-13T00:30:00+08:00"


def test_hours_of_a_rota_are_those_of_the_first_time_when_they_are_not_said(alice):
    values = {"weekdays": list("1234567"), "repeats_until": "2027-04-30", "starts_at_1": "19:30"}
    add(alice, Form.PATROL, EVENT, **values, ends_at_0="2027-03-30", ends_at_1="21:00")
    made = VolunteerEvent.objects.get()
    assert (made.shift_from, made.shift_until) == (datetime.time(19, 30), datetime.time(21))


def test_evenings_that_are_planned_follow_a_changed_rule(alice, people):
    add(alice, Form.PATROL, EVENT, weekdays=list("1234567"), repeats_until="2027-04-30", starts_at_1="19:30")
    event = VolunteerEvent.objects.get()
    plan_shifts(event, now=event.starts_at - datetime.timedelta(days=1), until=datetime.date(2027, 4, 2))
    assert event.shifts.count() == 4
    change(alice, event, EVENT, shift_from="20:00")
    assert {timezone.localtime(shift.starts_at).hour for shift in event.shifts.all()} == {20}
