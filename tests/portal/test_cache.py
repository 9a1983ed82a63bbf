"""Redis away: the database stands in, and nothing old comes back."""

import time

import pytest
from django.core.cache import caches
from redis.exceptions import RedisError

from portal import cache as portal_cache
from portal.settings.services import caches_from
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch):
    monkeypatch.setattr(portal_cache, "PAUSE", 0.2)


@pytest.fixture
def use_cache(settings):
    """Return a function that makes the settings' cache one at an address, with an in-memory one for the database's."""

    def use(address):
        settings.CACHES = caches_from(address) | {
            "fallback": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        }
        caches["fallback"].clear()
        return caches["default"]

    return use


@pytest.fixture
def cache(use_cache, redis):
    return use_cache(redis.address)


def test_redis_there_keeps_values(cache):
    cache.set("a", 1)
    assert (cache.get("a"), caches["fallback"].get("a")) == (1, None)


def test_redis_killed_values_go_to_fallback(cache, redis):
    redis.kill()
    cache.set("a", 1)
    assert cache.add("a", 2) is False
    assert cache.incr("a") == 2
    assert cache.get_many(["a", "b"]) == {"a": 2}


def test_redis_killed_ping_says_so(cache, redis):
    redis.kill()
    with pytest.raises(RedisError):
        cache.ping()


def test_redis_back_is_used_again(cache, redis):
    redis.kill()
    cache.set("a", "of the outage")
    redis.start()
    time.sleep(0.3)
    assert cache.get("a") is None
    cache.set("a", "new")
    assert caches["fallback"].get("a") == "of the outage"


def test_redis_back_what_it_missed_is_gone(cache, use_cache, redis, free_port):
    cache.set("session", "signed in")
    cache.outage.begin(RedisError("planted"))
    cache.delete("session")
    time.sleep(0.3)
    assert cache.get("session") is None


def test_deletion_reaches_both(cache):
    cache.set("session", "signed in")
    caches["fallback"].set("session", "signed in")
    cache.delete("session")
    assert (cache.get("session"), caches["fallback"].get("session")) == (None, None)


def test_redis_hanging_costs_one_time_out(use_cache, deaf_port):
    cache = use_cache(f"redis://127.0.0.1:{deaf_port}")
    before = time.monotonic()
    for _ in range(50):
        cache.get("a")
    assert time.monotonic() - before < 1.5


def test_fallback_value_is_kept_for_minutes_only(use_cache, free_port):
    cache = use_cache(f"redis://127.0.0.1:{free_port}")
    assert [cache._capped(timeout) for timeout in (None, 30, 10**6)] == [600, 30, 600]


def test_redis_killed_pages_and_sessions_work(cache, redis, client):
    client.force_login(MemberFactory(username="alice"))
    redis.kill()
    assert client.get("/accessibility/").status_code == 200
    assert client.get("/accounts/password/change/").status_code == 200


def test_redis_killed_limits_hold(cache, redis, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": "3/m/ip"}
    redis.kill()
    MemberFactory(username="alice")
    answers = [client.post("/accounts/login/", {"login": "alice", "password": f"wrong {n}"}).content for n in range(5)]
    assert answers[4] != answers[0].replace(b"wrong 0", b"wrong 4")
