"""What stands beside a text: other articles, and what the floors above know of it.

Those register in their AppConfig.ready, as they do with the exporters of members: nothing here knows of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet, Value
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models import Article, PhotoReport
from articles.public.addresses import address_of
from articles.public.headlines import Headline

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
    return [
        Line(title, address_of(name, pk), localtime(at)) for name, pk, title, at in _rows(_known(text, now))[:JOINED]
    ]


def around(article: Article, now: datetime | None = None) -> dict:
    """Return `aside`, a box of other articles of the topic, else of the channel, or None; and `joined`: one query."""
    box, others = _others(article, now)
    found = _rows(_known(article, now) | ({ARTICLE: others} if box else {}))
    headlines = [Headline(pk, title, at, None) for name, pk, title, at in found if name == ARTICLE and pk != article.pk]
    lines = [Line(title, address_of(name, pk), localtime(at)) for name, pk, title, at in found if name != ARTICLE]
    return {"aside": box | {"articles": headlines[:ASIDE_LENGTH]} if headlines else None, "joined": lines[:JOINED]}


def _others(article: Article, now: datetime | None) -> tuple[dict, QuerySet]:
    public = Article.objects.public(now).newest_first()
    if article.topic:
        title = _("Topic: %(title)s") % {"title": article.topic.title}
        box, rows = {"title": title, "url": article.topic.get_absolute_url()}, public.of_topic(article.topic)
    elif article.channel:
        box = {"title": article.channel.name, "url": article.channel.get_absolute_url()}
        rows = public.of_channel(article.channel)
    else:
        return {}, public.none()
    chosen = Article.objects.filter(pk__in=rows.values("pk")[: ASIDE_LENGTH + 1])
    return box, chosen.annotate(at=F("published_at"))


def _known(text: Article | PhotoReport, now: datetime | None) -> dict[str, QuerySet]:
    return {name: rows(text, now) for name, rows in BESIDE.items()}


def _rows(parts: dict[str, QuerySet]) -> list[tuple]:
    """Return (name of the address, pk, title, at) of all parts, newest first: one query."""
    chosen = [
        rows.annotate(told_by=Value(name)).order_by().values_list("told_by", "pk", "title", "at")
        for name, rows in parts.items()
        if not rows.query.is_empty()
    ]
    if not chosen:
        return []
    rows = chosen[0].union(*chosen[1:], all=True) if len(chosen) > 1 else chosen[0]
    return list(rows.order_by("-at", "-pk"))
