"""Asks the index and lets the models decide: what `visible_to` does not show was never found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import DateTimeField, F, QuerySet
from django.utils import timezone

from members.access import Scope as StaffScope
from members.access import scope_of
from members.roles import Right
from portal.search.engine import Ask, Found, Scope, engine
from portal.search.engine.base import Key
from portal.search.limits import MOST_HITS
from portal.search.marks import Mark, mark
from portal.search.query import Asked
from portal.search.sources import SOURCES
from publishing.prepared import Prepared
from publishing.querysets import also_in

FEW, MORE = 3, 20  # what the index shows to somebody, the models seldom hide: of three mostly one is left
Marks = tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Eyes:
    """Who looks: a reader of the site, or staff at everything in their scope."""

    user: object
    is_staff: bool = False

    @property
    def scope(self) -> Scope:
        if self.is_staff:
            return staff_scope(scope_of(self.user))
        user, now = self.user, int(timezone.now().timestamp())
        if user.is_authenticated and user.is_active:
            return Scope(now=now, is_member=True, organisation_id=user.organisation_id)
        return Scope(now=now)

    def see(self, kind: str, numbers: Iterable[int]) -> set[int]:
        """Return which rows of a kind they may see, by the model's own rule."""
        source = SOURCES[kind]
        if not self.is_staff and self.user.is_anonymous:
            return {number for (number,) in _public(kind).among(numbers, now=timezone.now())}
        allowed = source.in_scope(scope_of(self.user)) if self.is_staff else source.visible(self.user)
        rows = also_in(source.model._default_manager.filter(pk__in=list(numbers)), allowed)
        return set(rows.values_list("pk", flat=True))

    def seen(self, found: list[Found]) -> list[Found]:
        """Leave what they may see, in its order: one query for each kind."""
        kinds = {hit.kind for hit in found}
        asked = {kind for kind in kinds if self.is_staff or not SOURCES[kind].is_open}
        seen: set[Key] = {
            (kind, number)
            for kind in asked
            for number in self.see(kind, (hit.object_id for hit in found if hit.kind == kind))
        }
        return [hit for hit in found if hit.key in seen or hit.kind not in asked]


@cache
def _public(kind: str) -> Prepared:
    """What strangers see of a kind: nearly every search asks it."""

    def visible(now: datetime) -> QuerySet:
        source = SOURCES[kind]
        rows = source.visible(AnonymousUser(), now)
        if connection.vendor == "sqlite":  # which would go through all that is public, whatever is asked for
            rows = also_in(source.model._default_manager.all(), rows)
        return rows.order_by().annotate(number=F("pk")).values_list("number")

    return Prepared(visible, now=DateTimeField)


def staff_scope(scope: StaffScope) -> Scope:
    return Scope(is_staff=True, organisations=None if scope.everything else scope.with_right(Right.READ))


def ask_for(asked: Asked, scope: Scope, marks: Marks = ()) -> Ask:
    public = () if scope.is_staff or scope.is_member else (frozenset({mark(Mark.PUBLIC, 1)}),)
    return Ask(scope=scope, terms=asked.terms, without=asked.excluded, marks=(*marks, *public))


def look(asked: Asked, eyes: Eyes, marks: Marks = (), *, by_date: bool = False) -> tuple[list[Found], bool]:
    """Return what is found, whose title holds the words first, and whether there is more than that."""
    ask, limit = ask_for(asked, eyes.scope, marks), MOST_HITS + 1
    found = engine().newest(ask, limit) if by_date else engine().best(ask, limit)
    return eyes.seen(found[:MOST_HITS]), len(found) > MOST_HITS


def is_there(asked: Asked, eyes: Eyes) -> bool:
    """Whether anything at all is found."""
    ask = ask_for(asked, eyes.scope)
    found = engine().some(ask, FEW)
    return bool(eyes.seen(found)) or (len(found) >= FEW and bool(eyes.seen(engine().some(ask, MORE))))
