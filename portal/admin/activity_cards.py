"""The desk of those who hold activities: what is over and has no head count yet."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, StudySession, VolunteerEvent
from activities.unfinished import to_be_closed
from members.access import Scope
from members.roles import Right
from portal.admin.cards import SHOWN, Card, Item, change_url, list_url


def activity_cards(request, scope: Scope) -> Iterator[Card]:
    """One card for both kinds, the oldest first."""
    if not scope.has(Right.PEOPLE):
        return
    mine = Activity.objects.of_organisations(scope.with_right(Right.PEOPLE)).select_related("organisation")
    waiting = to_be_closed(mine, timezone.now()).select_related("studysession", "volunteerevent")
    waiting = waiting.defer("head_html", "page_html", "card_html", "details")
    card = Card("closing", _("Over, to be closed"), _("Every activity that is over has its head count."))
    first = list(waiting.order_by("ends_at", "pk")[: SHOWN + 1])
    card.count = len(first) if len(first) <= SHOWN else waiting.count()
    card.items = [_item(activity) for activity in first[:SHOWN]]
    if first:
        kinds = (StudySession, VolunteerEvent)
        card.lists = [(model._meta.verbose_name_plural, list_url(model, work="closing")) for model in kinds]
    yield card


def _item(activity: Activity) -> Item:
    when = date_format(timezone.localtime(activity.starts_at), "n月j日 H:i")
    return Item(activity.title, change_url(activity.leaf), f"{activity.organisation.brief} · {when}")
