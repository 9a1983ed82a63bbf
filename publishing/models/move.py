from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.querysets import MoveQuerySet
from publishing.states import Act


class Move(models.Model):
    """One step in a publication's way: who did what, when, why, and the text as it stood then.

    The review sheet, the corrections that readers see and the rule of different reviewers all read from here.
    """

    Act = Act

    object_type = models.CharField(max_length=60, editable=False)  # a model's label: kinds of upper floors point here
    object_id = models.PositiveBigIntegerField(editable=False)
    act = models.CharField(_("act"), max_length=20, choices=Act)
    round = models.PositiveIntegerField(_("review round"))
    step = models.PositiveSmallIntegerField(_("review step"), default=0)
    actor = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"))
    note = models.CharField(_("reason or note"), max_length=500, blank=True)
    content = models.JSONField(_("the text as it stood"))
    content_hash = models.CharField(_("hash"), max_length=64)

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("review record")
        verbose_name_plural = _("review records")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="move_by_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "round", "step"],
                condition=models.Q(act=Act.APPROVE),
                name="one_approval_per_review_step",
            ),
            models.UniqueConstraint(
                fields=["object_type", "object_id", "round", "actor"],
                condition=models.Q(act=Act.APPROVE),
                name="nobody_approves_two_steps_of_one_round",
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()} · {self.actor}"
