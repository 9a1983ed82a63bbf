from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.querysets import ServiceRecordQuerySet


class ServiceRecord(models.Model):
    """Volunteer service of one person on one occasion (志愿服务记录): 民政部令第67号, articles 7 and 11."""

    class Source(models.TextChoices):
        ROSTER = "roster", _("Roster")
        CHECK_IN = "check_in", _("Check-in")
        MANUAL = "manual", _("By hand")
        IMPORT = "import", _("Import")

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        APPROVED = "approved", _("Hours approved")
        DECLINED = "declined", _("Declined")

    participant = models.ForeignKey(
        "activities.Participant", models.PROTECT, related_name="records", verbose_name=_("volunteer")
    )
    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, related_name="records", verbose_name=_("activity")
    )
    shift = models.ForeignKey(
        "activities.Shift", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shift")
    )
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="+", verbose_name=_("organiser")
    )
    title = models.CharField(_("name of the service"), max_length=100)
    place = models.CharField(_("place"), max_length=100)
    content = models.CharField(_("content"), max_length=300)
    person_in_charge = models.CharField(_("person in charge"), max_length=60)
    starts_at = models.DateTimeField(_("from (time)"))
    ends_at = models.DateTimeField(_("until (time)"))
    hours = models.DecimalField(
        _("hours"), max_digits=4, decimal_places=1, validators=[MinValueValidator(0.5)],
        help_text=_("Actually given, without the way there; in half hours."),
    )  # fmt: skip
    source = models.CharField(_("source"), max_length=20, choices=Source)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PENDING)
    due_on = models.DateField(_("due on"), help_text=_("Ten working days after the end: Order 67, article 7."))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by"),
        editable=False,
    )  # fmt: skip
    decision_note = models.CharField(_("declined because"), max_length=200, blank=True, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("service record")
        verbose_name_plural = _("service records")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "state", "due_on"], name="record_due"),
            models.Index(fields=["participant", "starts_at"], name="record_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "participant"], condition=Q(shift__isnull=True), name="one_record_each"
            ),
            models.UniqueConstraint(
                fields=["shift", "participant"], condition=Q(shift__isnull=False), name="one_record_each_per_shift"
            ),
            models.CheckConstraint(name="record_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="record_has_hours", condition=Q(hours__gt=0)),
        ]

    def __str__(self):
        return self.title

    @property
    def occasion(self):
        """What it is a record of: the shift, or the activity itself; both have `starts_at` and `ends_at`."""
        return self.shift or self.activity


class RecordVersion(models.Model):
    """A service record as it stood before a correction."""

    record = models.ForeignKey(ServiceRecord, models.PROTECT, related_name="versions", verbose_name=_("service record"))
    version = models.PositiveSmallIntegerField(_("version"))
    facts = models.JSONField(_("the record as it stood"))
    note = models.CharField(_("corrected because"), max_length=200)
    corrected_by = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("corrected by"))
    corrected_at = models.DateTimeField(_("corrected at"), auto_now_add=True)

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["record", "version"], name="each_version_once")]

    def __str__(self):
        return str(self.version)


class Certificate(models.Model):
    """This platform's statement of approved service; anyone with its code checks every fact of it."""

    code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    participant = models.ForeignKey(
        "activities.Participant", models.PROTECT, related_name="certificates", verbose_name=_("volunteer")
    )
    records = models.ManyToManyField(ServiceRecord, related_name="certificates", verbose_name=_("service records"))
    name = models.CharField(_("name as shown"), max_length=60)
    facts = models.JSONField(_("records as certified"))
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=1)
    issued_at = models.DateTimeField(_("issued at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("withdrawn because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-pk"]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("activities:certificate", args=[self.code])

    @property
    def audit_name(self) -> str:
        """The log holds no code: whoever knows it may read the paper."""
        return f"№ {self.pk}"

    @property
    def organisation_id(self) -> int | None:
        """Whose auditors see what became of it: the volunteer's unit's."""
        return self.participant.organisation_id

    @property
    def number(self) -> str:
        """The code as it is printed and typed: in groups of four."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))
