from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from activities.kinds import Kind
from activities.models.activity import Activity
from activities.querysets import VolunteerEventQuerySet


class VolunteerEvent(Activity):
    """Volunteer service (志愿服务): once, or again and again by a rota (see Shift)."""

    tasks = models.TextField(_("tasks"), max_length=1000, blank=True, help_text=_("A line each."))
    meeting_point = models.CharField(_("meeting point"), max_length=100, blank=True)
    skills = models.CharField(_("skills asked for"), max_length=200, blank=True)
    min_people = models.PositiveSmallIntegerField(_("fewest people"), null=True, blank=True)
    person_in_charge = models.CharField(
        _("person in charge"),
        max_length=60,
        blank=True,
        help_text=_("Stands in service records: Order 67, article 11."),
    )
    risk_notice = models.TextField(
        _("risk notice"), max_length=1000, blank=True,
        help_text=_("What may happen and what people do about it. Without it sign-up does not open."),
    )  # fmt: skip
    is_hazardous = models.BooleanField(_("hazardous"), default=False)
    insurance_number = models.CharField(_("insurance number"), max_length=60, blank=True)
    hours_cap = models.DecimalField(
        _("most hours for one person"), max_digits=4, decimal_places=1, null=True, blank=True,
        help_text=_("Of one occasion; empty: as long as it lasts."),
    )  # fmt: skip

    # --- again and again ---
    weekdays = models.CharField(
        _("on weekdays"), max_length=7, blank=True, help_text=_("Digits from 1 (Monday) to 7; empty: it happens once.")
    )
    shift_from = models.TimeField(_("each time from"), null=True, blank=True)
    shift_until = models.TimeField(
        _("each time until"), null=True, blank=True, help_text=_("Earlier than its beginning: it ends on the next day.")
    )
    repeats_until = models.DateField(_("last day"), null=True, blank=True)

    # --- logged when it was over ---
    log_token = models.CharField(max_length=40, unique=True, null=True, blank=True, editable=False)  # sent twice: once

    text_fields = (*Activity.text_fields, "tasks", "meeting_point", "skills", "person_in_charge", "risk_notice")

    objects = VolunteerEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer event")
        verbose_name_plural = _("volunteer events")

    def save(self, *args, **kwargs):
        self.kind = Kind.SERVICE
        super().save(*args, **kwargs)

    def came_out(self) -> None:
        from activities.actions.shifts import plan_shifts  # actions stand above models

        if self.is_recurring:  # after the transaction: it holds the log, which comes last
            transaction.on_commit(lambda: plan_shifts(self))

    @property
    def is_recurring(self) -> bool:
        return bool(self.weekdays)
