"""The row of a public activity's page, with as little of the ORM as it takes: the page that is asked for most."""

from datetime import datetime

from django.db import connection, models
from django.db.models import BigIntegerField, DateTimeField, QuerySet

from activities.models import Activity
from publishing.prepared import Prepared

RELATIONS = ("organisation", "topic", "place")


def kept_page(pk: int, now: datetime) -> Activity | None:
    """Return what `reachable().for_kept_page()` does, None where there is nothing: one query."""
    if pk > BigIntegerField.MAX_BIGINT:
        return None
    found = QUERY.rows(pk=pk, now=now)
    return _activity(dict(zip(COLUMNS, found[0], strict=True))) if found else None


def _query(*, pk: int, now: datetime) -> QuerySet:
    return Activity.objects.reachable(now).filter(pk=pk).values_list(*COLUMNS)


def _columns() -> list[str]:
    """Return the columns of the queryset's own choice, and the keys of what is related."""
    named, _deferred = Activity.objects.for_kept_page().query.deferred_loading
    return ["id", *(f"{name}_id" for name in RELATIONS), *sorted(named)]


COLUMNS = _columns()
QUERY = Prepared(_query, pk=BigIntegerField, now=DateTimeField)


def _activity(row: dict) -> Activity:
    activity = _loaded(Activity, {name: value for name, value in row.items() if "__" not in name})
    for name in RELATIONS:
        related = {"id": row[f"{name}_id"]}
        related |= {key.partition("__")[2]: value for key, value in row.items() if key.startswith(f"{name}__")}
        model = Activity._meta.get_field(name).related_model
        setattr(activity, name, _loaded(model, related) if related["id"] is not None else None)
    return activity


def _loaded(model: type[models.Model], values: dict) -> models.Model:
    """Return an instance as from a query; what is not among the values is loaded when it is asked for."""
    values = {field.attname: values[field.attname] for field in model._meta.concrete_fields if field.attname in values}
    return model.from_db(connection.alias, list(values), list(values.values()))
