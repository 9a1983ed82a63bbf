"""Articles, photo reports and activities."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils import translation

from activities.kinds import Kind
from activities.models import Activity, Leg, Material, Speaker
from articles.models import Article, Credit, Photo, PhotoReport, ReportPhoto
from portal.search.sources.base import Source, references
from publishing.preflight import plain
from publishing.prepared import Prepared
from publishing.states import Audience, State

KEPT = ("head_html", "page_html", "card_html")
UNIT = F("organisation__name")
SHOWN = ("id", "title", "lead", "kicker", "subtitle", "body", "source", "audience", "unit", "face_id", "number")


def _articles_shown() -> QuerySet:
    return Article.objects.with_face().order_by().annotate(unit=UNIT, number=F("pk")).values_list(*SHOWN)


ARTICLES_SHOWN = Prepared(_articles_shown)  # to readers: on nearly every page of results


def words_of(photo) -> list[str]:
    """Return what readers see written under a photo."""
    return [photo.caption, photo.place_name, photo.credit]


class PublicationSource(Source):
    member_view: str  # where members read what is not for everyone

    def bare(self, numbers):
        return super().bare(numbers).select_related("organisation").defer(*KEPT)

    def state(self, row) -> State:
        return row.state

    def topic_id(self, row) -> int | None:
        return row.topic_id

    def moment(self, row) -> datetime:
        return row.published_at or row.created_at

    def visibility(self, row) -> tuple[str, datetime | None]:
        return row.audience, row.published_at if row.state == State.PUBLISHED else None

    def visible(self, user, now=None):
        return self.model.objects.visible_to(user, now)

    def address(self, row) -> str:
        if row.audience == Audience.EVERYONE:
            return row.get_absolute_url()
        return reverse(self.member_view, args=[row.pk])

    def organisation(self, row) -> str:
        return row.organisation.name


class ArticleSource(PublicationSource):
    kind = "article"
    model = Article
    member_view = "portal:member-article"

    parts = (
        Prefetch("credits", Credit.objects.all(), to_attr="printed_credits"),
        Prefetch("photos", Photo.objects.showable().order_by("pk"), to_attr="printed_photos"),
    )

    def text(self, row) -> list[str]:
        return [row.lead, row.kicker, row.subtitle, plain(row.body), row.source]

    def words_of_parts(self, row) -> list[str]:
        credits = [f"{credit.organisation_name} {credit.name}" for credit in row.printed_credits]
        return [*credits, *(words for photo in row.printed_photos for words in words_of(photo))]

    def days(self, row) -> list:
        return [row.issued_on]

    def dependents(self, numbers) -> list:
        shown = Article.photos.through.objects.filter(article__in=numbers)
        return references(Photo, shown.values_list("photo", flat=True))

    def shown(self, numbers, user):
        if user is None:
            return list(self.bare(numbers).with_face().annotate(unit=UNIT))
        return ARTICLES_SHOWN.instances(Article, numbers)

    def organisation(self, row) -> str:
        return row.unit

    def face_id(self, row) -> int | None:
        return row.face_id


class PhotoReportSource(PublicationSource):
    kind = "photo-report"
    model = PhotoReport
    member_view = "portal:member-photo-report"

    parts = (
        Prefetch(
            "report_photos",
            ReportPhoto.objects.filter(photo__hidden_at=None).select_related("photo"),
            to_attr="printed_photos",
        ),
    )

    def text(self, row) -> list[str]:
        return [row.intro]

    def words_of_parts(self, row) -> list[str]:
        return [words for shown in row.printed_photos for words in words_of(shown.photo)]

    def days(self, row) -> list:
        return [row.date]

    def dependents(self, numbers) -> list:
        shown = ReportPhoto.objects.filter(report__in=numbers)
        return references(Photo, shown.values_list("photo", flat=True))

    def shown(self, numbers, user):
        return list(self.bare(numbers).for_cards().defer(*KEPT))

    def face_id(self, row) -> int | None:
        return row.face_id


class ActivitySource(PublicationSource):
    """An activity is found by the day that it is held on, and stands by it."""

    kind = "activity"
    model = Activity
    member_view = "portal:member-activity"

    parts = (
        Prefetch("legs", Leg.objects.all()),
        Prefetch("studysession__speakers", Speaker.objects.all()),
        Prefetch("studysession__materials", Material.objects.all()),
    )

    def bare(self, numbers):
        return super().bare(numbers).select_related("place", "studysession", "volunteerevent")

    def text(self, row) -> list[str]:
        with translation.override(settings.LANGUAGE_CODE):
            form = str(row.get_form_display())
        place = [row.place.name, row.place.aliases] if row.place else []
        where = [row.venue, *place, row.directions, row.bring]
        unit = [row.organisation.name, row.organisation.short_name]
        return [row.summary, row.details, form, *where, *self._own_text(row.leaf), *unit]

    def _own_text(self, leaf) -> list[str]:
        if leaf.kind == Kind.STUDY:
            return [leaf.theme, leaf.class_name, leaf.fact_sources]
        return [leaf.tasks, leaf.meeting_point, leaf.skills]

    def words_of_parts(self, row) -> list[str]:
        words = [f"{leg.line} {leg.start} {leg.stop} {leg.what}" for leg in row.legs.all()]
        if row.kind == Kind.STUDY:
            words += [f"{one.unit} {one.name} {one.subject}" for one in row.leaf.speakers.all()]
            words += [f"{one.title} {one.source}" for one in row.leaf.materials.all()]
        return words

    def place_id(self, row) -> int | None:
        return row.place_id

    def moment(self, row) -> datetime:
        return row.starts_at

    def dependents(self, numbers) -> list:
        return references(Material, Material.objects.filter(session__in=numbers).values_list("pk", flat=True))

    def admin_address(self, row) -> str:
        return super().admin_address(row.leaf)

    def face_id(self, row) -> int | None:
        return row.cover_id
