"""What readers see of an activity, as plain JSON values: what is reviewed and hashed; and the same in words."""

from datetime import date, datetime, time

from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.kinds import Kind

FIELDS = (
    "title", "form", "summary", "details", "audience", "starts_at", "ends_at", "place", "venue", "directions", "bring",
    "contact_name", "contact_phone", "cover", "takes_sign_ups", "seats", "basis", "sign_up_opens_at",
    "sign_up_closes_at", "cancel_until", "question", "age_min", "age_max", "check_in",
)  # fmt: skip
STUDY_FIELDS = ("ordinal", "theme", "fact_sources", "class_name", "shows_people")
SERVICE_FIELDS = (
    "tasks", "meeting_point", "skills", "min_people", "person_in_charge", "risk_notice", "is_hazardous",
    "insurance_number", "weekdays", "shift_from", "shift_until", "repeats_until",
)  # fmt: skip


def content_of(activity) -> dict:
    """Return the content of a study session or volunteer event: its fields, and its rows as lists of lists."""
    own = STUDY_FIELDS if activity.kind == Kind.STUDY else SERVICE_FIELDS
    return {name: _plain(getattr(activity, name)) for name in (*FIELDS, *own)} | rows_of(activity)


def rows_of(activity) -> dict[str, list]:
    """Return what stands in rows beneath an activity, by the names of the relations: at most five queries."""
    rows = {
        "legs": [
            [leg.day, *map(_plain, (leg.starts, leg.ends)), leg.transport, leg.line, leg.start, leg.stop, leg.what, leg.leader]
            for leg in activity.legs.all()
        ],
        "groups": [
            [group.kind, group.name, group.seats, str(group.organisation or ""), group.leader]
            for group in activity.groups.select_related("organisation")
        ],
        "pools": [[str(pool.organisation), pool.seats] for pool in quotas_of(activity)],
    }  # fmt: skip
    if activity.kind == Kind.STUDY:
        rows["speakers"] = [[row.unit, row.name, row.subject] for row in activity.speakers.all()]
        rows["materials"] = [[row.title, row.source, row.url, row.article_id] for row in activity.materials.all()]
    return rows


def quotas_of(activity):
    """The pools of single units, without the open one."""
    quotas = activity.pools.filter(organisation__isnull=False)
    return quotas.select_related("organisation").order_by("organisation__position", "organisation_id")


def _plain(value):
    match value:
        case datetime():
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case models.Model():
            return value.content() if hasattr(value, "content") else str(value)
    return value


# --- in words ---
def in_words(activity, key: str, value) -> str | None:
    """Return a part of the content as people read it; None for plain text."""
    if key in ROWS:
        return "\n".join(ROWS[key](*row) for row in value or ())
    if key == "weekdays" and value:
        return weekdays_in_words(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return str(value)
    field = activity._meta.get_field(key) if value and isinstance(value, str) and key in FIELDS else None
    return str(dict(field.flatchoices).get(value, value)) if field is not None and field.choices else None


def weekdays_in_words(digits: str) -> str:
    """Return 每天 for all seven of them, else 星期一、星期三."""
    days = [str(WEEKDAYS[int(digit) - 1]) for digit in sorted(set(digits)) if digit in "1234567"]
    return _("every day") if len(days) == len(WEEKDAYS) else "、".join(days)


def span(starts: str, ends: str) -> str:
    """Return 08:00—09:30, or the one end that is known."""
    return "—".join(filter(None, (starts, ends)))


def _leg(day, starts, ends, transport, line, start, stop, what, leader) -> str:
    from activities.models import Leg  # the models import this module

    when = " ".join(filter(None, (_("Day %(n)s") % {"n": day}, span(starts, ends))))
    led = _("led by %(name)s") % {"name": leader} if leader else ""
    way = " → ".join(filter(None, (start, stop)))
    return " · ".join(filter(None, (when, str(Leg.Transport(transport).label), line, way, what, led)))


def _group(kind, name, seats, unit, leader) -> str:
    from activities.models import Group  # the models import this module

    led = _("led by %(name)s") % {"name": leader} if leader else ""
    return " · ".join(filter(None, (str(Group.Kind(kind).label), name, seats_in_words(seats), unit, led)))


def _pool(unit, seats) -> str:
    return " · ".join(filter(None, (unit, seats_in_words(seats))))


def _speaker(unit, name, subject) -> str:
    return " · ".join(filter(None, (unit, name, subject)))


def _material(title, source, url, article) -> str:
    return " · ".join(filter(None, (title, source, url, _("article %(n)s") % {"n": article} if article else "")))


def seats_in_words(seats: int | None) -> str:
    return "" if seats is None else ngettext("%(n)s seat", "%(n)s seats", seats) % {"n": seats}


ROWS = {"legs": _leg, "groups": _group, "pools": _pool, "speakers": _speaker, "materials": _material}
