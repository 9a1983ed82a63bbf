"""What can be asked of channels, topics, photos, articles and photo reports."""

from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from members.access import scope_of
from members.roles import Right
from publishing.querysets import PublicationQuerySet

CREDITED = 1000
NAMES = ("organisation", "channel", "topic")
NAMES_SHOWN = ("organisation__name", "channel__name", "topic__title")  # what the key of kept pieces is made of


class PhotoQuerySet(models.QuerySet):
    def of_organisations(self, organisation_ids):
        return self.filter(organisation__in=organisation_ids)

    def showable(self):
        """Photos that pages may show: not hidden by a withdrawn consent or a decision."""
        return self.filter(hidden_at__isnull=True)

    def hidden(self):
        return self.filter(hidden_at__isnull=False)

    def usable_by(self, user):
        """Photos that a person may put into a text: those of the organisations they reach."""
        scope = scope_of(user)
        return self if scope.everything else self.of_organisations(scope.with_right(Right.READ))

    def lacking(self, part: str, today: date):
        """Photos that cannot be published yet for want of `part`: caption, credit, alt, picture or consent."""
        return self.filter(self._lacks(part, today))

    @staticmethod
    def _lacks(part: str, today: date) -> Q:
        return {
            "caption": Q(caption=""),
            "credit": Q(credit=""),
            "alt": Q(alt="", is_decorative=False),
            "picture": Q(state__in=["waiting", "failed"]),
            "consent": Q(needs_consent=True, consent__isnull=True) | _no_longer_agreed(today),
        }.get(part, Q(pk__in=[]))

    def used(self):
        """Photos that some article, photo report or topic shows."""
        return self.filter(self._in_use())

    def unused(self):
        return self.exclude(self._in_use())

    def with_uses(self, organisation_ids=None):
        """Add what shows each photo: `is_shown`, and the publications of these organisations (None: of all) as
        `seen_articles`, `seen_covered` and `seen_reports`, without their texts; topics belong to all: `topics`."""
        seen = (self._titles_of(name, organisation_ids) for name in ("articles", "covered", "reports"))
        is_shown = ExpressionWrapper(self._in_use(), output_field=BooleanField())
        return self.annotate(is_shown=is_shown).prefetch_related(*seen, "topics")

    def _titles_of(self, name: str, organisation_ids) -> Prefetch:
        relation = self.model._meta.get_field(name)
        needed = ["title", "organisation", *([relation.field.name] if relation.one_to_many else [])]
        titles = relation.related_model.objects.only(*needed)
        if organisation_ids is not None:
            titles = titles.filter(organisation__in=organisation_ids)
        return Prefetch(name, titles, to_attr=f"seen_{name}")

    def _in_use(self) -> Q:
        shown = [self.model.articles, self.model.reports]
        columns = [Q(pk__in=relation.through.objects.values("photo")) for relation in shown]
        for relation in (self.model.covered, self.model.topics):
            covers = relation.rel.related_model.objects.filter(cover__isnull=False)
            columns.append(Q(pk__in=covers.values("cover")))
        return reduce(or_, columns)

    def expired(self, today: date):
        """Photos that may be shown no longer: their licence or the agreement that they rest on has ended."""
        return self.filter(Q(licence_until__lt=today) | _no_longer_agreed(today))

    def licence_expired(self, today: date):
        return self.filter(licence_until__lt=today)

    def licence_ends_by(self, day: date):
        return self.filter(licence_until__lte=day)


def _no_longer_agreed(today: date) -> Q:
    return Q(consent__withdrawn_at__isnull=False) | Q(consent__valid_until__lt=today)


class TopicQuerySet(models.QuerySet):
    def current(self):
        """Topics of the day, with their covers."""
        return self.filter(is_current=True).select_related("cover")


class ReadingQuerySet(PublicationQuerySet):
    """What articles and photo reports share."""

    beside: tuple[str, ...] = ()  # what a page asks to find what stands beside it

    def for_page(self):
        """Everything that a page or a card is rendered from, but for the photos."""
        return self.select_related(*NAMES)

    def for_kept_page(self):
        """The kept page and head, what tells whether they still fit, and what a note of withdrawal says."""
        withdrawal = ("withdrawal_reason", "withdrawn_at")
        return self.select_related(*NAMES).only(
            "title",
            "state",
            "head_html",
            "page_html",
            "pieces_key",
            *withdrawal,
            *NAMES_SHOWN,
            "channel__slug",
            "topic__slug",
            *self.beside,
        )

    def for_feed(self):
        return self.select_related("organisation", "channel").defer("head_html", "page_html", "card_html")

    def for_headlines(self):
        return self.only("title", "published_at", "channel")

    def of_topic(self, topic):
        return self.filter(topic=topic)

    def of_channel(self, channel):
        return self.filter(channel=channel)

    def rows_of(self, page):
        """The rows of a page, a slice of another queryset, which finds them by the index alone."""
        return self.filter(pk__in=page.values("pk")).newest_first()


class ArticleQuerySet(ReadingQuerySet):
    def for_page(self):
        return super().for_page().select_related("cover")

    def for_feed(self):
        return super().for_feed().defer("body", "head_html", "page_html", "card_html")

    def for_cards(self):
        """The kept card and what tells whether it still fits; nothing of the text."""
        return self.select_related(*NAMES).only("card_html", "pieces_key", "published_at", *NAMES_SHOWN)

    def with_face(self):
        """With `face_id`, the number of the photo that stands for each: the cover, else one of the text; no hidden one."""
        shown = Q(photo__hidden_at__isnull=True)
        of_text = self.model.photos.through.objects.filter(shown, article=OuterRef("pk")).order_by("pk")
        cover = Case(When(cover__hidden_at__isnull=True, then="cover"))
        face = Coalesce(cover, Subquery(of_text.values("photo")[:1]), output_field=models.BigIntegerField())
        return self.annotate(face_id=face)

    def for_points(self):
        """What a topic's timeline tells of an article."""
        return self.only("title", "subtitle", "lead")

    def credited_to(self, name: str):
        """The newest thousand with that name. Asks for their numbers at once: a subquery would walk all articles."""
        credits = self.model.credits.rel.related_model.objects.filter(name=name).order_by("-article")
        return self.filter(pk__in=list(credits.values_list("article", flat=True)[:CREDITED]))


class PhotoReportQuerySet(ReadingQuerySet):
    beside = ("activity",)

    def with_photo_count(self):
        return self.annotate(photo_count=Count("photos", filter=Q(photos__hidden_at__isnull=True)))

    def for_cards(self):
        """The kept card, and the number of its first photo should the card have to be made anew."""
        shown = self.model.photos.through.objects.filter(report=OuterRef("pk"), photo__hidden_at__isnull=True)
        first = shown.order_by("position", "pk").values("photo")[:1]
        number = shown.order_by().values("report").annotate(n=Count("pk")).values("n")
        return (
            self.select_related(*NAMES)
            .defer("head_html", "page_html")
            .annotate(face_id=Subquery(first), photo_count=Coalesce(Subquery(number), 0))
        )

    def credited_to(self, name: str):
        shown = self.model.photos.through.objects.filter(photo__photographer=name, photo__hidden_at__isnull=True)
        return self.filter(pk__in=shown.values("report"))
