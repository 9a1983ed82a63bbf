import uuid
from datetime import date
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.credits import photographer_of
from articles.querysets import PhotoQuerySet
from members.indexing import Indexed
from publishing.storage import private


def original_path(photo: "Photo", filename: str) -> str:
    """Where an original is kept: by the photo's random key; of the sender's name only the known ending stays."""
    return f"originals/{photo.key[:2]}/{photo.key}{Path(filename).suffix.lower()}"


def new_key() -> str:
    return uuid.uuid4().hex


class Photo(Indexed, models.Model):
    """A picture of the library with everything a newspaper prints under it; pages show its renditions only."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for its picture")
        PROCESSING = "processing", _("Being prepared")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be prepared")

    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    uploaded_by = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="+", editable=False, verbose_name=_("uploaded by")
    )
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    original = models.FileField(_("original"), upload_to=original_path, storage=private, blank=True, editable=False)
    original_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    widths = models.JSONField(default=list, editable=False)  # of the renditions that exist, ascending
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING, editable=False)
    failure = models.CharField(_("what went wrong"), max_length=200, blank=True, editable=False)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, editable=False)

    caption = models.CharField(
        _("caption"), max_length=300, blank=True, help_text=_("When, where, who does what: one or two sentences.")
    )
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=200,
        blank=True,
        help_text=_("What the picture shows, read aloud instead of it; the caption need not be repeated."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Shows nothing that the text does not say; is not read aloud.")
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    place = models.ForeignKey(
        "members.Place", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    place_name = models.CharField(_("place in words"), max_length=100, blank=True)
    credit = models.CharField(
        _("credit"), max_length=100, blank=True, help_text=_("As printed: 通讯员 刘阳/摄, or 天元区委宣传部供图.")
    )
    photographer = models.CharField(max_length=100, blank=True, editable=False, db_index=True)
    needs_consent = models.BooleanField(
        _("shows a person who must agree"),
        default=False,
        help_text=_("A child, a person in need, or anyone shown alone and recognisably at home."),
    )
    consent = models.ForeignKey(
        "publishing.Consent", models.SET_NULL, null=True, blank=True, related_name="photos", verbose_name=_("consent")
    )
    shows_no_face = models.BooleanField(
        _("shows no recognisable face"),
        default=False,
        help_text=_("Backs, hands, things. Of children’s activities only such pictures appear, or those with consent."),
    )
    licence_until = models.DateField(
        _("licence until"), null=True, blank=True, help_text=_("For pictures of others: the last day we may show it.")
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"],
                condition=~models.Q(sha256=""),
                name="one_photo_per_picture_and_organisation",
            )
        ]

    def __str__(self):
        return self.caption[:40] or self.original_name or str(_("Photo %(number)s") % {"number": self.pk})

    def save(self, *args, **kwargs):
        self.photographer = photographer_of(self.credit)
        if self.place and not self.place_name:  # as printed: a place renamed later changes no published text
            self.place_name = self.place.name
        super().save(*args, **kwargs)

    def shown_in(self) -> list:
        """The articles and photo reports that show it, each once: two or three queries."""
        articles = {*self.articles.all(), *self.covered.all()}
        return [*sorted(articles, key=lambda article: article.pk), *self.reports.all()]

    def is_used(self) -> bool:
        """Whether anything shows it: a publication, or a topic as its cover."""
        return bool(self.shown_in()) or self.topics.exists()

    def lacks_consent(self, today: date) -> bool:
        """Whether it shows a person who must agree and rests on no agreement valid `today`."""
        rests_on_nothing = self.needs_consent and self.consent is None
        return rests_on_nothing or (self.consent is not None and not self.consent.is_valid(today))

    def may_show_children(self, today: date) -> bool:
        """Whether it may stand with a children's activity: nobody can be recognised, or the guardians agreed."""
        return self.shows_no_face or (self.consent is not None and self.consent.is_valid(today))

    @property
    def spoken(self) -> str:
        """The alt attribute: empty for a decorative picture."""
        return "" if self.is_decorative else self.alt

    def words(self) -> str:
        """What is written of it, in one line: for comparing two versions of what shows it."""
        content = self.content()
        parts = [str(content[name]) for name in ("caption", "alt", "taken_on", "place", "credit")]
        return "｜".join(part for part in parts if part) or str(self)

    def content(self) -> dict:
        """What readers see of it: part of the content of every publication that shows it."""
        return {
            "photo": self.pk,
            "sha256": self.sha256,
            "caption": self.caption,
            "alt": self.spoken,
            "taken_on": self.taken_on.isoformat() if self.taken_on else "",
            "place": self.place_name or (self.place.name if self.place else ""),
            "credit": self.credit,
        }
