"""What comes next, in a few lines: for the front page, and the pages of an organisation and a topic."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from activities.kinds import Form
from activities.models import Activity
from activities.public.addresses import activity_url

LINES = 6


@dataclass(frozen=True, slots=True)
class ComingLine:
    """The variables of templates/ui/agenda_item.html."""

    title: str
    url: str
    date: datetime
    text: str
    kind: str


def coming(now: datetime, activities=None, lines: int = LINES) -> list[ComingLine]:
    """Return the next activities that strangers see, soonest first (of `activities` when given): one query."""
    rows = (Activity.objects.all() if activities is None else activities).public(now).upcoming(now).soonest_first()
    columns = ("pk", "title", "starts_at", "form", "organisation__name", "kind")
    return [
        ComingLine(
            title, activity_url(pk), max(localtime(starts_at), localtime(now)), f"{Form(form).label} · {unit}", kind
        )
        for pk, title, starts_at, form, unit, kind in rows.values_list(*columns)[:lines]
    ]
