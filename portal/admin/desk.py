"""The desk: what waits for the person who signed in. Cards come from providers; each kind of publication joins by itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import reduce
from operator import or_

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.models import Photo
from members.access import Scope, scope_of
from members.roles import Right
from portal.admin.activity_cards import activity_cards
from portal.admin.cards import SHOWN, Card, Item, change_url, filled, list_url, name_of
from portal.admin.record_cards import record_cards
from publishing.kinds import kinds
from publishing.models import Consent
from publishing.queues import QUEUES, Queue

LACKS = {"picture": _("no picture"), "caption": _("no caption"), "credit": _("no credit"), "alt": _("no description")}
CONSENT_NOTICE = timedelta(days=30)


def desk_context(request) -> dict:
    """Return the template variables `cards` and `quick_actions`; the number of queries is the same for any amount of work."""
    scope = scope_of(request.user)
    cards = [card for provider in PROVIDERS for card in provider(request, scope)]
    return {
        "cards": sorted(cards, key=lambda card: not card.is_urgent),  # what is late or waits for one stands first
        "quick_actions": list(quick_actions(request)),
    }


def quick_actions(request) -> Iterator[tuple[str, str]]:
    """What a person may begin: label and address.

    An admin class may name its own in `desk_actions`: label, name of the address, and rights that it asks for besides.
    """
    for model, model_admin in _registered(kinds()):
        if model_admin.has_add_permission(request):
            plain = [(_("New: %(kind)s") % {"kind": model._meta.verbose_name}, f"admin:{name_of(model)}_add")]
            for label, url_name, *rights in getattr(model_admin, "desk_actions", plain):
                if all(scope_of(request.user).has(right) for right in rights):
                    yield label, reverse(url_name)


def publication_cards(request, scope: Scope) -> Iterator[Card]:
    for queue in QUEUES.values():
        if scope.has(queue.right):
            yield _queue_card(queue, request.user)


def _queue_card(queue: Queue, user) -> Card:
    card, now, found = Card(queue.key, queue.title, queue.empty), timezone.now(), []
    for kind, _model_admin in _registered(kinds()):
        waiting = queue.narrow(kind._default_manager.all(), user, now).order_by(queue.order)
        first = list(waiting.select_related("organisation").defer(*_texts(kind))[: SHOWN + 1])
        if first:
            number = len(first) if len(first) <= SHOWN else waiting.count()
            card.count += number
            card.lists.append((kind._meta.verbose_name_plural, list_url(kind, queue=queue.key)))
            found += first
    moment = queue.order.lstrip("-")
    found.sort(key=lambda item: getattr(item, moment), reverse=queue.order.startswith("-"))
    card.items = [_item(item, getattr(item, moment)) for item in found[:SHOWN]]
    return card


def _item(publication, moment) -> Item:
    kind, when = publication._meta.verbose_name, date_format(timezone.localtime(moment), "n月j日 H:i")
    note = f"{kind} · {publication.organisation.brief} · {when}"
    return Item(str(publication), change_url(publication), publication.return_reason or note)


def photo_cards(request, scope: Scope) -> Iterator[Card]:
    """Pictures that no text may use yet."""
    if not scope.has(Right.WRITE):
        return
    today, photos = timezone.localdate(), Photo.objects.showable().of_organisations(scope.with_right(Right.WRITE))
    lacking = reduce(or_, (photos.lacking(part, today) for part in LACKS)).order_by("-pk")
    card = Card("photos", _("Photos to complete"), _("Every photo has its picture, caption, credit and description."))
    filled(card, lacking, lambda photo: photo.get_state_display())
    if card.count:
        card.lists = [(label, list_url(Photo, lacks=part)) for part, label in LACKS.items()]
    yield card


def consent_cards(request, scope: Scope) -> Iterator[Card]:
    if scope.has(Right.WRITE):
        today = timezone.localdate()
        ending = Consent.objects.of_organisations(scope.with_right(Right.WRITE)).filter(
            withdrawn_at__isnull=True, valid_until__range=(today, today + CONSENT_NOTICE)
        )
        card = Card("consents", _("Consents that end soon"), _("No consent ends within 30 days."))
        note = lambda consent: _("until %(date)s") % {"date": date_format(consent.valid_until)}  # noqa: E731
        yield filled(card, ending.defer("who").order_by("valid_until"), note)


# A floor that adds work of its own adds a provider here: (request, scope) to cards.
PROVIDERS: list[Callable[[object, Scope], Iterator[Card]]] = [
    publication_cards,
    activity_cards,
    record_cards,
    photo_cards,
    consent_cards,
]


def _registered(models_: list[type[models.Model]]) -> Iterator:
    registry = admin.site._registry
    return ((model, registry[model]) for model in models_ if model in registry)


def _texts(kind: type[models.Model]) -> list[str]:
    """The long fields, which the desk does not show."""
    return [column.name for column in kind._meta.concrete_fields if isinstance(column, models.TextField)]
