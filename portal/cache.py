"""Redis that may be away: pages still answer, sessions and limits hold. Without CACHE_URL none of this runs.

While Redis does not answer, the database's cache table does its work (`CACHES["fallback"]`), for every
process alike, so that an attacker gains no fresh attempts from a broken cache. Two rules keep old values
from coming back: deletions reach both caches, and Redis, whose copies missed the changes meanwhile, is
emptied before it is used again.
"""

import logging
import time
from functools import cached_property

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds before Redis is tried again, so that an outage costs one time-out and not one per call
FALLBACK_TIMEOUT = 600  # seconds: the longest that a value of one outage may turn up in the next


class Outage:
    """What the threads of a process share about Redis: until when it is left alone, and whether it is behind."""

    def __init__(self):
        self.until = 0.0
        self.is_behind = False

    def begin(self, error: Exception) -> None:
        if not self.is_behind:
            logger.warning("Redis does not answer, the database stands in: %s", error)
        self.until = time.monotonic() + PAUSE
        self.is_behind = True

    def end(self) -> None:
        logger.warning("Redis answers again")
        self.is_behind = False

    @property
    def lasts(self) -> bool:
        return time.monotonic() < self.until


class FaultTolerantRedis(BaseCache):
    """Django's Redis cache, with the database's behind it. Each Redis call fails within its socket time-out."""

    outages: dict[str, Outage] = {}

    def __init__(self, server: str, params: dict):
        super().__init__(params)
        self.redis = RedisCache(server, params)
        self.outage = self.outages.setdefault(server, Outage())

    @cached_property
    def fallback(self) -> BaseCache:
        return caches["fallback"]

    def ping(self) -> None:
        """Raise RedisError when Redis is away, for `/readyz`."""
        self.redis._cache.get_client(write=True).ping()

    def get(self, key, default=None, version=None):
        return self._either("get", key, default, version=version)

    def get_many(self, keys, version=None):
        return self._either("get_many", list(keys), version=version)

    def has_key(self, key, version=None):
        return self._either("has_key", key, version=version)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._either("set", key, value, timeout=timeout, version=version)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        return self._either("set_many", data, timeout=timeout, version=version)

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._either("add", key, value, timeout=timeout, version=version)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._either("touch", key, timeout=timeout, version=version)

    def incr(self, key, delta=1, version=None):
        return self._either("incr", key, delta, version=version)

    def delete(self, key, version=None):
        return self._both("delete", key, version=version)

    def delete_many(self, keys, version=None):
        return self._both("delete_many", list(keys), version=version)

    def clear(self):
        return self._both("clear")

    def _either(self, operation: str, *args, **kwargs):
        """Do it in Redis, or in the fallback while Redis is away."""
        if not self.outage.lasts:
            try:
                return self._in_redis(operation, *args, **kwargs)
            except RedisError as error:
                self.outage.begin(error)
        if "timeout" in kwargs:
            kwargs["timeout"] = self._capped(kwargs["timeout"])
        return getattr(self.fallback, operation)(*args, **kwargs)

    def _both(self, operation: str, *args, **kwargs):
        """Do it in the fallback, and in Redis unless that is away: it is emptied on its return anyway."""
        done = getattr(self.fallback, operation)(*args, **kwargs)
        if self.outage.lasts:
            return done
        try:
            return self._in_redis(operation, *args, **kwargs) or done
        except RedisError as error:
            self.outage.begin(error)
            return done

    def _in_redis(self, operation: str, *args, **kwargs):
        if self.outage.is_behind:
            self.redis.clear()
            self.outage.end()
        return getattr(self.redis, operation)(*args, **kwargs)

    def _capped(self, timeout) -> float:
        timeout = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return FALLBACK_TIMEOUT if timeout is None else min(timeout, FALLBACK_TIMEOUT)
