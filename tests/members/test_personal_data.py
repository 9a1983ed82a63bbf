"""A field that may hold something of a person must stand in the table, and the table holds no ghosts."""

import re

import pytest
from django.apps import apps
from django.db import models

from members.fields import EncryptedTextField
from members.models import Member
from members.personal_data import PERSONAL_DATA

PERSONAL = re.compile(
    r"(^|_)(name|username|phone|mobile|tel|email|mail|address|ip|born|birth|birthday|identity|gender|sex|age|health|"
    r"password|contact|photographer|credit|personal|last_login)(_|$)"
)
# What looks personal and is not: things' names, and libraries' tables that we do not fill.
OTHERWISE = {
    "members.organisation.name",
    "members.organisation.short_name",
    "members.place.name",
    "members.member.password_is_temporary",
    "members.auditentry.personal_digest",  # salted; the salt goes when the person is erased
    "members.auditentry.object_name",  # people stand there as numbers: members.audit
    "articles.channel.name",
    "articles.photo.original_name",
    "articles.photo.place_name",
    "articles.credit.organisation_name",
    "activities.activity.age_min",
    "activities.activity.age_max",
    "activities.attendance.unit_name",
    "activities.group.name",
    "activities.specialday.name",
    "activities.stage.name",
    "activities.signup.unit_name",
    "activities.studysession.class_name",
}
UNUSED_APPS = {"admin", "auth", "account", "contenttypes", "django_tasks_database", "django_tasks_db", "sessions"}


def _label(field):
    return f"{field.model._meta.label_lower}.{field.name}"


def _fields():
    for model in apps.get_models():
        if model._meta.app_label not in UNUSED_APPS:
            yield from model._meta.concrete_fields


def _looks_personal(field):
    return (
        isinstance(field, EncryptedTextField)
        or field.related_model is Member
        or PERSONAL.search(field.name)
        or isinstance(field, models.EmailField | models.GenericIPAddressField)
    )


def test_every_personal_field_is_in_the_table():
    missing = {_label(field) for field in _fields() if _looks_personal(field)} - OTHERWISE - set(PERSONAL_DATA)
    assert missing == set(), f"add them to members/personal_data.py: {sorted(missing)}"


def test_table_holds_only_fields_that_exist():
    assert set(PERSONAL_DATA) <= {_label(field) for field in _fields()}


@pytest.mark.parametrize("label", PERSONAL_DATA)
def test_entry_says_purpose_basis_and_retention(label):
    assert all(str(words) for words in PERSONAL_DATA[label])


@pytest.mark.parametrize(
    "name", ["phone", "home_address", "contact_phone", "born_on", "id_identity_number", "display_name"]
)
def test_guard_knows_personal_names(name):
    assert PERSONAL.search(name)


@pytest.mark.parametrize("app", sorted(UNUSED_APPS))
def test_libraries_tables_hold_no_member(app):
    """Were one of these to gain a foreign key to a member that we fill, it would belong into the table."""
    tables = [model for model in apps.get_models() if model._meta.app_label == app]
    pointing = {
        _label(field) for model in tables for field in model._meta.concrete_fields if field.related_model is Member
    }
    assert pointing <= {"account.emailaddress.user", "admin.logentry.user"}
