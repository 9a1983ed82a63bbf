"""The seam: who keeps the index. `docs/search.md` says what another backend would have to do."""

from django.db import connection

from portal.search.engine.base import Ask, Document, Engine, Found, Scope
from portal.search.engine.postgresql import PostgresEngine
from portal.search.engine.sqlite import SqliteEngine

__all__ = ["Ask", "Document", "Engine", "Found", "Scope", "engine"]

ENGINES = {"sqlite": SqliteEngine(), "postgresql": PostgresEngine()}


def engine() -> Engine:
    """Return the index of the database that is in use."""
    return ENGINES[connection.vendor]
