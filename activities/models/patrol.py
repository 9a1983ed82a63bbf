from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Shift(models.Model):
    """One evening of an event that comes again and again; made from its rule, changed by hand."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CANCELLED = "cancelled", _("Called off")

    event = models.ForeignKey(
        "activities.VolunteerEvent", models.CASCADE, related_name="shifts", verbose_name=_("volunteer event")
    )
    date = models.DateField(_("date"))  # of the rule; a moved shift keeps it
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PLANNED)
    reason = models.CharField(_("reason of the change"), max_length=100, blank=True)
    handover = models.TextField(_("handover note"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "event"], name="shift_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["event", "date"], name="one_shift_a_day"),
            models.CheckConstraint(name="shift_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self):
        return str(self.date)


class Duty(models.Model):
    """Who goes out on a shift. Somebody who covers stands in the row of the one that is covered."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="duties", verbose_name=_("shift"))
    participant = models.ForeignKey(
        "activities.Participant", models.PROTECT, related_name="duties", verbose_name=_("on duty")
    )
    planned = models.ForeignKey(
        "activities.Participant", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instead of")
    )
    is_leader = models.BooleanField(_("leads"), default=False)
    seeks_cover = models.BooleanField(_("seeks cover"), default=False)
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("rota")
        constraints = [models.UniqueConstraint(fields=["shift", "participant"], name="on_duty_once_a_shift")]

    def __str__(self):
        return str(self.shift)


class PatrolEntry(models.Model):
    """One line of a patrol's log: when, where in words, what was found and done. No positions, no names of residents."""

    class Kind(models.TextChoices):
        ADVICE = "advice", _("Advice to residents")  # 劝导提醒
        FIRE = "fire", _("Fire hazard")
        SAFETY = "safety", _("Other hazard")
        FRAUD = "fraud", _("Fraud and theft prevention")
        HELP = "help", _("Help given")
        QUIET = "quiet", _("Nothing unusual")
        OTHER = "other", _("Other")

    event = models.ForeignKey(
        "activities.VolunteerEvent", models.PROTECT, related_name="entries", verbose_name=_("volunteer event")
    )
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("shift")
    )
    at = models.DateTimeField(_("time"))
    where = models.CharField(_("place"), max_length=60, help_text=_("Road, square, building; no flat, no household."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    done = models.CharField(_("what was done"), max_length=300, blank=True)
    handed_to = models.CharField(
        _("handed to"), max_length=60, blank=True, help_text=_("Which office goes on with it.")
    )
    made_by = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("written by"))
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True, editable=False)  # what was handed on
    token = models.CharField(max_length=40, unique=True, editable=False)  # of the form: sent twice, it is one entry

    class Meta:
        verbose_name = _("patrol entry")
        verbose_name_plural = _("patrol log")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["event", "-at"], name="patrol_by_time")]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.where}"

    @property
    def organisation_id(self) -> int:
        """The unit whose auditors see what was done with it."""
        return self.event.organisation_id
