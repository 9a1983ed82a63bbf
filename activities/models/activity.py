from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities import content
from activities.kinds import Basis, Form, Kind
from activities.preflight import activity_findings
from activities.public.addresses import activity_url, member_url
from activities.public.pieces import activity_card, activity_head, activity_page
from activities.querysets import LONG, ActivityQuerySet
from publishing.models import Publication
from publishing.preflight import Finding
from publishing.states import Audience

# the last two so that a thousand rows are counted without looking at one of them
BY_TIME = ("state", "audience", "starts_at", "id", "ends_at", "published_at")


class Activity(Publication):
    """Something that people join at a time and a place: a study session or a volunteer event.

    Never made by itself: always as one of its two children, which `leaf` returns. Sign-ups, rosters, records,
    calendars and lists point here.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    form = models.CharField(_("form"), max_length=20, choices=Form)
    title = models.CharField(_("title"), max_length=100)
    summary = models.CharField(
        _("in a sentence"), max_length=200, blank=True, help_text=_("What it is; lists and calendars show it.")
    )
    details = models.TextField(
        _("description"), max_length=4000, blank=True, help_text=_("Paragraphs are set apart by an empty line.")
    )
    topic = models.ForeignKey(
        "articles.Topic", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    cover = models.ForeignKey(
        "articles.Photo", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("cover")
    )
    articles = models.ManyToManyField(
        "articles.Article", blank=True, related_name="activities", verbose_name=_("related articles")
    )

    # --- when and where ---
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    is_long = models.BooleanField(default=False, editable=False)  # derived by save: longer than a day
    place = models.ForeignKey(
        "members.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"),
        help_text=_("From the gazetteer; a village or a street, never somebody's home."),
    )  # fmt: skip
    venue = models.CharField(_("where exactly"), max_length=100, blank=True)
    directions = models.CharField(
        _("how to get there"), max_length=300, blank=True, help_text=_("In words: bus line and stop, entrance, lift.")
    )
    bring = models.CharField(_("what to bring"), max_length=200, blank=True)
    contact_name = models.CharField(
        _("whom to ring"), max_length=60, blank=True, help_text=_("An office or a person who agrees to be named.")
    )
    contact_phone = models.CharField(
        _("telephone"), max_length=30, blank=True, help_text=_("The public sees it: an office number.")
    )

    # --- signing up ---
    takes_sign_ups = models.BooleanField(_("people sign up"), default=False)
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("With quotas: all seats, those of the quotas included.")
    )
    basis = models.CharField(_("one seat is for"), max_length=20, choices=Basis, default=Basis.PERSON)
    sign_up_opens_at = models.DateTimeField(
        _("sign-up opens"), null=True, blank=True, help_text=_("Empty: with publication.")
    )
    sign_up_closes_at = models.DateTimeField(
        _("sign-up closes"), null=True, blank=True, help_text=_("Empty: when it begins.")
    )
    cancel_until = models.DateTimeField(
        _("cancelling possible until"), null=True, blank=True, help_text=_("Empty: until sign-up closes.")
    )
    question = models.CharField(
        _("question to those who sign up"), max_length=100, blank=True,
        help_text=_("One short question, such as the size of a vest. Empty: one button, no form."),
    )  # fmt: skip
    age_min = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)

    # --- check-in ---
    check_in = models.BooleanField(
        _("members may check in by themselves"), default=False,
        help_text=_("With digits shown on site that change every minute; never compulsory, no positions recorded."),
    )  # fmt: skip
    check_in_key = models.CharField(max_length=64, blank=True, editable=False)

    text_fields = ("title", "summary", "details", "venue", "directions", "bring", "contact_name", "question")

    objects = ActivityQuerySet.as_manager()

    class Meta(Publication.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(name="activity_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes = [
            *Publication.Meta.indexes,
            models.Index(fields=[*BY_TIME], name="activity_by_time"),
            models.Index(fields=["kind", *BY_TIME], name="activity_by_kind"),
            models.Index(fields=["form", *BY_TIME], name="activity_by_form"),
            models.Index(fields=["organisation", *BY_TIME], name="activity_by_host"),
            models.Index(fields=["topic", "state", "audience", "-published_at", "-id"], name="activity_by_topic"),
            models.Index(
                fields=["state", "audience", "ends_at", "id"], name="activity_under_way", condition=Q(is_long=True)
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.is_long = self.ends_at - self.starts_at > LONG
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "is_long"}
        super().save(*args, **kwargs)

    # --- what publishing asks of every kind ---
    def content(self) -> dict:
        return content.content_of(self.leaf)

    def printed(self, key: str, value) -> str:
        words = content.in_words(self.leaf, key, value)
        return super().printed(key, value) if words is None else words

    def rows(self) -> dict[str, str]:
        return {name: self.printed(name, rows) for name, rows in content.rows_of(self.leaf).items()}

    def findings(self) -> list[Finding]:
        return activity_findings(self.leaf)

    def names_shown(self) -> list[str]:
        return [self.organisation.name, str(self.topic or ""), str(self.place or "")]

    def piece_template(self, name: str) -> str:
        return f"activities/_activity_{name}.html"

    def piece_context(self, name: str) -> dict:
        if name == "page":
            return activity_page(self.leaf)
        return {"head": activity_head, "card": activity_card}[name](self)

    def withdrawn(self) -> None:
        from activities.actions.notices import tell_withdrawn  # actions stand above models

        tell_withdrawn(self)

    def get_absolute_url(self):
        return activity_url(self.pk)

    @property
    def page_url(self) -> str:
        """Return where those who may read it find its page: what is for members has no public address."""
        return self.get_absolute_url() if self.audience == Audience.EVERYONE else member_url(self.pk)

    @cached_property
    def leaf(self) -> "Activity":
        """This activity as the study session or volunteer event that it is: one query, none when it is one already."""
        if type(self) is not Activity:
            return self
        leaf = self.studysession if self.kind == Kind.STUDY else self.volunteerevent
        leaf._state.fields_cache = self._state.fields_cache | leaf._state.fields_cache  # its place and unit are known
        return leaf
