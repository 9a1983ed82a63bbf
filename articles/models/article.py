from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.preflight import article_findings
from articles.public.addresses import address_of
from articles.public.pieces import article_card, article_head, article_page
from articles.public.rendering import photo_numbers
from articles.querysets import ArticleQuerySet
from members.indexing import Indexed
from publishing.fields import RichTextField
from publishing.models import Publication
from publishing.preflight import Finding


class Article(Publication):
    """A text with the parts that a newspaper sets: kicker, title, subtitle, credits, lead, body."""

    kicker = models.CharField(
        _("kicker"), max_length=60, blank=True, help_text=_("The small line above the title; a series' name.")
    )
    title = models.CharField(_("title"), max_length=100)
    subtitle = models.CharField(
        _("subtitle"),
        max_length=120,
        blank=True,
        help_text=_("The line after the title that begins with ——; without the dashes."),
    )
    lead = models.TextField(
        _("lead"),
        blank=True,
        max_length=600,
        help_text=_("The first paragraph: what happened. Lists and shared links show it."),
    )
    body = RichTextField(_("body"), blank=True)
    source = models.CharField(
        _("source"), max_length=60, blank=True, help_text=_("Where it appeared first; empty for our own texts.")
    )
    issued_on = models.DateField(_("first appeared on"), null=True, blank=True)
    channel = models.ForeignKey(
        "articles.Channel", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("channel")
    )
    topic = models.ForeignKey(
        "articles.Topic", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    cover = models.ForeignKey(
        "articles.Photo", models.SET_NULL, null=True, blank=True, related_name="covered", verbose_name=_("cover"),
        help_text=_("Shown in lists; the first photo of the text when empty."),
    )  # fmt: skip
    photos = models.ManyToManyField("articles.Photo", editable=False, related_name="articles", verbose_name=_("photos"))
    unplaced = models.TextField(
        _("not placed by the import"),
        blank=True,
        help_text=_("Lines of the imported file that found no place. Move what is needed, then empty this field."),
    )

    text_fields = ("kicker", "title", "subtitle", "lead", "body", "source")

    objects = ArticleQuerySet.as_manager()

    class Meta(Publication.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            *Publication.Meta.indexes,
            models.Index(fields=["channel", "state", "audience", "-published_at", "-id"], name="article_by_channel"),
            models.Index(fields=["topic", "state", "audience", "-published_at", "-id"], name="article_by_topic"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address_of("articles:article", self.pk)

    def findings(self) -> list[Finding]:
        return article_findings(self)

    def names_shown(self) -> list[str]:
        return [self.organisation.name, str(self.channel or ""), str(self.topic or "")]

    def piece_context(self, name: str) -> dict:
        return {"head": article_head, "page": article_page, "card": article_card}[name](self)

    def photo_numbers(self) -> list[int]:
        """The photos of the text in its order, and the cover."""
        numbers = photo_numbers(self.body)
        return numbers if self.cover_id is None or self.cover_id in numbers else [*numbers, self.cover_id]

    @cached_property
    def shown_photos(self) -> dict:
        """The photos that its pages may show, by number; set it first to spare the query."""
        photos = self._meta.get_field("photos").related_model
        return photos.objects.showable().select_related("place").in_bulk(self.photo_numbers())

    @property
    def face(self):
        """The photo that stands for it in lists: the cover, else the first of the text; None without one."""
        shown = self.shown_photos
        if self.cover_id in shown:
            return shown[self.cover_id]
        return next((shown[number] for number in self.photo_numbers() if number in shown), None)

    def rows(self) -> dict[str, str]:
        return {"credits": "\n".join(credit.printed for credit in self.credits.all())}

    def printed(self, key: str, value) -> str:
        if key == "credits" and value:
            return "\n".join(" ".join([unit, str(Credit.Role(role).label), name]).strip() for unit, role, name in value)
        return super().printed(key, value)

    def content(self) -> dict:
        return {
            "kicker": self.kicker,
            "title": self.title,
            "subtitle": self.subtitle,
            "credits": [[credit.organisation_name, credit.role, credit.name] for credit in self.credits.all()],
            "source": self.source,
            "issued_on": self.issued_on.isoformat() if self.issued_on else "",
            "audience": self.audience,
            "lead": self.lead,
            "body": self.body,
            "cover": self.cover.content() if self.cover else None,
            "photos": [photo.content() for photo in self.photos.select_related("place").order_by("pk")],
        }


class Credit(Indexed, models.Model):
    """One name in an article's byline, with its role and unit."""

    class Role(models.TextChoices):
        REPORTER = "reporter", _("Reporter")  # 记者
        CORRESPONDENT = "correspondent", _("Correspondent")  # 通讯员
        PHOTOGRAPHER = "photographer", _("Photographs")  # 摄
        SUPPLIER = "supplier", _("Pictures supplied by")  # 供图
        EDITOR = "editor", _("Editor")  # 编辑
        PROOFREADER = "proofreader", _("Checked by")  # 审校

    article = models.ForeignKey(Article, models.CASCADE, related_name="credits", verbose_name=_("article"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.CORRESPONDENT)
    name = models.CharField(_("name"), max_length=60, db_index=True)
    organisation_name = models.CharField(
        _("unit"), max_length=60, blank=True, help_text=_("A newspaper or unit, as printed.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    indexed_in = ("article",)

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.printed

    @property
    def is_desk_work(self) -> bool:
        """Whether the name stands at the foot of the text (编辑、审校), not under its title."""
        return self.role in (self.Role.EDITOR, self.Role.PROOFREADER)

    @property
    def printed(self) -> str:
        return " ".join(part for part in (self.organisation_name, str(self.get_role_display()), self.name) if part)
