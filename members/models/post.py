from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.querysets import PostQuerySet
from members.roles import Role


class Post(models.Model):
    """A member's role at an organisation; it reaches the organisation's subtree and nothing else."""

    Role = Role

    member = models.ForeignKey("members.Member", models.CASCADE, related_name="posts", verbose_name=_("member"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        related_name="posts",
        verbose_name=_("organisation"),
        help_text=_("The post reaches this organisation and all below it."),
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty: no end."))

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["organisation", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "role", "organisation"], name="one_post_per_member_role_and_organisation"
            ),
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self):
        return f"{self.member} · {self.audit_name}"

    @property
    def audit_name(self) -> str:
        """The post without its holder, whom the log holds as a number."""
        return f"{self.get_role_display()} · {self.organisation}"
