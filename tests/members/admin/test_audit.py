import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members import audit
from members.models import AuditEntry

LIST = "/admin/members/auditentry/"


def _record(action="sign_in", **kwargs):
    with transaction.atomic():
        return audit.record(action=action, **{"actor": None} | kwargs)


@pytest.fixture
def log(people):
    _record(actor=people.alice, obj=people.bob, note="甲")
    _record(actor=people.bob, obj=people.alice, action="password.issue", note="乙")
    _record(actor=people.eve, obj=people.mallory, note="丙")
    _record(action="sign_in.failed", note="丁")


def _notes(answer):
    """The notes of the entries that `log` made; signing in for the test left others."""
    return [entry.note for entry in answer.context["cl"].result_list if entry.note]


@pytest.mark.parametrize(
    ("name", "notes"), [("olga", ["乙", "甲"]), ("dana", ["乙", "甲"]), ("root", ["丁", "丙", "乙", "甲"])]
)
def test_log_shows_the_scope_newest_first(client, people, log, name, notes):
    people.root = people.charlie
    people.root.is_superuser = True
    people.root.save()
    client.force_login(getattr(people, name))
    assert _notes(client.get(LIST)) == notes


@pytest.mark.parametrize("name", ["alice", "dave"])
def test_log_is_closed_to_other_roles(client, people, log, name):
    client.force_login(getattr(people, name))
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ({"q": "bob"}, ["乙", "甲"]),  # what bob did, and what was done to him
        ({"q": "甲"}, ["甲"]),
        ({"q": "2"}, ["乙"]),
        ({"q": "eve"}, []),
        ({"act": "password.issue"}, ["乙"]),
        ({"act": ".change"}, []),
        ({"at__gte": "2000-01-01 00:00:00+08:00"}, ["乙", "甲"]),
    ],
)
def test_search_and_filters(client, people, log, query, notes):
    client.force_login(people.olga)
    assert _notes(client.get(LIST, query)) == notes


def test_huge_number_finds_nothing(client, people, log):
    client.force_login(people.olga)
    assert _notes(client.get(LIST, {"q": "9" * 40})) == []


@pytest.mark.parametrize("words", ["²", "①", "٣"])
def test_odd_digits_find_nothing(client, people, log, words):
    client.force_login(people.olga)
    assert client.get(LIST, {"q": words}).status_code == 200


def test_people_are_shown_by_their_present_name(client, people, log):
    people.bob.display_name = "周建国"
    people.bob.save()
    client.force_login(people.olga)
    assert "周建国" in client.get(LIST).content.decode()
    entry = AuditEntry.objects.get(note="甲")
    assert "周建国" in client.get(reverse("admin:members_auditentry_change", args=[entry.pk])).content.decode()


def test_list_costs_the_same_for_two_and_forty(client, people, log):
    client.force_login(people.olga)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    before = queries()
    for _ in range(40):
        _record(actor=people.alice, obj=people.bob)
    assert queries() == before


def test_nobody_changes_the_log_not_even_a_superuser(client, people, log):
    people.charlie.is_superuser = True
    people.charlie.save()
    client.force_login(people.charlie)
    entry = AuditEntry.objects.first()
    before = list(AuditEntry.objects.values())
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{entry.pk}/change/", {"note": "x"}).status_code == 403
    assert client.post(f"{LIST}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert list(AuditEntry.objects.values()) == before


def test_erased_actor_is_named_no_more(client, people, log):
    client.force_login(people.olga)
    before = client.get(LIST).content.decode().count("Alice")
    audit.erase_personal(people.alice)
    assert (before, client.get(LIST).content.decode().count("Alice")) == (2, 1)  # who did 甲; whom 乙 was done to
