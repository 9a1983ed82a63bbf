from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from members.access import scope_of
from members.admin.base import ScopedAdmin, SiteWideAdmin
from members.admin.filters import OrganisationFilter
from members.models import Member, Organisation, Place
from members.roles import Right


def indented(node) -> str:
    """The name under its parents': one full-width space per level."""
    return "　" * node.tree_depth + node.name


def counted(queryset, key: str):
    """A correlated count over `queryset`, whose foreign key `key` points to the row outside."""
    rows = queryset.order_by().filter(**{key: OuterRef("pk")}).values(key)
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


class OrganisationForm(ModelForm):
    """A unit always lies inside what its administrator manages; only a superuser plants a new tree."""

    user = None  # set by the admin

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if parent is None and not self.user.is_superuser:
            raise ValidationError(_("Choose the organisation that it belongs to."))
        return parent


class UnitFilter(OrganisationFilter):
    path = "pk"


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    list_display = ["tree_name", "kind", "children_count", "members_count", "review_steps"]
    list_display_links = ["tree_name"]
    list_filter = ["kind", UnitFilter]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]
    fields = ["name", "short_name", "kind", "parent", "review_steps", "position"]
    form = OrganisationForm
    list_per_page = 200

    desk_group = "people"
    organisation_path = "pk"
    add_right = change_right = delete_right = Right.MANAGE

    def get_queryset(self, request):
        children = counted(Organisation.objects.all(), "parent")
        members = counted(Member.objects.filter(is_active=True), "organisation")
        tree = Organisation.objects.with_tree_fields().order_by("tree_ordering")
        return self.scoped(tree, request).annotate(children_number=children, members_number=members)

    def get_ordering(self, request):
        return ["tree_ordering"]

    def get_form(self, request, obj=None, **kwargs):
        return type("OrganisationForm", (super().get_form(request, obj, **kwargs),), {"user": request.user})

    def get_readonly_fields(self, request, obj=None):
        """The top unit of one's posts stays where it is: what is above belongs to others."""
        managed = scope_of(request.user).with_right(Right.MANAGE)
        is_top = obj is not None and not request.user.is_superuser and obj.parent_id not in managed
        return ["parent"] if is_top else []

    @admin.display(description=_("name"), ordering="tree_ordering")
    def tree_name(self, organisation):
        return indented(organisation)

    @admin.display(description=_("units below"))
    def children_count(self, organisation):
        return organisation.children_number

    @admin.display(description=_("active members"))
    def members_count(self, organisation):
        return organisation.members_number


@admin.register(Place)
class PlaceAdmin(SiteWideAdmin):
    list_display = ["tree_name", "kind", "aliases"]
    list_display_links = ["tree_name"]
    list_filter = ["kind"]
    search_fields = ["name", "aliases"]
    autocomplete_fields = ["parent"]
    fields = ["name", "kind", "parent", "aliases"]
    list_per_page = 200

    desk_group = "people"

    def get_queryset(self, request):
        return Place.objects.with_tree_fields().order_by("tree_ordering")

    def get_ordering(self, request):
        return ["tree_ordering"]

    @admin.display(description=_("name"), ordering="tree_ordering")
    def tree_name(self, place):
        return indented(place)
