from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Occasion(models.Model):
    """What took place: an activity, or one shift of an activity that comes again and again."""

    activity = models.ForeignKey("activities.Activity", models.PROTECT, related_name="+", verbose_name=_("activity"))
    shift = models.ForeignKey(
        "activities.Shift", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shift")
    )

    class Meta:
        abstract = True


class Attendance(Occasion):
    """One line of a roster (签到表): who was there, on leave, absent, or looked on."""

    class State(models.TextChoices):
        PRESENT = "present", _("Present")
        LEAVE = "leave", _("On leave")
        ABSENT = "absent", _("Absent")
        OBSERVER = "observer", _("Observer")

    class Source(models.TextChoices):
        ROSTER = "roster", _("Roster")
        CHECK_IN = "check_in", _("Check-in")
        IMPORT = "import", _("Import")

    participant = models.ForeignKey(
        "activities.Participant", models.PROTECT, related_name="attendances", verbose_name=_("participant")
    )
    sign_up = models.ForeignKey(
        "activities.SignUp", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sign-up")
    )
    row_code = models.PositiveSmallIntegerField(_("row code"))  # printed on the sheet, typed on the screen
    state = models.CharField(_("state"), max_length=20, choices=State, blank=True)  # empty: nobody said yet
    is_delegate = models.BooleanField(_("delegate of an organisation"), default=False)
    unit_name = models.CharField(_("unit as written"), max_length=60, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1, null=True, blank=True)
    note = models.CharField(_("remarks"), max_length=60, blank=True)
    source = models.CharField(_("came from"), max_length=20, choices=Source, default=Source.ROSTER)
    marked_at = models.DateTimeField(_("marked at"), null=True, blank=True)
    marked_by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("marked by")
    )

    class Meta:
        verbose_name = _("roster line")
        verbose_name_plural = _("roster")
        ordering = ["row_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "participant"], condition=Q(shift__isnull=True), name="one_roster_line_each"
            ),
            models.UniqueConstraint(
                fields=["shift", "participant"], condition=Q(shift__isnull=False), name="one_roster_line_each_per_shift"
            ),
            models.UniqueConstraint(
                fields=["activity", "row_code"], condition=Q(shift__isnull=True), name="roster_codes_differ"
            ),
            models.UniqueConstraint(
                fields=["shift", "row_code"], condition=Q(shift__isnull=False), name="roster_codes_differ_per_shift"
            ),
        ]

    def __str__(self):
        return str(self.row_code)


class Closing(Occasion):
    """How an occasion ended: the one source of every count of it, in pages, captions and exports."""

    class Basis(models.TextChoices):
        ROSTER = "roster", _("Counted by the roster")
        HEADS = "heads", _("Counted on the spot")
        ESTIMATE = "estimate", _("Estimated")

    headcount = models.PositiveIntegerField(_("head count"), null=True, blank=True)
    is_approximate = models.BooleanField(_("more than that (余)"), default=False)
    basis = models.CharField(_("basis of the count"), max_length=20, choices=Basis, default=Basis.ROSTER)
    headcount_of = models.CharField(_("of whom"), max_length=30, blank=True, help_text=_("党员干部, 志愿者, 村民"))
    organisations = models.PositiveIntegerField(_("organisations represented"), null=True, blank=True)
    delegates = models.PositiveIntegerField(
        _("their delegates"), null=True, blank=True, help_text=_("Counted apart, not within the head count.")
    )
    delegates_of = models.CharField(_("delegates of"), max_length=30, blank=True, help_text=_("企业"))
    minutes = models.TextField(_("minutes"), max_length=5000, blank=True, help_text=_("For the files; not public."))
    report = models.ForeignKey(
        "articles.PhotoReport", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo report")
    )
    photos = models.ManyToManyField(
        "articles.Photo", blank=True, related_name="+", verbose_name=_("photos of the activity's page"),
        help_text=_("Chosen from the report."),
    )  # fmt: skip
    closed_at = models.DateTimeField(_("closed at"), auto_now_add=True)
    closed_by = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("closed by"))

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        constraints = [
            models.UniqueConstraint(fields=["activity"], condition=Q(shift__isnull=True), name="closed_once"),
            models.UniqueConstraint(fields=["shift"], condition=Q(shift__isnull=False), name="shift_closed_once"),
        ]

    def __str__(self):
        return str(self.activity)
