"""What a public page may cost, and that it is the same bytes for everybody."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.articles.reading import BOUNDS, MOST_BYTES, fill, in_english, machine_paths, paths

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

MANY = 30


def _queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(captured)


def _costs(client, place) -> dict[str, int]:
    return {name: _queries(client, path) for name, path in (paths(place) | machine_paths(place)).items()}


@pytest.mark.parametrize("keep", [True, False], ids=["kept", "stale"])
def test_a_page_asks_no_more_queries_with_many_rows_than_with_one(client, keep):
    few = _costs(client, fill(1, keep=keep))
    many = _costs(client, fill(MANY, keep=keep))

    assert {name: number for name, number in many.items() if number > few[name]} == {}
    assert max(many.values()) <= BOUNDS


def test_an_english_page_stays_within_the_bound(client):
    place = fill(MANY, keep=True)
    costs = {name: _queries(client, in_english(path)) for name, path in paths(place).items()}

    assert max(costs.values()) <= BOUNDS, costs


def test_kept_pieces_spare_the_queries_that_make_them(client):
    place = fill(MANY, keep=True)

    assert _queries(client, paths(place)["article"]) <= 3
    assert _queries(client, paths(place)["articles"]) <= 3


def test_a_full_page_stays_small(client):
    place = fill(MANY)
    sizes = {name: len(client.get(path).content) for name, path in paths(place).items()}

    assert max(sizes.values()) <= MOST_BYTES, sizes


def test_a_page_is_the_same_for_a_stranger_and_a_member(client, people):
    place = fill(2)
    addresses = [*paths(place).values(), *machine_paths(place).values()]
    as_stranger = [client.get(path) for path in addresses]
    client.force_login(people.alice)
    as_member = [client.get(path) for path in addresses]

    assert [answer.content for answer in as_member] == [answer.content for answer in as_stranger]
    assert not any(answer.cookies for answer in [*as_stranger, *as_member])
    assert not any("Cookie" in answer.get("Vary", "") for answer in [*as_stranger, *as_member])


def test_a_page_is_public_to_caches_that_ask_each_time(client):
    place = fill(1)
    answer = client.get(paths(place)["article"])
    again = client.get(paths(place)["article"], headers={"if-none-match": answer["ETag"]})

    assert {"public", "no-cache"} == set(answer["Cache-Control"].split(", "))
    assert again.status_code == 304
