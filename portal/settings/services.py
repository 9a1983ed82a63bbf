"""Database and cache settings from their addresses."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
POSTGRES_OPTIONS = {
    "connect_timeout": 3,
    "options": "-c lock_timeout=3000 -c statement_timeout=15000",
}


def database_from(url: str) -> dict:
    """Return Django's database settings for a `sqlite:///…` or `postgres://…` address.

    Raises ImproperlyConfigured for any other engine: the portal is tested on these two only.
    """
    config = env.db_url_config(url)
    engine = config["ENGINE"]
    if engine.endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
        if config["NAME"] != ":memory:":
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    elif engine.endswith("postgresql"):
        config["OPTIONS"] = {**POSTGRES_OPTIONS, **config.get("OPTIONS", {})}
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    else:
        raise ImproperlyConfigured("DATABASE_URL must name an SQLite or a PostgreSQL database.")
    return config


def cache_from(url: str) -> dict:
    """Return Django's cache settings: the database by default, Redis (with short time-outs) by `redis://…`."""
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    if url.startswith(("redis://", "rediss://")):
        return {
            "BACKEND": "portal.cache.FaultTolerantRedis",
            "LOCATION": url,
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
    raise ImproperlyConfigured("CACHE_URL must be empty (the database) or start with redis://.")
