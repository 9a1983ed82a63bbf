"""The desk of those who hold activities: what is over and has no head count yet, and whose roster is not filled in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from activities.models import Activity, Attendance, StudySession, VolunteerEvent
from activities.unfinished import to_be_closed
from members.access import Scope
from members.roles import Right
from portal.admin.cards import SHOWN, Card, Item, list_url, name_of

PATIENCE = timedelta(days=2)  # what is open for longer stands first on the desk


def activity_cards(request, scope: Scope) -> Iterator[Card]:
    """One card for both kinds, the oldest first; each leads to its roster."""
    if not scope.has(Right.PEOPLE):
        return
    now = timezone.now()
    mine = Activity.objects.of_organisations(scope.with_right(Right.PEOPLE)).select_related("organisation")
    waiting = to_be_closed(mine, now).select_related("studysession", "volunteerevent")
    waiting = waiting.defer("head_html", "page_html", "card_html", "details")
    first = list(waiting.order_by("ends_at", "pk")[: SHOWN + 1])
    is_late = any(activity.ends_at < now - PATIENCE for activity in first)
    card = Card(
        "closing_late" if is_late else "closing", _("Over, to be closed"),
        _("Every activity that is over has its head count."),
    )  # fmt: skip
    card.count = len(first) if len(first) <= SHOWN else waiting.count()
    unmarked = _unmarked(first[:SHOWN], now)
    card.items = [_item(activity, unmarked.get(activity.pk, 0)) for activity in first[:SHOWN]]
    if first:
        kinds = (StudySession, VolunteerEvent)
        card.lists = [(model._meta.verbose_name_plural, list_url(model, work="closing")) for model in kinds]
    yield card


def _unmarked(activities: list[Activity], now: datetime) -> dict[int, int]:
    """How many lines of each roster nobody has marked; of one that comes again those of evenings that are over."""
    lines = Attendance.objects.filter(activity__in=[activity.pk for activity in activities], state="")
    lines = lines.exclude(shift__ends_at__gt=now).order_by()
    return dict(lines.values_list("activity").annotate(number=Count("pk")))


def _item(activity: Activity, unmarked: int) -> Item:
    when = date_format(timezone.localtime(activity.starts_at), "n月j日 H:i")
    notes = [activity.organisation.brief, when]
    if unmarked:
        notes.append(ngettext("%(n)s line not marked", "%(n)s lines not marked", unmarked) % {"n": unmarked})
    roster = reverse(f"admin:{name_of(type(activity.leaf))}_roster", args=[activity.pk])
    return Item(activity.title, roster, " · ".join(notes))
