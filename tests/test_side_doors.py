"""SECURITY.md, "Access": the admin's side doors tell nothing of others, and are no way to write."""

import json

import pytest
from django.test import Client

from members.roles import Role
from tests.addresses import patterns
from tests.publishing.desk import url
from tests.watching import snapshot, told

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PHOTO_REPORT, PHOTO, MEMBER = "articles_photoreport", "articles_photo", "members_member"
TYPED = {
    "reason": "理由",
    "note": "理由",
    "confirm": "on",
    "seen_hash": "0" * 64,
    "seen_step": "1",
    "correction": "更正",
}


@pytest.fixture
def writer(world, client):
    client.force_login(world.town.people[Role.WRITER])
    return client


@pytest.fixture
def administrator(world, client):
    client.force_login(world.town.people[Role.ADMINISTRATOR])
    return client


# --- questions through lists
LISTS = ["articles_article", PHOTO_REPORT, PHOTO, MEMBER, "publishing_consent", "members_organisation"]
PRIVATE_LOOKUPS = [
    "author__private__phone__startswith=139",
    "organisation__members__private__phone__contains=1",
    "author__password__startswith=md5",
    "author__is_superuser=1",
    "author__username__contains=canary-7d1q",
    "organisation__posts__member__display_name__contains=canary-7d1q",
    "private__phone__startswith=139",
    "posts__organisation__members__display_name__startswith=林",
    "password__startswith=md5",
    "password=x",
    "consent__who__contains=林",
    "uploaded_by__password__startswith=md5",
    "cover__consent__label__contains=canary-7d1q",
    "photos__consent__who__contains=a",
]


@pytest.mark.parametrize("lookup", PRIVATE_LOOKUPS)
@pytest.mark.parametrize("kind", LISTS)
def test_lookup_into_people_is_refused(world, administrator, kind, lookup):
    assert administrator.get(f"{url('changelist', kind=kind)}?{lookup}").status_code in (302, 400)


@pytest.mark.parametrize("lookup", ["organisation__id__exact={}", "unit={}", "q=canary-7d1q", "who__startswith=林"])
@pytest.mark.parametrize("kind", LISTS)
def test_lookup_finds_nothing_of_others(world, administrator, kind, lookup):
    query = lookup.format(world.harbour.organisation.pk)
    answer = administrator.get(f"{url('changelist', kind=kind)}?{query}", follow=True)
    words = [canary for canary in told(world.harbour, answer) if canary not in query]
    assert answer.status_code in (200, 400)
    assert words == []


# --- autocomplete
AUTOCOMPLETE = [
    ("articles", "article", "organisation"), ("articles", "article", "cover"), ("articles", "photo", "consent"),
    ("members", "member", "organisation"), ("members", "post", "organisation"), ("articles", "photoreport", "photos"),
    ("members", "organisation", "parent"), ("articles", "topic", "cover"), ("publishing", "consent", "organisation"),
]  # fmt: skip
NEVER = [
    ("articles", "article", "author"), ("articles", "photo", "uploaded_by"), ("publishing", "move", "actor"),
    ("members", "privatedetails", "member"), ("articles", "article", "title"), ("auth", "permission", "content_type"),
    ("members", "post", "member"), ("mfa", "authenticator", "user"), ("x", "y", "z"), ("articles", "article", "x"),
]  # fmt: skip


@pytest.mark.parametrize("term", ["", "canary-7d1q", "群丰"])
@pytest.mark.parametrize("field", AUTOCOMPLETE, ids="-".join)
def test_autocomplete_offers_nothing_of_others(world, administrator, field, term):
    asked = dict(zip(("app_label", "model_name", "field_name"), field, strict=True)) | {"term": term}
    answer = administrator.get("/admin/autocomplete/", asked)
    assert answer.status_code in (200, 403)
    assert told(world.harbour, answer) == []
    assert "群丰镇" not in json.dumps(answer.json() if answer.status_code == 200 else {}, ensure_ascii=False)


@pytest.mark.parametrize("field", NEVER, ids="-".join)
def test_autocomplete_of_other_fields_is_refused(world, writer, field):
    asked = dict(zip(("app_label", "model_name", "field_name"), field, strict=True)) | {"term": ""}
    answer = writer.get("/admin/autocomplete/", asked)
    assert answer.status_code in (403, 404)


# --- Django's own side doors
@pytest.mark.parametrize(
    "query", ["_to_field=password", "_to_field=username", "_to_field=key", "_to_field=private__phone"]
)
@pytest.mark.parametrize("kind", [MEMBER, PHOTO, "articles_article"])
def test_to_field_is_not_allowed(world, administrator, kind, query):
    answer = administrator.get(f"{url('changelist', kind=kind)}?{query}&_popup=1")
    assert answer.status_code == 400


@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("kind", ["articles_article", PHOTO_REPORT, PHOTO, MEMBER, "publishing_consent"])
def test_popup_opens_nothing_of_others(world, administrator, kind, page):
    item = next(iter(world.harbour.objects[kind.split("_")[1]].values()))
    for query in ("?_popup=1", "?_to_field=id", "?_to_field=id&_popup=1", "?_changelist_filters=q%3D1"):
        answer = administrator.get(url(page, item, kind) + query)
        assert answer.status_code == 404
        assert told(world.harbour, answer) == []


@pytest.mark.parametrize("role", [None, Role.DISPATCHER, Role.AUDITOR])
def test_those_who_only_read_can_post_nowhere(world, client, role):
    """Nobody: strangers and readers may not change anything by any address of the admin."""
    if role:
        client.force_login(world.town.people[role])
    before = snapshot()
    for pattern in patterns():
        if pattern.name.startswith("admin") and not pattern.name.endswith(("logout", "login", "autocomplete")):
            answer = client.post(
                pattern.address(world.town), TYPED | {"action": "delete_selected", "_selected_action": "1"}
            )
            assert answer.status_code in (200, 302, 301, 403, 404, 405, 409), pattern.name
    assert snapshot() == before


def test_post_without_the_forms_token_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.town.people[Role.ADMINISTRATOR])
    before = snapshot()
    for pattern in patterns():
        if pattern.name.startswith(("admin:", "account_", "mfa_")) and "login" not in pattern.name:
            assert client.post(pattern.address(world.town), TYPED).status_code in (403, 404, 405), pattern.name
    assert snapshot() == before
