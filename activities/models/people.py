from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.querysets import ParticipantQuerySet, SignUpQuerySet
from members.fields import EncryptedTextField
from members.rules import masked_name


class Participant(models.Model):
    """A person who takes part: a member, or somebody without an account (an elder on the telephone, a child).

    The one place where the names and numbers of people without an account stand.
    """

    member = models.OneToOneField(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="participant", verbose_name=_("member")
    )
    guardian = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="wards", verbose_name=_("guardian")
    )
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    name = EncryptedTextField(_("name"), blank=True)
    phone = EncryptedTextField(_("mobile number"), blank=True)
    email = EncryptedTextField(_("e-mail address"), blank=True)
    born_on = EncryptedTextField(_("date of birth"), blank=True)
    # who it is, as a keyed digest of member, or guardian and name, or phone and name: the same person is one row
    key = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self):
        return str(self.pk)

    @property
    def full_name(self) -> str:
        """For staff with the right to people, and for the person; everybody else sees `public_name`."""
        return self.member.display_name if self.member else self.name

    @property
    def public_name(self) -> str:
        return self.member.public_name if self.member else masked_name(self.name)


class SeatPool(models.Model):
    """The seats that one queue competes for: all of an activity's, or the quota of one unit.

    An activity that takes sign-ups has one pool without a unit, and one for each quota. The row is what sign-ups
    lock and count; nothing but activities.actions writes it.
    """

    activity = models.ForeignKey(
        "activities.Activity", models.CASCADE, related_name="pools", verbose_name=_("activity")
    )
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"),
        help_text=_("People of this unit and those below it."),
    )  # fmt: skip
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True, help_text=_("Empty: as many as come."))
    taken = models.PositiveIntegerField(_("taken"), default=0, editable=False)
    last_position = models.PositiveIntegerField(default=0, editable=False)  # of the waiting list, never used again

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "organisation"], name="one_quota_per_unit_and_activity"),
            models.UniqueConstraint(
                fields=["activity"], condition=Q(organisation__isnull=True), name="one_open_pool_per_activity"
            ),
            models.CheckConstraint(
                name="never_more_taken_than_seats", condition=Q(seats__isnull=True) | Q(taken__lte=models.F("seats"))
            ),
        ]

    def __str__(self):
        return str(self.organisation or self.activity)


class SignUp(models.Model):
    """One person's (or firm's) place at an activity, or in its waiting list; a cancelled one stays as its history."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        WAITING = "waiting", _("Waiting")
        CANCELLED = "cancelled", _("Cancelled")

    class Source(models.TextChoices):
        ONLINE = "online", _("Online")
        STAFF = "staff", _("By staff")

    activity = models.ForeignKey(
        "activities.Activity", models.PROTECT, related_name="sign_ups", verbose_name=_("activity")
    )
    pool = models.ForeignKey(SeatPool, models.PROTECT, related_name="sign_ups", verbose_name=_("quota"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="sign_ups", verbose_name=_("participant"))
    group = models.ForeignKey(
        "activities.Group", models.SET_NULL, null=True, blank=True, related_name="sign_ups", verbose_name=_("group")
    )
    state = models.CharField(_("state"), max_length=20, choices=State)
    position = models.PositiveIntegerField(_("place in the queue"), null=True, blank=True)
    unit_name = models.CharField(_("unit as written"), max_length=60, blank=True)  # where it is no unit of the portal
    firm = models.CharField(_("firm"), max_length=60, blank=True)
    firm_key = models.CharField(max_length=60, blank=True, editable=False)  # the firm's name as it is compared
    answer = EncryptedTextField(_("answer"), blank=True)
    source = models.CharField(_("came"), max_length=20, choices=Source, default=Source.ONLINE)
    made_by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed up by")
    )
    created_at = models.DateTimeField(_("signed up at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cancelled by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, help_text=_("Of a cancellation or a promotion."))

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["pk"]
        indexes = [models.Index(fields=["pool", "state", "position"], name="sign_up_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "participant"], condition=~Q(state="cancelled"), name="one_active_sign_up_each"
            ),
            models.UniqueConstraint(
                fields=["activity", "firm_key"],
                condition=~Q(state="cancelled") & ~Q(firm_key=""),
                name="one_seat_per_firm",
            ),
            models.UniqueConstraint(
                fields=["pool", "position"], condition=Q(state="waiting"), name="one_place_in_the_queue_each"
            ),
            models.CheckConstraint(
                name="who_waits_has_a_position", condition=~Q(state="waiting") | Q(position__isnull=False)
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def organisation_id(self) -> int:
        """The unit whose auditors see what was done with it."""
        return self.activity.organisation_id

    @property
    def audit_name(self) -> str:
        """What the log calls it: nobody's name."""
        return f"{self.activity} · № {self.pk}"
