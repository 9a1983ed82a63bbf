"""Queries that take the ORM longer to write than the database to answer: written once, asked with other values."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, models
from django.db.models import QuerySet


class Prepared:
    """A query of several parts whose SQL is kept per database vendor.

    `build` is called once, with a stand-in for each name of `kinds`; every place of the SQL where a stand-in turns up
    is filled anew with the value that `rows` is given. So the query says what `build` says, visibility included.
    """

    def __init__(self, build: Callable[..., QuerySet], **kinds: type[models.Field]):
        self.build = build
        self.fields = {name: kind() for name, kind in kinds.items()}
        self.written: dict[str, tuple[str, list]] = {}

    def rows(self, **values) -> list[tuple]:
        """Return the rows as the database driver gives them: one query."""
        sql, places = self.written.get(connection.vendor) or self._write()
        adapted = {name: self._adapt(name, value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [adapted[name] if name else value for name, value in places])
            return cursor.fetchall()

    def _write(self) -> tuple[str, list]:
        stand_ins = {name: _stand_in(field, number) for number, (name, field) in enumerate(self.fields.items())}
        sql, parameters = self.build(**stand_ins).query.get_compiler(connection=connection).as_sql()
        names = {self._adapt(name, value): name for name, value in stand_ins.items()}
        places = [(names.get(value, ""), value) for value in parameters]
        self.written[connection.vendor] = sql, places
        return sql, places

    def _adapt(self, name: str, value):
        return self.fields[name].get_db_prep_value(value, connection)


def _stand_in(field: models.Field, number: int):
    """A value of the field's kind that no row has."""
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(f"0999-01-{number + 1:02}T00:00:00+00:00")
    return -(10**15) - number if isinstance(field, models.BigIntegerField) else f"\x02{number}"
