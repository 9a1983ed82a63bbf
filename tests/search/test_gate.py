import pytest
from django.test import RequestFactory

from portal.search.gate import WINDOW, Gate, client_of


class Clock:
    def __init__(self):
        self.now = 10 * WINDOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def gate(clock):
    return Gate(clock)


def _request(address, **headers):
    return RequestFactory().get("/search/", REMOTE_ADDR=address, headers=headers)


def test_gate_lets_as_many_pass_as_allowed(gate):
    assert [gate.wait("10.0.0.1", 3) > 0 for _ in range(5)] == [False, False, False, True, True]


def test_gate_says_how_long_to_wait(gate, clock):
    clock.now += 17.5
    assert [gate.wait("10.0.0.1", 1) for _ in range(2)] == [0, 43]


def test_gate_counts_each_client_for_itself(gate):
    assert [gate.wait(client, 1) for client in ("10.0.0.1", "10.0.0.2")] == [0, 0]


def test_gate_opens_again_after_the_window_and_forgets_everybody(gate, clock):
    gate.wait("10.0.0.1", 1)
    clock.now += WINDOW
    assert gate.wait("10.0.0.2", 1) == 0
    assert dict(gate.counts) == {"10.0.0.2": 1}


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_client_is_an_address_or_a_household_of_ipv6(address, client):
    assert client_of(_request(address)) == client


def test_client_is_no_header_that_anyone_may_send(settings):
    forwarded = {"X-Forwarded-For": "10.9.9.9"}
    assert client_of(_request("10.0.0.1", **forwarded)) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert client_of(_request("10.0.0.1", **forwarded)) == "10.9.9.9"
