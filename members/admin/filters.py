"""Filters that offer only what the person's posts cover."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.access import scope_of, subtree
from members.admin.base import is_number
from members.models import Organisation, Post
from members.roles import Right, Role

MOST_CHOICES = 60


class OrganisationFilter(admin.SimpleListFilter):
    """An organisation with all below it. Offers the upper levels of the scope: as many as fit on a page.

    `path` is the lookup to the organisation; subclass it for another one.
    """

    title = _("organisation")
    parameter_name = "unit"
    path = "organisation"

    def lookups(self, request, model_admin):
        return offered_units(request, model_admin.view_right)

    def queryset(self, request, queryset):
        if not is_number(self.value()):
            return queryset
        return queryset.filter(**{f"{self.path}__in": subtree(int(self.value()))})


def offered_units(request, right: Right) -> list[tuple[str, str]]:
    """Return number and indented name of the upper units where the person has `right`, as many as fit on a page."""
    reached = scope_of(request.user).with_right(right)
    nodes = [node for node in Organisation.objects.with_tree_fields() if node.pk in reached]
    for depth in sorted({node.tree_depth for node in nodes}, reverse=True):
        if len(nodes) <= MOST_CHOICES:
            break
        nodes = [node for node in nodes if node.tree_depth < depth]
    top = min((node.tree_depth for node in nodes), default=0)
    return [(str(node.pk), "　" * (node.tree_depth - top) + node.brief) for node in nodes]


class RoleFilter(admin.SimpleListFilter):
    title = _("post")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [*Role.choices, ("none", _("without a post"))]

    def queryset(self, request, queryset):
        active = Post.objects.active(timezone.localdate())
        if self.value() == "none":
            return queryset.exclude(posts__in=active)
        if self.value() in Role.values:
            return queryset.filter(pk__in=active.filter(role=self.value()).values("member"))
        return queryset
