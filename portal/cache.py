"""Redis that may be away: pages still answer. Without CACHE_URL the database is the cache and none of this runs."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class FaultTolerantRedis(RedisCache):
    """Treats a cache that does not answer within half a second as an empty one."""


def _tolerant(name: str, fallback):
    def call(self, *args, **kwargs):
        try:
            return getattr(RedisCache, name)(self, *args, **kwargs)
        except RedisError as error:
            logger.warning("cache %s failed: %s", name, error)
            return fallback(*args, **kwargs)

    call.__name__ = name
    return call


def _default(key, default=None, **kwargs):
    return default


for _name, _fallback in {
    "get": _default,
    "get_many": lambda *a, **k: {},
    "set": lambda *a, **k: None,
    "set_many": lambda *a, **k: [],
    "add": lambda *a, **k: True,
    "touch": lambda *a, **k: False,
    "incr": lambda key, delta=1, **k: delta,
    "delete": lambda *a, **k: False,
    "delete_many": lambda *a, **k: None,
    "has_key": lambda *a, **k: False,
}.items():
    setattr(FaultTolerantRedis, _name, _tolerant(_name, _fallback))
