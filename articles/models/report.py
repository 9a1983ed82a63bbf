from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.preflight import report_findings
from articles.public.addresses import address_of
from articles.public.pieces import report_card, report_head, report_page
from articles.querysets import PhotoReportQuerySet
from members.indexing import Indexed
from publishing.models import Publication
from publishing.preflight import Finding


class PhotoReport(Publication):
    """A story told in pictures: ordered photos with captions and credits."""

    title = models.CharField(_("title"), max_length=100)
    intro = models.TextField(_("introduction"), blank=True, max_length=1000)
    date = models.DateField(_("date"), help_text=_("The day that the pictures show."))
    topic = models.ForeignKey(
        "articles.Topic", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    channel = models.ForeignKey(
        "articles.Channel", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("channel")
    )
    activity = models.ForeignKey(  # of a floor above: named by string
        "activities.Activity", models.SET_NULL, null=True, blank=True, related_name="reports",
        verbose_name=_("activity shown"), help_text=_("Its page then leads here."),
    )  # fmt: skip
    photos = models.ManyToManyField(
        "articles.Photo", through="articles.ReportPhoto", related_name="reports", verbose_name=_("photos")
    )

    text_fields = ("title", "intro")

    objects = PhotoReportQuerySet.as_manager()

    class Meta(Publication.Meta):
        verbose_name = _("photo report")
        verbose_name_plural = _("photo reports")
        indexes = [
            *Publication.Meta.indexes,
            models.Index(fields=["topic", "state", "audience", "-published_at", "-id"], name="report_by_topic"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("articles:photo-report", self.pk)

    def findings(self) -> list[Finding]:
        return report_findings(self)

    def names_shown(self) -> list[str]:
        return [self.organisation.name, str(self.channel or ""), str(self.topic or "")]

    def piece_context(self, name: str) -> dict:
        return {"head": report_head, "page": report_page, "card": report_card}[name](self)

    @property
    def _shown_rows(self):
        return self.report_photos.filter(photo__hidden_at__isnull=True).select_related("photo__place")

    @cached_property
    def shown_photos(self) -> list:
        """The photos that its pages may show, in order."""
        return [row.photo for row in self._shown_rows]

    @cached_property
    def face(self):
        """The photo that stands for it in lists: the first shown; None without one. Lists set it beforehand."""
        return next((row.photo for row in self._shown_rows[:1]), None)

    @cached_property
    def photo_count(self) -> int:
        return self._shown_rows.count()

    def rows(self) -> dict[str, str]:
        return {
            "report_photos": "\n".join(row.photo.words() for row in self.report_photos.select_related("photo__place"))
        }

    def content(self) -> dict:
        rows = self.report_photos.select_related("photo__place")
        return {
            "title": self.title,
            "intro": self.intro,
            "date": str(self.date),
            "audience": self.audience,
            "photos": [row.photo.content() for row in rows],
        }


class ReportPhoto(Indexed, models.Model):
    """A photo's place in a report."""

    report = models.ForeignKey(
        PhotoReport, models.CASCADE, related_name="report_photos", verbose_name=_("photo report")
    )
    photo = models.ForeignKey("articles.Photo", models.PROTECT, related_name="+", verbose_name=_("photo"))
    position = models.PositiveIntegerField(_("position"), default=0)

    indexed_in = ("report", "photo")

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "photo"], name="a_photo_stands_once_in_a_report")]

    def __str__(self):
        return str(self.photo)
