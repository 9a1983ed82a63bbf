from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from members.indexing import Indexed
from members.models.tree import NoLoops


class Place(NoLoops, Indexed, models.Model):
    """A named place of the district's gazetteer; places lie in places."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("District or county")
        TOWNSHIP = "township", _("Street or town")
        COMMUNITY = "community", _("Community or village")
        GROUP = "group", _("Group, road or site")

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    parent = TreeNodeForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    aliases = models.CharField(
        _("other spellings"),
        max_length=200,
        blank=True,
        help_text=_("Separated by spaces, for variant characters: 陈家剥 for 陈家剝."),
    )

    objects = TreeQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="place_name_unique_where_it_lies"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(parent__isnull=True), name="outermost_place_name_unique"
            ),
        ]

    def __str__(self):
        return self.name
