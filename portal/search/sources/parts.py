"""What stands inside something else, and whose hit leads there: photos and materials."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse

from activities.models import Material, StudySession
from articles.models import Article, Photo, PhotoReport, ReportPhoto
from articles.public.pieces import PHOTOS_PER_PAGE
from portal.search.sources.base import Source, references
from portal.search.sources.publications import KEPT, ArticleSource, PhotoReportSource, words_of
from publishing.querysets import also_in
from publishing.states import Audience, State

WIDEST = (Audience.EVERYONE, Audience.MEMBERS, Audience.ORGANISATION)
FACTS = ("photo", "state", "audience", "published_at", "topic")


class Printed(NamedTuple):
    """That some publication shows a photo: its facts, as far as they decide who finds it."""

    photo: int
    state: str
    audience: str
    published_at: datetime | None
    topic_id: int | None


class PhotoSource(Source):
    """A photo of the library. Readers find those that something published shows, and are led to that."""

    kind = "photo"
    model = Photo

    def rows(self, numbers):
        rows = list(self.bare(numbers))
        printed = _printed(numbers)
        for row in rows:
            row.printed = sorted(
                (one for one in printed if one.photo == row.pk and one.state == State.PUBLISHED),
                key=lambda one: (WIDEST.index(one.audience), one.published_at),
            )
        return rows

    def bare(self, numbers):
        return super().bare(numbers).select_related("organisation", "place")

    def title(self, row) -> str:
        return ""

    def text(self, row) -> list[str]:
        place = [row.place.name, row.place.aliases] if row.place else []
        return [*words_of(row), row.alt, *place]

    def days(self, row) -> list:
        return [row.taken_on]

    def topic_id(self, row) -> int | None:
        return next((one.topic_id for one in row.printed if one.topic_id), None)

    def place_id(self, row) -> int | None:
        return row.place_id

    def moment(self, row) -> datetime:
        return row.printed[0].published_at if row.printed else row.created_at

    def visibility(self, row) -> tuple[str, datetime | None]:
        if row.hidden_at or not row.printed:
            return Audience.EVERYONE, None
        return row.printed[0].audience, row.printed[0].published_at

    def dependents(self, numbers) -> list:
        articles = Article.photos.through.objects.filter(photo__in=numbers).values_list("article", flat=True)
        reports = ReportPhoto.objects.filter(photo__in=numbers).values_list("report", flat=True)
        return [*references(Article, articles), *references(PhotoReport, reports)]

    def visible(self, user, now=None):
        in_reports = ReportPhoto.objects.filter(photo=OuterRef("pk"))
        in_reports = also_in(in_reports, PhotoReport.objects.visible_to(user, now), "report")
        in_articles = Article.photos.through.objects.filter(photo=OuterRef("pk"))
        in_articles = also_in(in_articles, Article.objects.visible_to(user, now), "article")
        return Photo.objects.showable().filter(Exists(in_reports) | Exists(in_articles))

    def shown(self, numbers, user) -> list[Photo]:
        rows = list(self.bare(numbers))
        places = {} if user is None else _places(numbers, user)
        for row in rows:
            row.shown_at = places.get(row.pk)
        return [row for row in rows if user is None or row.shown_at]

    def heading(self, row) -> str:
        return row.shown_at[0].title if row.shown_at else str(row)

    def address(self, row) -> str:
        publication, number = row.shown_at
        if number is None:
            return ArticleSource().address(publication)
        page = (number - 1) // PHOTOS_PER_PAGE + 1
        return f"{PhotoReportSource().address(publication)}{f'?page={page}' if page > 1 else ''}#photo-{number}"

    def organisation(self, row) -> str:
        return row.organisation.name

    def face_id(self, row) -> int:
        return row.pk


def _printed(numbers) -> list[Printed]:
    of_report = [FACTS[0], *(f"report__{name}" for name in FACTS[1:])]
    of_article = [FACTS[0], *(f"article__{name}" for name in FACTS[1:])]
    reports = ReportPhoto.objects.filter(photo__in=numbers).order_by().values_list(*of_report)
    articles = Article.photos.through.objects.filter(photo__in=numbers).values_list(*of_article)
    return [Printed(*facts) for facts in (*reports, *articles)]


def _places(numbers, user) -> dict[int, tuple]:
    """Return where each photo is seen: the newest report that shows it and its number there, else an article."""
    articles = Article.photos.through.objects.filter(photo__in=numbers)
    articles = also_in(articles, Article.objects.visible_to(user), "article")
    articles = articles.select_related("article").defer(*(f"article__{name}" for name in (*KEPT, "body")))
    places = {row.photo_id: (row.article, None) for row in articles.order_by("article__published_at", "article")}
    showing = ReportPhoto.objects.filter(photo__in=numbers).values("report")
    reports = also_in(PhotoReport.objects.filter(pk__in=showing), PhotoReport.objects.visible_to(user)).defer(*KEPT)
    order = {report: [] for report in reports.order_by("published_at", "pk")}
    shown = ReportPhoto.objects.filter(report__in=order, photo__hidden_at=None).order_by("position", "pk")
    known = {report.pk: photos for report, photos in order.items()}
    for report, photo in shown.values_list("report", "photo"):
        known[report].append(photo)
    for report, photos in order.items():
        places |= {photo: (report, number) for number, photo in enumerate(photos, start=1)}
    return places


class MaterialSource(Source):
    """Something to read for a session; its hit leads to the list on the session's page."""

    kind = "material"
    model = Material
    organisation_path = "session__organisation"

    def bare(self, numbers):
        kept = [f"session__{name}" for name in (*KEPT, "details")]
        return super().bare(numbers).select_related("session__organisation").defer(*kept)

    def text(self, row) -> list[str]:
        return [row.source]

    def topic_id(self, row) -> int | None:
        return row.session.topic_id

    def state(self, row) -> State:
        return row.session.state

    def moment(self, row) -> datetime:
        return row.session.starts_at

    def organisation_id(self, row) -> int:
        return row.session.organisation_id

    def visibility(self, row) -> tuple[str, datetime | None]:
        session = row.session
        return session.audience, session.published_at if session.state == State.PUBLISHED else None

    def visible(self, user, now=None):
        return also_in(Material.objects.all(), StudySession.objects.visible_to(user, now), "session")

    def address(self, row) -> str:
        return f"{row.session.page_url}#materials"

    def admin_address(self, row) -> str:
        return reverse("admin:activities_studysession_change", args=[row.session_id])

    def organisation(self, row) -> str:
        return row.session.organisation.name
