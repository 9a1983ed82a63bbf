"""Queries that take the ORM longer to write than the database to answer: written once, asked with other values."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from django.db import connection, models
from django.db.models import Expression, QuerySet


class Written(NamedTuple):
    sql: str
    places: list[tuple[str, object]]  # of each parameter: the name of the value, or itself where it never changes
    converters: list[tuple[int, list[Callable], Expression]]  # of the columns that the driver gives otherwise


class Prepared:
    """A query of several parts whose SQL is kept per database vendor.

    `build` is called once, with a stand-in for each name of `kinds`; every place of the SQL where a stand-in turns up
    is filled anew with the value that `rows` is given. So the query says what `build` says, visibility included.
    `before` names the moments that the query reckons from those values: {"yesterday": ("now", timedelta(days=1))}.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet],
        *,
        before: Mapping[str, tuple[str, timedelta]] = MappingProxyType({}),
        **kinds: type[models.Field],
    ):
        self.build, self.before = build, before
        self.fields = {name: kind() for name, kind in kinds.items()}
        self.fields |= {name: self.fields[other] for name, (other, _by) in before.items()}
        self.written: dict[str, Written] = {}

    def rows(self, **values) -> list[tuple]:
        """Return the rows as `values_list` does: one query."""
        return self._rows("%s", values)

    def among(self, numbers: Iterable[int], **values) -> list[tuple]:
        """Return the rows whose column named `number` is one of those."""
        return self._rows(_among(numbers), values)

    def instances(self, model: type[models.Model], numbers: Iterable[int], **values) -> list:
        """Return what `among` does as instances of a model; its fields that the query leaves out are deferred."""
        return list(model._base_manager.raw(*self._asked(_among(numbers), values)))

    def _rows(self, around: str, values: dict) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(*self._asked(around, values))
            converters = self.written[connection.vendor].converters
            return [_converted(row, converters) for row in cursor.fetchall()]

    def _asked(self, around: str, values: dict) -> tuple[str, list]:
        sql, places, _converters = self.written.get(connection.vendor) or self._write()
        adapted = self._adapted(values)
        return around.replace("%s", sql), [adapted[name] if name else value for name, value in places]

    def _write(self) -> Written:
        given = (name for name in self.fields if name not in self.before)
        stand_ins = {name: _stand_in(self.fields[name], number) for number, name in enumerate(given)}
        compiler = self.build(**stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        converters = [(at, found, column) for at, (found, column) in compiler.get_converters(columns).items()]
        names = {value: name for name, value in self._adapted(stand_ins).items()}
        places = [(names.get(value, ""), value) for value in parameters]
        self.written[connection.vendor] = Written(sql, places, converters)
        return self.written[connection.vendor]

    def _adapted(self, values: dict) -> dict:
        known = values | {name: values[other] - by for name, (other, by) in self.before.items()}
        return {name: self.fields[name].get_db_prep_value(value, connection) for name, value in known.items()}


def _among(numbers: Iterable[int]) -> str:
    wanted = ", ".join(str(int(number)) for number in numbers)
    if connection.vendor == "postgresql":  # which takes as long over a hundred numbers as over their rows
        return f"SELECT * FROM (%s) AS row WHERE number = ANY('{{{wanted}}}')"
    return f"SELECT * FROM (%s) AS row WHERE number IN ({wanted or 'NULL'})"


def _converted(row: tuple, converters: list) -> tuple:
    if not converters:
        return row
    row = list(row)
    for at, found, column in converters:
        for convert in found:
            row[at] = convert(row[at], column, connection)
    return tuple(row)


def _stand_in(field: models.Field, number: int):
    """A value of the field's kind that no row has."""
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat(f"0999-{number + 1:02}-15T00:00:00+00:00")
    return -(10**15) - number if isinstance(field, models.BigIntegerField) else f"\x02{number}"
