"""Planning in the admin: forms that ask only what their kind needs, and say what cannot be meant beside the field."""

import datetime

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone

from activities.actions.shifts import plan_shifts
from activities.forms.questions import ONLY
from activities.kinds import SERVICE_FORMS, STUDY_FORMS, Form
from activities.models import Closing, Leg, SeatPool, StudySession, VolunteerEvent
from members.models import AuditEntry
from publishing.models import Move
from tests.factories import (
    ArticleFactory,
    OrganisationFactory,
    PhotoFactory,
    PostFactory,
    StudySessionFactory,
    VolunteerEventFactory,
)
from tests.publishing.desk import filled, published, signed_in, under_review, url

pytestmark = pytest.mark.django_db

STUDY, EVENT = "activities_studysession", "activities_volunteerevent"
DAY = {"starts_at_0": "2027-03-30", "starts_at_1": "09:00"}


@pytest.fixture
def alice(client, people):
    return signed_in(client, people.alice)


@pytest.fixture
def session(people):
    return StudySessionFactory(
        form=Form.TRAIN_CLASS, organisation=people.alice.organisation, author=people.alice, takes_sign_ups=True, seats=20,
        contact_name="学习办", contact_phone="0731-28800000", venue="株洲站",
    )  # fmt: skip


def _add(client, what: Form, kind=STUDY, **values):
    page = client.get(url("add", kind=kind), {"form": what})
    return client.post(url("add", kind=kind), filled(page, **{"title": "第二次专题学习"} | DAY | values))


def _typed(people, what: Form, kind=STUDY, **values) -> dict:
    """What a browser sends of a form whose rows are empty; quicker than asking for the form first."""
    rows = ("legs", "groups", "pools", "speakers", "materials")
    data = {f"{prefix}-{name}": "0" for prefix in rows for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data |= {"form": what, "title": "第二次专题学习", "audience": "everyone", "basis": "person", **DAY}
    return data | {"organisation": people.alice.organisation_id, "shown": " ".join(ONLY)} | values


def _refused(people, what: Form, kind, values: dict) -> list[str]:
    """Return the fields beside which the form says something, asked without the page around it."""
    model_admin = admin.site._registry[{STUDY: StudySession, EVENT: VolunteerEvent}[kind]]
    request = RequestFactory().post("/", _typed(people, what, kind, **values))
    request.user, request.resolver_match = people.alice, resolve(url("add", kind=kind))
    form = model_admin.get_form(request)(request.POST)
    return list(form.errors)


def _change(client, activity, kind=STUDY, page="change", **values):
    return client.post(url(page, activity, kind), filled(client.get(url(page, activity, kind)), **values))


def _errors(response) -> dict:
    return dict(response.context["adminform"].form.errors)


# --- what is asked ---
@pytest.mark.parametrize(("kind", "forms"), [(STUDY, STUDY_FORMS), (EVENT, SERVICE_FORMS)])
def test_adding_begins_with_what_it_is(alice, kind, forms):
    page = alice.get(url("add", kind=kind))
    assert [form for form, _last in page.context["choices"]] == list(forms)


@pytest.mark.parametrize("form", [*STUDY_FORMS, *SERVICE_FORMS])
def test_every_form_is_saved_with_little(alice, people, form):
    kind, model = (EVENT, VolunteerEvent) if form in SERVICE_FORMS else (STUDY, StudySession)
    assert alice.post(url("add", kind=kind), _typed(people, form, kind)).status_code == 302
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
    _change(alice, session, form=Form.LECTURE)
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


# --- what cannot be meant ---
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
    assert _refused(people, form, STUDY, values) == [field]


def test_nothing_typed_is_lost_when_something_cannot_be_meant(alice):
    response = _add(alice, Form.LECTURE, details="八时在株洲站集合。", starts_at_1="25:00")
    assert list(_errors(response)) == ["starts_at"]
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
    assert _refused(people, form, EVENT, values) == [field]


def test_evening_may_last_past_midnight_and_past_the_year(alice):
    _add(alice, Form.LECTURE, starts_at_0="2027-12-31", starts_at_1="22:00", ends_at_0="2028-01-01", ends_at_1="00:30")
    made = StudySession.objects.get()
    assert made.ends_at - made.starts_at == datetime.timedelta(hours=2, minutes=30)


def test_day_on_which_the_clocks_are_set_has_23_hours_or_25(alice):
    # daylight saving began on 14 April 1991 at 2 o'clock and ended on 15 September at 2 o'clock
    assert _add(alice, Form.LECTURE, starts_at_0="1991-04-14", starts_at_1="00:30").status_code == 302
    made = StudySession.objects.get()
    assert timezone.localtime(made.ends_at).isoformat() == "1991-04-14T03:30:00+09:00"
    values = {"starts_at_0": "1991-09-14", "starts_at_1": "12:00", "ends_at_0": "1991-09-15", "ends_at_1": "12:00"}
    assert list(_errors(_add(alice, Form.LECTURE, **values))) == ["ends_at"]


def test_trip_may_last_for_days(alice):
    assert _add(alice, Form.TRIP, ends_at_0="2027-04-02", ends_at_1="18:00").status_code == 302


def test_rota_begins_with_its_first_evening_and_ends_with_its_last(alice):
    # 30 March 2027 is a Tuesday; the rota goes on Mondays and Fridays until past midnight
    values = {"weekdays": ["1", "5"], "shift_from": "22:30", "shift_until": "00:30", "repeats_until": "2027-04-13"}
    assert _add(alice, Form.PATROL, EVENT, **values).status_code == 302
    made = VolunteerEvent.objects.get()
    assert (made.weekdays, made.is_recurring) == ("15", True)
    assert timezone.localtime(made.starts_at).isoformat() == "2027-04-02T22:30:00+08:00"
    assert timezone.localtime(made.ends_at).isoformat() == "2027-04-13T00:30:00+08:00"


def test_hours_of_a_rota_are_those_of_the_first_time_when_they_are_not_said(alice):
    values = {"weekdays": list("1234567"), "repeats_until": "2027-04-30", "starts_at_1": "19:30"}
    _add(alice, Form.PATROL, EVENT, **values, ends_at_0="2027-03-30", ends_at_1="21:00")
    made = VolunteerEvent.objects.get()
    assert (made.shift_from, made.shift_until) == (datetime.time(19, 30), datetime.time(21))


def test_evenings_that_are_planned_follow_a_changed_rule(alice, people):
    _add(alice, Form.PATROL, EVENT, weekdays=list("1234567"), repeats_until="2027-04-30", starts_at_1="19:30")
    event = VolunteerEvent.objects.get()
    plan_shifts(event, now=event.starts_at - datetime.timedelta(days=1), until=datetime.date(2027, 4, 2))
    assert event.shifts.count() == 4
    _change(alice, event, EVENT, shift_from="20:00")
    assert {timezone.localtime(shift.starts_at).hour for shift in event.shifts.all()} == {20}


# --- rows ---
def _quotas(*rows, initial=0) -> dict:
    data = {"pools-TOTAL_FORMS": len(rows), "pools-INITIAL_FORMS": initial}
    for number, (unit, seats) in enumerate(rows):
        data |= {f"pools-{number}-organisation": unit, f"pools-{number}-seats": seats, f"pools-{number}-id": ""}
    return data


def test_seats_and_quotas_become_pools(alice, people):
    unit = OrganisationFactory(parent=people.alice.organisation)
    _add(alice, Form.TRAIN_CLASS, seats="461", **_quotas((unit.pk, "300")))
    made = StudySession.objects.get()
    pools = {pool.organisation_id: pool.seats for pool in made.pools.all()}
    assert (made.seats, pools) == (461, {None: 161, unit.pk: 300})


def test_quotas_of_more_than_all_seats_are_refused(alice, people):
    response = _add(alice, Form.TRAIN_CLASS, seats="20", **_quotas((people.alice.organisation_id, "21")))
    assert "21" in str([inline.formset.non_form_errors() for inline in response.context["inline_admin_formsets"]])
    assert not SeatPool.objects.exists()


@pytest.mark.parametrize("row", [("7" * 25, "5"), (None, "")])
def test_odd_quota_is_said_beside_its_field(alice, people, row):
    unit = people.alice.organisation_id if row[0] is None else row[0]
    response = _add(alice, Form.TRAIN_CLASS, seats="20", **_quotas((unit, row[1])))
    assert response.status_code == 200
    assert any(
        inline.formset.errors[0] for inline in response.context["inline_admin_formsets"] if inline.formset.errors
    )


def test_quota_is_for_units_that_one_sees(alice, people):
    response = _add(alice, Form.TRAIN_CLASS, seats="20", **_quotas((people.eve.organisation_id, "5")))
    assert response.status_code == 200
    assert not StudySession.objects.exists()


def test_two_quotas_for_one_unit_are_refused(alice, people):
    unit = people.alice.organisation_id
    assert _add(alice, Form.TRAIN_CLASS, seats="20", **_quotas((unit, "5"), (unit, "6"))).status_code == 200


def test_saving_leaves_what_sign_ups_count(alice, session):
    SeatPool.objects.create(activity=session, seats=20, taken=7, last_position=3)
    page = filled(alice.get(url("change", session, STUDY)), title="车厢课堂")
    SeatPool.objects.update(taken=9)  # two more while the form is open
    assert alice.post(url("change", session, STUDY), page).status_code == 302
    assert SeatPool.objects.values_list("seats", "taken", "last_position").get() == (20, 9, 3)


def test_seats_are_never_cut_below_those_taken(alice, session):
    SeatPool.objects.create(activity=session, seats=20, taken=7)
    assert list(_errors(_change(alice, session, seats="6"))) == ["seats"]
    assert _change(alice, session, seats="7").status_code == 302
    assert SeatPool.objects.get().seats == 7


def test_quota_is_never_cut_below_those_taken(alice, session, people):
    SeatPool.objects.create(activity=session, seats=10)
    quota = SeatPool.objects.create(activity=session, organisation=people.alice.organisation, seats=10, taken=4)
    assert _change(alice, session, **{"pools-0-seats": "3"}).status_code == 200
    quota.refresh_from_db()
    assert quota.seats == 10


def test_seats_for_all_are_never_cut_below_those_taken(alice, session, people):
    SeatPool.objects.create(activity=session, seats=20, taken=15)
    response = _change(alice, session, **_quotas((people.alice.organisation_id, "6")))
    assert response.status_code == 200
    assert not SeatPool.objects.exclude(organisation=None).exists()


def test_legs_are_numbered_in_the_order_that_is_typed(alice):
    rows = {
        "legs-TOTAL_FORMS": 2,
        "legs-0-what": "参观",
        "legs-0-position": "2",
        "legs-1-what": "乘车",
        "legs-1-position": "1",
    }
    rows |= {"legs-0-day": "1", "legs-1-day": "1", "legs-0-transport": "stay", "legs-1-transport": "train"}
    _add(alice, Form.TRAIN_CLASS, **rows)
    assert list(Leg.objects.values_list("position", "what")) == [(1, "乘车"), (2, "参观")]


@pytest.mark.parametrize(("name", "value"), [("day", "99"), ("starts", "25:00")])
def test_odd_leg_is_refused(alice, name, value):
    row = {"legs-TOTAL_FORMS": 1, "legs-0-what": "参观", "legs-0-day": "1", "legs-0-transport": "stay"}
    response = _add(alice, Form.TRAIN_CLASS, **row | {f"legs-0-{name}": value})
    assert response.status_code == 200
    assert not StudySession.objects.exists()


def test_broken_management_form_is_no_fault(alice):
    assert _add(alice, Form.TRAIN_CLASS, **{"legs-TOTAL_FORMS": "x", "pools-TOTAL_FORMS": ""}).status_code == 200


# --- the way to publication ---
def test_people_who_edit_at_once_see_each_other(client, people, session):
    page = filled(signed_in(client, people.alice).get(url("change", session, STUDY)), title="我的题目")
    StudySession.objects.filter(pk=session.pk).update(title="他的题目")
    response = client.post(url("change", session, STUDY), page)
    assert [clash.name for clash in response.context["adminform"].form.clashes] == ["title"]
    taken = client.post(url("change", session, STUDY), filled(response) | {"clash": ["title"], "keep-title": "theirs"})
    assert taken.status_code == 302
    assert StudySession.objects.get().title == "他的题目"


def test_people_who_edit_rows_at_once_see_each_other(alice, session):
    leg = Leg.objects.create(activity=session, what="乘车")
    page = filled(alice.get(url("change", session, STUDY)), **{"legs-0-what": "坐火车"})
    Leg.objects.update(what="乘坐红色客运列车")
    response = alice.post(url("change", session, STUDY), page)
    assert [clash.name for clash in response.context["adminform"].form.clashes] == ["legs"]
    leg.refresh_from_db()
    assert leg.what == "乘坐红色客运列车"


def test_quotas_of_the_other_stay_when_one_takes_theirs(alice, people, session):
    SeatPool.objects.create(activity=session, seats=10)
    quota = SeatPool.objects.create(activity=session, organisation=people.alice.organisation, seats=10)
    page = filled(alice.get(url("change", session, STUDY)), **{"pools-0-seats": "5"})
    SeatPool.objects.filter(pk=quota.pk).update(seats=8)
    response = alice.post(url("change", session, STUDY), page)
    assert [clash.name for clash in response.context["adminform"].form.clashes] == ["pools"]
    alice.post(url("change", session, STUDY), filled(response) | {"clash": ["pools"], "keep-pools": "theirs"})
    quota.refresh_from_db()
    assert quota.seats == 8


def test_related_articles_are_kept_compared_and_offered(alice, people, session):
    article = ArticleFactory(organisation=people.alice.organisation, published=True)
    assert _change(alice, session, articles=[article.pk]).status_code == 302
    assert list(session.articles.all()) == [article]
    assert _change(alice, session, title="车厢课堂").status_code == 302
    assert list(session.articles.all()) == [article]


def test_leg_changed_in_review_restarts_it(client, people, session):
    session = under_review(session, people, step=2)
    _change(signed_in(client, people.alice), session, **{
        "legs-TOTAL_FORMS": 1, "legs-0-what": "参观", "legs-0-day": "1", "legs-0-transport": "stay",
    })  # fmt: skip
    session.refresh_from_db()
    assert (session.review_step, Move.objects.of(session).last().act) == (1, "edit")


def test_correction_after_publication_asks_for_a_note(client, people, session):
    session = published(session, people)
    dave = signed_in(client, people.dave)
    values = {"legs-TOTAL_FORMS": 1, "legs-0-what": "参观", "legs-0-day": "1", "legs-0-transport": "stay"}
    assert "correction" in _errors(_change(dave, session, page="correct", **values))
    assert not session.legs.exists()
    assert _change(dave, session, page="correct", correction="增加参观一项。", **values).status_code == 302
    assert Move.objects.of(session).last().note == "增加参观一项。"
    assert session.legs.count() == 1


def test_published_activity_is_changed_by_nobody_else(client, people, session):
    session = published(session, people)
    alice = signed_in(client, people.alice)
    alice.post(url("change", session, STUDY), {"title": "别的"})
    session.refresh_from_db()
    assert session.title != "别的"


def test_audit_names_fields_and_rows_only(alice, session, people):
    _change(alice, session, contact_name="王学习", **_quotas((people.alice.organisation_id, "5")))
    entry = AuditEntry.objects.filter(action="studysession.change").get()
    assert set(entry.fields) == {"contact_name", "pools"}


# --- whose it is ---
def test_activity_of_another_unit_is_not_there(client, people, session):
    eve = signed_in(client, people.eve)
    for page in ("change", "preview", "day_sheet", "groups", "group_lists"):
        assert eve.get(url(page, session, STUDY)).status_code == 404
    assert eve.post(url("copy", session, STUDY)).status_code == 404
    assert eve.post(url("change", session, STUDY), {"title": "x"}).status_code == 404


def test_forged_unit_is_refused(people):
    assert _refused(people, Form.LECTURE, STUDY, {"organisation": people.eve.organisation_id}) == ["organisation"]


@pytest.mark.parametrize("name", ["place", "topic", "cover", "articles"])
def test_forged_relation_is_refused(people, name):
    assert _refused(people, Form.LECTURE, STUDY, {name: "999999"}) == [name]


def test_cover_of_another_unit_is_refused(people):
    photo = PhotoFactory(organisation=people.eve.organisation)
    assert _refused(people, Form.LECTURE, STUDY, {"cover": photo.pk}) == ["cover"]


def test_state_and_author_come_from_nobody(alice, people):
    _add(alice, Form.LECTURE, state="published", author=str(people.dave.pk), approved_hash="0" * 64)
    made = StudySession.objects.get()
    assert (made.state, made.author, made.approved_hash, made.kind) == ("draft", people.alice, "", "study")


def test_reader_adds_nothing(client, people):
    olga = signed_in(client, people.olga)
    assert olga.get(url("add", kind=STUDY)).status_code == 403
    assert olga.post(url("add", kind=STUDY), {"form": "lecture"}).status_code == 403


# --- the lists ---
@pytest.mark.parametrize("kind", [STUDY, EVENT])
def test_list_is_searched_and_narrowed(alice, people, kind):
    factory = StudySessionFactory if kind == STUDY else VolunteerEventFactory
    own = {"organisation": people.alice.organisation, "author": people.alice}
    past = timezone.now() - datetime.timedelta(days=2)
    over = factory(title="清明祭扫", published=True, starts_at=past, **own)
    factory(title="春季宣讲", **own)
    for query in (
        "q=清明",
        "work=closing",
        "time=past",
        f"form={over.form}&time=past",
        f"unit={over.organisation_id}&time=past",
    ):
        shown = alice.get(f"{url('changelist', kind=kind)}?{query}").context["cl"].queryset
        assert [activity.title for activity in shown] == ["清明祭扫"], query


@pytest.mark.parametrize("query", ["form=x", "time=x", "work=few", "work=x", "q=%00", "unit=99999999999999999999"])
def test_odd_filter_is_no_fault(alice, query):
    assert alice.get(f"{url('changelist', kind=EVENT)}?{query}", follow=True).status_code in (200, 400)


def test_number_of_queries_of_the_list_is_the_same_for_one_and_for_many(alice, people, django_assert_max_num_queries):
    own = {"organisation": people.alice.organisation, "author": people.alice}
    StudySessionFactory(**own)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        alice.get(url("changelist", kind=STUDY))
    StudySessionFactory.create_batch(5, **own)
    with CaptureQueriesContext(connection) as many:
        alice.get(url("changelist", kind=STUDY))
    assert len(many) == len(one)


def test_desk_offers_planning(alice):
    labels = [address for _label, address in alice.get("/admin/").context["quick_actions"]]
    assert {reverse("admin:activities_studysession_plan"), url("add", kind=EVENT)} <= set(labels)


def test_secretary_of_the_town_above_plans_for_those_below(client, people):
    below = OrganisationFactory(parent=people.alice.organisation)
    PostFactory(member=people.charlie, role="secretary")
    charlie = signed_in(client, people.charlie)
    assert _add(charlie, Form.LECTURE, organisation=str(below.pk)).status_code == 302


def test_desk_names_what_is_over_and_not_closed(client, people):
    PostFactory(member=people.alice, role="secretary")
    past = timezone.now() - datetime.timedelta(days=2)
    own = {"organisation": people.alice.organisation, "author": people.alice, "starts_at": past, "published": True}
    session, event = StudySessionFactory(title="清明祭扫", **own), VolunteerEventFactory(title="清淤", **own)
    StudySessionFactory(organisation=people.eve.organisation, starts_at=past, published=True)
    closed = StudySessionFactory(**own)
    Closing.objects.create(activity=closed, headcount=3, closed_by=people.dave)
    (card,) = [
        card for card in signed_in(client, people.alice).get("/admin/").context["cards"] if card.key == "closing"
    ]
    assert [(item.title, item.url) for item in card.items] == [
        ("清明祭扫", url("change", session, STUDY)),
        ("清淤", url("change", event, EVENT)),
    ]
    assert "closing" not in [card.key for card in signed_in(client, people.bob).get("/admin/").context["cards"]]
