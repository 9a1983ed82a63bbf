from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey

from members.indexing import Indexed
from members.models.tree import NoLoops
from members.querysets import OrganisationQuerySet


class Organisation(NoLoops, Indexed, models.Model):
    """A unit of the district that publishes, reviews or takes part; units form one tree."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("Committee")
        BUREAU = "bureau", _("Bureau")
        STUDY_GROUP = "study_group", _("Study group")
        PUBLIC_SERVICE = "public_service", _("Public service")
        STREET = "street", _("Street")
        TOWN = "town", _("Town")
        COMMUNITY = "community", _("Community")
        VILLAGE = "village", _("Village")
        ENTERPRISE = "enterprise", _("Enterprise")
        SCHOOL = "school", _("School")
        TEAM = "team", _("Team")

    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(
        _("short name"), max_length=30, blank=True, help_text=_("Shown where space is short; the name when empty.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    parent = TreeNodeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    review_steps = models.PositiveSmallIntegerField(
        _("review steps"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=_("How many people approve a text before it is published: three unless decided otherwise."),
    )
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order among its siblings."))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="organisation_reviews_in_one_to_three_steps", condition=models.Q(review_steps__range=(1, 3))
            )
        ]

    def __str__(self):
        return self.name

    @property
    def brief(self) -> str:
        return self.short_name or self.name
