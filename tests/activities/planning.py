"""Filling in the forms of activities in tests."""

from django.contrib import admin
from django.test import RequestFactory
from django.urls import resolve

from activities.forms.questions import ONLY
from activities.kinds import Form
from activities.models import StudySession, VolunteerEvent
from tests.publishing.desk import filled, url

STUDY, EVENT = "activities_studysession", "activities_volunteerevent"
DAY = {"starts_at_0": "2027-03-30", "starts_at_1": "09:00"}


def add(client, what: Form, kind=STUDY, **values):
    page = client.get(url("add", kind=kind), {"form": what})
    return client.post(url("add", kind=kind), filled(page, **{"title": "第二次专题学习"} | DAY | values))


def typed(people, what: Form, kind=STUDY, **values) -> dict:
    """What a browser sends of a form whose rows are empty; quicker than asking for the form first."""
    rows = ("legs", "groups", "pools", "speakers", "materials")
    data = {f"{prefix}-{name}": "0" for prefix in rows for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data |= {"form": what, "title": "第二次专题学习", "audience": "everyone", "basis": "person", **DAY}
    return data | {"organisation": people.alice.organisation_id, "shown": " ".join(ONLY)} | values


def refused(people, what: Form, kind, values: dict) -> list[str]:
    """Return the fields beside which the form says something, asked without the page around it."""
    model_admin = admin.site._registry[{STUDY: StudySession, EVENT: VolunteerEvent}[kind]]
    request = RequestFactory().post("/", typed(people, what, kind, **values))
    request.user, request.resolver_match = people.alice, resolve(url("add", kind=kind))
    form = model_admin.get_form(request)(request.POST)
    return list(form.errors)


def change(client, activity, kind=STUDY, page="change", **values):
    return client.post(url(page, activity, kind), filled(client.get(url(page, activity, kind)), **values))


def errors_of(response) -> dict:
    return dict(response.context["adminform"].form.errors)
