"""Database and cache settings from their addresses."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

# SECURITY.md: with Django's own defaults most simultaneous sign-ups met "database is locked"
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
# Pages ask many small questions at once: to compile one or to share it out takes longer than to answer it.
POSTGRES_OPTIONS = {
    "connect_timeout": 3,
    "options": "-c lock_timeout=3000 -c statement_timeout=15000 -c jit=off -c max_parallel_workers_per_gather=0",
}
OPTIONS = {"sqlite": SQLITE_OPTIONS, "postgres": POSTGRES_OPTIONS, "postgresql": POSTGRES_OPTIONS}


def database_from(url: str) -> dict:
    """Return Django's database settings for a `sqlite:///…` or `postgres://…` address.

    Raises ImproperlyConfigured for any other engine: the portal is tested on these two only.
    """
    engine = url.partition("://")[0]
    config = environ.Env.db_url_config(url) if engine in OPTIONS else {}
    if not config.get("NAME"):  # the address itself is not repeated: it may hold a password
        raise ImproperlyConfigured("DATABASE_URL must be sqlite:///path/to/file or postgres://user:password@host/name.")
    if engine == "sqlite":
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    return config | {
        "OPTIONS": OPTIONS[engine] | config.get("OPTIONS", {}),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def email_from(url: str) -> dict:
    """Return Django's mail settings for `smtp://user:password@host:587/?tls=True` and the like, by their names.

    Raises ImproperlyConfigured for an address that names no mail server.
    """
    try:
        config = environ.Env.email_url_config(url)
    except (KeyError, ValueError):
        config = {}
    if not config.get("EMAIL_BACKEND"):
        raise ImproperlyConfigured("EMAIL_URL must be like smtp+tls://user:password@host:587.")
    names = ("BACKEND", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    return {f"EMAIL_{name}": config[f"EMAIL_{name}"] for name in names if config.get(f"EMAIL_{name}")}


def caches_from(url: str) -> dict:
    """Return Django's caches: the database, or Redis by `redis://…` with the database behind it."""
    database = {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
    if not url:
        return {"default": database}
    if not url.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("CACHE_URL must be empty (the database) or start with redis:// or rediss://.")
    redis = {
        "BACKEND": "portal.cache.FaultTolerantRedis",
        "LOCATION": url,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
    return {"default": redis, "fallback": database}
