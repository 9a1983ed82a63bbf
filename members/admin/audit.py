from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.admin.base import ScopedAdmin, is_number
from members.admin.filters import OrganisationFilter
from members.audit_actions import ADMIN_ACTS, LABELS, label_of
from members.models import AuditEntry, Member
from members.roles import Right

MEMBER = Member._meta.label_lower


class ActionFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "act"

    def lookups(self, request, model_admin):
        return [*((f".{act}", label) for act, label in ADMIN_ACTS.items()), *LABELS.items()]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        if chosen.startswith("."):
            return queryset.filter(action__endswith=chosen)
        return queryset.filter(action=chosen) if chosen else queryset


class NamedEntries(ChangeList):
    """The log holds people as numbers; their present names are read once per page."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        name_members(self.result_list)


def name_members(entries: list[AuditEntry]) -> None:
    """Put on each entry about a member the name that the member has today: one query."""
    numbers = {int(entry.object_id) for entry in entries if entry.object_type == MEMBER}
    names = {member.pk: str(member) for member in Member.objects.filter(pk__in=numbers)}
    for entry in entries:
        if entry.object_type == MEMBER:
            entry.object_name = names.get(int(entry.object_id), f"№ {entry.object_id}")


@admin.register(AuditEntry)
class AuditEntryAdmin(ScopedAdmin):
    """Read-only for everybody, superusers included."""

    list_display = ["sequence", "at", "actor", "action_label", "object_name", "note", "address"]
    list_display_links = ["sequence"]
    list_filter = ["at", ActionFilter, OrganisationFilter]
    list_select_related = ["organisation"]
    search_fields = ["object_name", "note"]
    search_help_text = _("Words of the object or the note, an account name, or the number of an entry")
    fields = ["sequence", "at", "actor", "address", "action_label", "object_type", "object_id", "object_name",
              "organisation", "fields_changed", "note", "mac"]  # fmt: skip
    readonly_fields = fields

    desk_group = "system"
    view_right = Right.AUDIT

    def get_changelist(self, request, **kwargs):
        return NamedEntries

    def get_object(self, request, object_id, from_field=None):
        entry = super().get_object(request, object_id, from_field)
        if entry is not None:
            name_members([entry])
        return entry

    def get_search_results(self, request, queryset, search_term):
        """An account name finds what its holder did and what was done to them; a number finds that entry."""
        words = search_term.strip()
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        member = Member.objects.filter(username=words.lower()).first() if words else None
        if member is not None:
            about = Q(object_type=MEMBER, object_id=str(member.pk))
            return queryset.filter(Q(personal__member=member.pk) | about), False
        if is_number(words):
            return queryset.filter(sequence=int(words)), False
        return found, may_repeat

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("by"))
    def actor(self, entry):
        if entry.personal is None:
            return _("erased")
        return entry.personal["name"] or "—"

    @admin.display(description=_("from"))
    def address(self, entry):
        return entry.personal["address"] if entry.personal else ""

    @admin.display(description=_("action"), ordering="action")
    def action_label(self, entry):
        return label_of(entry.action)

    @admin.display(description=_("fields"))
    def fields_changed(self, entry):
        return "、".join(entry.fields)
