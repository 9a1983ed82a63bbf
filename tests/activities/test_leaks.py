"""Issue "How good": nobody without the right to people finds a name or a number of a participant, anywhere.

Every address of activities is walked with every object of both sides that it can be about; what comes packed
(Excel, PDF) is unpacked before it is searched.
"""

import io
import zipfile

import pytest
from django.test import Client

from members.roles import RIGHTS, Right, Role
from tests.addresses import VALUES, patterns

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

KINDS = ("studysession", "volunteerevent", "servicerecord")
OF_STAFF = [
    pattern for pattern in patterns() if pattern.route.startswith(tuple(f"admin/activities/{kind}/" for kind in KINDS))
]
OF_ALL = [
    pattern
    for pattern in patterns()
    if pattern.name.startswith(("activities:", "portal:", "articles:", "feed", "sitemap")) or "ics" in pattern.route
]
WITH_PEOPLE = ("over", "children", "rota", "", "pending")
QUERIES = ("", "?q=林晓入", "?q=lxr", "?all=", "?state=waiting", "?format=xlsx")


def _client(member=None) -> Client:
    client = Client(raise_request_exception=False)
    if member:
        client.force_login(member)
    return client


@pytest.fixture(scope="module")
def clients(world, django_db_blocker):
    """A final reviewer opens every page of activities, and may read nobody's name; those who may less: the table."""
    assert Right.PEOPLE not in RIGHTS[Role.FINAL_REVIEWER]
    people = {
        "reviewer": world.town.people[Role.FINAL_REVIEWER], "member": world.harbour.people["member"], "stranger": None,
    }  # fmt: skip
    with django_db_blocker.unblock():
        return {who: _client(member) for who, member in people.items()}


def _objects(side, pattern) -> set[str]:
    """The numbers of what has people in it, of the kinds that an address can be about."""
    parts = pattern.route.split("/")
    if "contest" in parts:
        return {str(side.objects["studysession"]["contest"].pk)}
    kinds = [kind for kind in KINDS if kind in parts] or KINDS[:2]
    return {str(side.objects[kind][state].pk) for kind in kinds for state in WITH_PEOPLE if state in side.objects[kind]}


def _addresses(side, pattern) -> set[str]:
    if not {"pk", "object_id"} & set(pattern.parameters):
        return {pattern.address(side)}
    certificate = side.objects["certificate"][""]
    given = VALUES | {"code": certificate.code, "certificate": str(certificate.pk)}
    numbers = _objects(side, pattern)
    return {pattern.fill(given | {"pk": number, "object_id": number, "content_type_id": "1"}) for number in numbers}


def _unpacked(response) -> bytes:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    raw = response.serialize_headers() + body
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            raw += b"".join(archive.read(name) for name in archive.namelist())
    return raw


def _found(client, address: str, words) -> list[str]:
    raw = _unpacked(client.get(address))
    return [word for word in words if word.encode() in raw]


@pytest.mark.parametrize("pattern", OF_ALL, ids=lambda pattern: pattern.name)
def test_public_page_never_names_who_joined(world, clients, pattern):
    leaks = {}
    for who in ("stranger", "member") if pattern.name.startswith("activities:") else ("stranger",):
        for address in _addresses(world.town, pattern):
            if found := _found(clients[who], address, world.town.joined):
                leaks[who, address] = found
    assert leaks == {}


@pytest.mark.parametrize("pattern", OF_STAFF, ids=lambda pattern: pattern.name)
def test_page_of_staff_names_nobody_to_those_without_the_right(world, clients, pattern):
    leaks = {}
    for address in _addresses(world.town, pattern):
        for query in QUERIES if pattern.name.endswith(("_changelist", "sign_ups", "roster")) else ("",):
            if found := _found(clients["reviewer"], address + query, world.town.joined):
                leaks[address + query] = found
    assert leaks == {}


def test_log_names_nobody_who_joined(world):
    auditor = _client(world.town.people[Role.AUDITOR])
    pages = ["/admin/members/auditentry/"] + [f"/admin/members/auditentry/?p={number}" for number in range(1, 4)]
    assert [page for page in pages if _found(auditor, page, world.town.joined)] == []


def test_organiser_reads_names_and_no_numbers(world):
    """Without this, the tests above would pass on empty pages."""
    organiser, (name, phone) = _client(world.town.people[Role.ORGANISER]), world.town.joined
    for pattern in OF_STAFF:
        if pattern.name.endswith("_sign_ups"):
            found = [_found(organiser, address, [name, phone]) for address in _addresses(world.town, pattern)]
            assert [name] in found, pattern.name
            assert [name, phone] not in found, pattern.name
