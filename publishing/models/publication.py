import hashlib
import json
from datetime import UTC, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.indexing import Indexed
from members.labels import field_label
from publishing.differences import Difference, compare, in_words
from publishing.preflight import Finding, text_findings
from publishing.querysets import PublicationQuerySet
from publishing.states import Audience, State


def digest_of(content) -> str:
    """Return the SHA-256 of the canonical JSON of a publication's content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Publication(Indexed, models.Model):
    """Anything that becomes public after review: the base of articles, photo reports and what follows.

    State changes are functions in publishing.actions; nothing else writes the fields of that part.
    """

    State = State
    Audience = Audience
    text_fields: tuple[str, ...] = ()  # the fields with words that readers see, HTML or plain

    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
        help_text=_("Whose text this is; its reviewers approve it."),
    )
    author = models.ForeignKey(
        "members.Member", models.PROTECT, related_name="+", editable=False, verbose_name=_("written up by")
    )
    audience = models.CharField(
        _("audience"),
        max_length=20,
        choices=Audience,
        default=Audience.EVERYONE,
        help_text=_("Who may read it once it is published."),
    )
    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("Leave empty to publish on final approval.")
    )

    # --- written by publishing.actions only ---
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    review_round = models.PositiveIntegerField(_("review round"), default=0, editable=False)
    review_step = models.PositiveSmallIntegerField(_("review step"), default=0, editable=False)
    review_steps = models.PositiveSmallIntegerField(_("review steps"), default=0, editable=False)
    return_reason = models.CharField(_("returned because"), max_length=500, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    approved_hash = models.CharField(_("hash of the approved text"), max_length=64, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason = models.CharField(_("withdrawn because"), max_length=500, blank=True, editable=False)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, editable=False)

    # --- ready-made HTML of the public pages (publishing.pieces) ---
    head_html = models.TextField(default="", editable=False)
    page_html = models.TextField(default="", editable=False)
    card_html = models.TextField(default="", editable=False)
    pieces_key = models.CharField(max_length=300, default="", editable=False)

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_published_has_time_and_hash",
                condition=~models.Q(state=State.PUBLISHED)
                | models.Q(published_at__isnull=False) & ~models.Q(approved_hash=""),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_has_reason",
                condition=~models.Q(state=State.WITHDRAWN) | ~models.Q(withdrawal_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "audience", "-published_at", "-id"], name="%(class)s_newest"),
            models.Index(
                fields=["organisation", "state", "audience", "-published_at", "-id"], name="%(class)s_by_organisation"
            ),
        ]

    def content(self) -> dict:
        """Return what readers see and who they are, as plain JSON values: what is reviewed and hashed.

        Each kind of publication says its own; `printed` puts a value into words for people. Where a text is
        filed (channel, topic) is no part of it: it may change after publication without a correction.
        """
        raise NotImplementedError(f"{type(self).__name__} must say what its readers see")  # abstract

    def findings(self) -> list[Finding]:
        """Return what the check before publication finds; kinds with more than words override it."""
        return text_findings(self.texts())

    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.text_fields}

    def printed(self, key: str, value) -> str:
        """Return a value of `content()` in words, a line each, for review sheets and comparisons."""
        if key == "audience" and value:
            return str(Audience(value).label)
        if isinstance(value, dict):
            return " · ".join(str(part) for part in value.values() if part not in ("", None))
        if isinstance(value, list):
            return "\n".join(self.printed("", part) for part in value)
        return in_words(value or "")

    def rows(self) -> dict[str, str]:
        """Return in words what is edited with the publication in rows beneath its fields, by formset prefix."""
        return {}

    def differences(self, before: dict, after: dict) -> list[Difference]:
        """Return what changed between two contents of this publication, part by part."""
        found = []
        for key in dict.fromkeys([*after, *before]):
            old, new = (self.printed(key, content.get(key, "")) for content in (before, after))
            if old != new:
                found.append(Difference(field_label(type(self), key), compare(old, new)))
        return found

    def names_shown(self) -> list[str]:
        """Return the names of related things that the public pages print: part of the key of kept pieces."""
        return [self.organisation.name]

    def piece_template(self, name: str) -> str:
        return f"{self._meta.app_label}/_{self._meta.model_name}_{name}.html"

    def piece_context(self, name: str) -> dict:
        return {self._meta.model_name: self}

    def came_out(self) -> None:
        """Called in the transaction that publishes it, for kinds that have something to do then."""

    def withdrawn(self) -> None:
        """Called in the transaction that takes it off the site, for kinds whose people must be told."""

    def content_hash(self) -> str:
        """Return the SHA-256 of the canonical JSON of `content()`."""
        return digest_of(self.content())

    def is_visible(self, now: datetime | None = None) -> bool:
        return self.state == State.PUBLISHED and self.published_at <= (now or timezone.now())

    @property
    def revised_at(self) -> datetime | None:
        """When the text that readers have now appeared: a correction may be older than a publication anew."""
        return max(filter(None, (self.published_at, self.corrected_at)), default=None)

    @property
    def wished_time(self) -> str:
        """When it is to appear, as text; empty for: once it is approved."""
        return self.publish_at.astimezone(UTC).isoformat() if self.publish_at else ""

    @property
    def is_scheduled(self) -> bool:
        return self.state == State.PUBLISHED and self.published_at > timezone.now()

    @property
    def is_returned(self) -> bool:
        return self.state == State.DRAFT and bool(self.return_reason)

    @property
    def state_code(self) -> str:
        """The state as a word for styles and filters: the four states, `returned` and `scheduled`."""
        if self.is_returned:
            return "returned"
        return "scheduled" if self.is_scheduled else self.state

    @property
    def state_label(self) -> str:
        """The state in words, with what the four states alone do not say."""
        if self.state == State.IN_REVIEW:
            return _("In review, step %(step)s of %(steps)s") % {"step": self.review_step, "steps": self.review_steps}
        if self.is_scheduled:
            return _("Scheduled")
        if self.is_returned:
            return _("Returned")
        return self.get_state_display()
