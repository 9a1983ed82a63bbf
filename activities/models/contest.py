from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Contest(models.Model):
    """A speech contest (演讲比赛): what a session of that form has beyond the session.

    Written by activities.actions.contest and its siblings only, which lock this row first.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        COUNTED = "counted", _("Result submitted")
        APPROVED = "approved", _("Result published")

    session = models.OneToOneField(
        "activities.StudySession", models.CASCADE, related_name="contest", verbose_name=_("study session")
    )
    drops_extremes = models.BooleanField(_("highest and lowest score are removed"), default=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.OPEN, editable=False)
    counted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    counted_by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("submitted by")
    )
    return_reason = models.CharField(_("returned because"), max_length=300, blank=True, editable=False)
    approved_by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    result = models.JSONField(_("result"), null=True, editable=False)  # as submitted, and then as approved
    # of a published result that was taken back; readers see it, beside the next result too
    note = models.CharField(_("note for readers"), max_length=300, blank=True, editable=False)
    noted_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    last_number = models.PositiveSmallIntegerField(default=0, editable=False)  # of the entrants; none is given twice
    earlier = models.JSONField(default=list, editable=False)  # results that were public before, with their notes

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")

    def __str__(self):
        return str(self.session)

    @property
    def organisation_id(self) -> int:
        """Whose auditors see what was done with it."""
        return self.session.organisation_id


class Stage(models.Model):
    """A round of a contest: 初赛, 决赛."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="stages", verbose_name=_("contest"))
    name = models.CharField(_("name"), max_length=30)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    advance = models.PositiveSmallIntegerField(
        _("how many go on"), null=True, blank=True, help_text=_("Empty in the last stage.")
    )
    seed = models.CharField(_("seed of the draw"), max_length=40, blank=True, editable=False)
    seed_by = models.CharField(_("who named the seed"), max_length=60, blank=True, editable=False)  # empty: the portal
    drawn_at = models.DateTimeField(_("drawn at"), null=True, editable=False)
    drawn_by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("drawn by")
    )
    earlier_draws = models.JSONField(default=list, editable=False)  # seed, when, and why it was drawn again
    away = models.ManyToManyField(
        "activities.Judge", blank=True, related_name="+", verbose_name=_("judges who did not score this stage")
    )

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["contest", "position"], name="stages_in_order")]

    def __str__(self):
        return self.name


class Entrant(models.Model):
    """Who takes part in a contest; the public sees the name as entered here."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entrants", verbose_name=_("contest"))
    number = models.PositiveSmallIntegerField(_("number"), editable=False)  # of the draw; never given twice
    name = models.CharField(
        _("name as shown"),
        max_length=60,
        help_text=_("Masked (王某某) unless the person agrees; of children the class only."),
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    subject = models.CharField(_("title of the speech"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("entrant")
        verbose_name_plural = _("entrants")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="entrants_are_numbered")]

    def __str__(self):
        return self.name


class Judge(models.Model):
    """Somebody who scores."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="judges", verbose_name=_("contest"))
    name = models.CharField(_("name"), max_length=60)
    unit = models.CharField(_("unit and office"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        ordering = ["pk"]

    def __str__(self):
        return self.name


class StageEntry(models.Model):
    """An entrant in a stage, with the place in the drawn order."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="entries", verbose_name=_("stage"))
    entrant = models.ForeignKey(Entrant, models.CASCADE, related_name="entries", verbose_name=_("entrant"))
    order = models.PositiveSmallIntegerField(_("drawn place"), null=True, blank=True)
    is_present = models.BooleanField(_("took part"), default=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "entrant"], name="enters_a_stage_once"),
            models.UniqueConstraint(
                fields=["stage", "order"], condition=models.Q(order__isnull=False), name="drawn_places_differ"
            ),
        ]

    def __str__(self):
        return str(self.entrant)


class Score(models.Model):
    """What one judge gave one entry, from 0 to 100."""

    entry = models.ForeignKey(StageEntry, models.CASCADE, related_name="scores", verbose_name=_("entry"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="scores", verbose_name=_("judge"))
    points = models.DecimalField(
        _("points"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    entered_by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["entry", "judge"], name="a_judge_scores_once"),
            models.CheckConstraint(
                condition=models.Q(points__gte=0, points__lte=100), name="scores_lie_between_0_and_100"
            ),
        ]

    def __str__(self):
        return str(self.points)
