"""SECURITY.md, "Access": every URL pattern with every role answers as tests/access_table.txt says, and leaks nothing."""

from pathlib import Path

import pytest
from django.test import Client

from members.audit_actions import LABELS
from members.roles import RIGHTS, Role
from tests.addresses import patterns, put_rendition
from tests.watching import READINGS, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PATTERNS = {pattern.name: pattern for pattern in patterns()}
TOWN = {
    "member": "member", "writer": Role.WRITER, "first": Role.FIRST_REVIEWER, "second": Role.SECOND_REVIEWER,
    "final": Role.FINAL_REVIEWER, "dispatch": Role.DISPATCHER, "auditor": Role.AUDITOR, "admin": Role.ADMINISTRATOR,
}  # fmt: skip
HARBOUR = {"o-writer": Role.WRITER, "o-admin": Role.ADMINISTRATOR}


def _read_table() -> dict[str, dict[str, int]]:
    """Return the expected statuses: pattern name -> column -> status; a name's star says who reads names there."""
    lines = (Path(__file__).parent / "access_table.txt").read_text().splitlines()
    head, *rows = [line.split() for line in lines if line and not line.startswith("#")]
    return {name: dict(zip(head[1:], map(int, statuses), strict=True)) for name, *statuses in rows}


TABLE = _read_table()
# Pages with names of participants: secretaries and organisers, unlike writers, are answered as administrators are.
OF_PEOPLE = {name.lstrip("*") for name in TABLE if name.startswith("*")}
TABLE = {name.lstrip("*"): row for name, row in TABLE.items()}


@pytest.fixture(scope="module")
def clients(world, django_db_blocker):
    """A signed-in client for each column of the table."""
    put_rendition()
    people = {column: world.town.people[role] for column, role in TOWN.items()}
    people |= {column: world.harbour.people[role] for column, role in HARBOUR.items()}
    people |= {Role.ORGANISER: world.town.people[Role.ORGANISER], "stranger": None, "super": world.superuser}
    with django_db_blocker.unblock():
        return {who: _client(member) for who, member in people.items()}


@pytest.fixture(scope="module")
def untouched(clients, django_db_blocker):
    with django_db_blocker.unblock():
        return snapshot()


def _client(member=None) -> Client:
    client = Client(raise_request_exception=False)
    if member:
        client.force_login(member)
    return client


def _raw(response) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.serialize_headers() + body


def _foreign_canaries(world, who: str) -> list[str]:
    """What must not be in an answer to somebody: the other side's words; for a stranger both sides'."""
    sides = {"stranger": [world.town, world.harbour], "super": []}
    hidden = sides.get(who, [world.town] if who in HARBOUR else [world.harbour])
    return [canary for side in hidden for canary in side.canaries]


def _leaks(world, who: str, response) -> list[str]:
    raw = _raw(response)
    return [canary for canary in _foreign_canaries(world, who) if canary.encode() in raw]


def test_table_knows_every_pattern_and_no_other():
    assert sorted(TABLE) == sorted(PATTERNS)


@pytest.mark.parametrize("name", TABLE)
def test_pattern_answers_each_role_as_the_table_says_and_changes_nothing(world, clients, untouched, name):
    address = PATTERNS[name].address(world.town)
    answers = {who: clients[who].get(address) for who in TABLE[name]}
    assert {who: answer.status_code for who, answer in answers.items()} == TABLE[name]
    assert {who: leaks for who, answer in answers.items() if (leaks := _leaks(world, who, answer))} == {}
    assert snapshot() == untouched


def test_what_is_recorded_as_read_has_a_name():
    assert set(LABELS) >= READINGS


def test_secretaries_and_organisers_may_the_same():
    assert RIGHTS[Role.SECRETARY] == RIGHTS[Role.ORGANISER]


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("admin")])
def test_pattern_answers_organisers_as_writers_or_where_names_are_as_administrators(world, clients, name):
    answer = clients[Role.ORGANISER].get(PATTERNS[name].address(world.town))
    is_writers_own = name.endswith("_recall")  # the text is the writer's to take back
    alike = TABLE[name]["admin" if name in OF_PEOPLE else "writer"]
    assert answer.status_code == (403 if is_writers_own else alike)
    assert _leaks(world, Role.ORGANISER, answer) == []


@pytest.mark.parametrize("who", ["stranger", "member"])
@pytest.mark.parametrize("name", [name for name, pattern in PATTERNS.items() if pattern.is_translated])
def test_english_address_answers_like_the_chinese_one(world, clients, name, who):
    answer = clients[who].get("/en" + PATTERNS[name].address(world.town))
    assert answer.status_code == TABLE[name][who]
    assert _leaks(world, who, answer) == []


@pytest.mark.parametrize("who", ["stranger", *TOWN])
@pytest.mark.parametrize("kind", ["article", "photoreport"])
def test_hidden_publication_of_others_has_no_public_address(world, clients, kind, who):
    name = {"article": "articles:article", "photoreport": "articles:photo-report"}[kind]
    for state in ("draft", "in_review", "scheduled", "internal"):
        pk = str(world.harbour.objects[kind][state].pk)
        assert clients[who].get(PATTERNS[name].fill({"pk": pk})).status_code == 404, state


@pytest.mark.parametrize("query", ["?q=canary", "?q=1397191", "?all="])
@pytest.mark.parametrize("name", [name for name in TABLE if name.endswith(("_changelist", "_picker"))])
def test_list_of_staff_never_shows_others_rows(world, clients, name, query):
    answer = clients["admin"].get(PATTERNS[name].address(world.town) + query, follow=True)
    assert answer.status_code == TABLE[name]["admin"]
    assert _leaks(world, "admin", answer) == []


def test_canaries_are_seen_by_their_own_people(world, clients):
    """Without this, the tests above would pass on empty pages."""
    seen = clients["admin"].get("/admin/articles/article/")
    assert world.town.canaries[0].encode() in _raw(seen)
