"""What stands beside a text: other articles, and what the floors above know of it.

Those register in their AppConfig.ready, as they do with the exporters of members: nothing here knows of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import BigIntegerField, DateTimeField, F, QuerySet, Value
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Article, PhotoReport
from articles.public.addresses import address_of
from articles.public.headlines import Headline
from publishing.prepared import Prepared

ASIDE_LENGTH, JOINED = 6, 3
ARTICLE = "articles:article"

# name of an address -> the public rows that a text is about, annotated with `at`
BESIDE: dict[str, Callable[[Article | PhotoReport, datetime | None], QuerySet]] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """The variables of templates/ui/agenda_item.html."""

    title: str
    url: str
    date: datetime


def beside(text: Article | PhotoReport, now: datetime | None = None) -> list[Line]:
    """Return what a text is about: one query, none where nothing is registered."""
    known = _known(text, now)
    rows = _rows(known) if known else ()
    return [Line(title, address_of(name, pk), localtime(at)) for name, pk, title, at in rows][:JOINED]


def around(article: Article, now: datetime | None = None) -> dict:
    """Return `aside`, a box of other articles of the topic, else of the channel, or None; and `joined`: one query."""
    box, known_by, number = _box(article)
    found = AROUND[known_by].rows(pk=article.pk, box=number, now=now or timezone.now())
    headlines = [Headline(pk, title, at, None) for name, pk, title, at in found if name == ARTICLE and pk != article.pk]
    lines = [Line(title, address_of(name, pk), localtime(at)) for name, pk, title, at in found if name != ARTICLE]
    return {"aside": box | {"articles": headlines[:ASIDE_LENGTH]} if headlines else None, "joined": lines[:JOINED]}


def _box(article: Article) -> tuple[dict, str, int]:
    """Return the head of the box of other articles, and by what they are known: a relation and its number."""
    if article.topic:
        title = _("Topic: %(title)s") % {"title": article.topic.title}
        return {"title": title, "url": article.topic.get_absolute_url()}, "topic", article.topic_id
    if article.channel:
        box = {"title": article.channel.name, "url": article.channel.get_absolute_url()}
        return box, "channel", article.channel_id
    return {}, "", 0


def _around(known_by: str, *, pk: int, box: int, now: datetime) -> QuerySet:
    others = Article.objects.none()
    if known_by:
        rows = Article.objects.public(now).newest_first().filter(**{known_by: box})
        others = Article.objects.filter(pk__in=rows.values("pk")[: ASIDE_LENGTH + 1])
    return _rows(_known(Article(pk=pk), now) | {ARTICLE: others.annotate(at=F("published_at"))})


AROUND = {
    known_by: Prepared(partial(_around, known_by), pk=BigIntegerField, box=BigIntegerField, now=DateTimeField)
    for known_by in ("topic", "channel", "")
}


def _known(text: Article | PhotoReport, now: datetime | None) -> dict[str, QuerySet]:
    return {name: rows(text, now) for name, rows in BESIDE.items()}


def _rows(parts: dict[str, QuerySet]) -> QuerySet:
    """Return (name of the address, pk, title, at) of all parts, newest first."""
    first, *more = (
        rows.annotate(told_by=Value(name)).order_by().values_list("told_by", "pk", "title", "at")
        for name, rows in parts.items()
    )
    return (first.union(*more, all=True) if more else first).order_by("-at", "-pk")
