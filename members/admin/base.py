"""The base of our admin classes: everyone sees and changes what their posts cover, by every door."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from members import indexing
from members.access import Scope, scope_of
from members.admin.audited import AuditedAdmin
from members.admin.history import history_of, name_by_unit
from members.admin.lookups import OfferedLookups
from members.models import Organisation
from members.roles import Right

MOST_AT_ONCE = 200


class CarefulAutocomplete(AutocompleteSelect):
    """An autocomplete that a forged value does not break when its form is shown again."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [pk if is_number(pk) else "" for pk in value], attrs)


def is_number(pk) -> bool:
    """Whether a posted value can be the number of a row."""
    return str(pk).isdecimal() and len(str(pk)) < 19


class ScopedChoices(admin.options.BaseModelAdmin):
    """Relations offer, and accept, only what the person's scope holds: a forged key is an invalid choice."""

    add_right = Right.WRITE

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CarefulAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choices(self, db_field, request):
        model = db_field.remote_field.model
        queryset = model._default_manager.all()
        if model is Organisation:
            return writable_organisations(queryset, scope_of(request.user), self.add_right)
        related = self.admin_site._registry.get(model)
        return related.get_queryset(request) if related else queryset


class ScopedAdmin(ScopedChoices, OfferedLookups, AuditedAdmin):
    """An admin whose objects belong to organisations.

    `organisation_path` is the lookup from the object to its organisation; None for things that belong to the
    whole site (channels, places): everyone with a post reads them, managers change them.
    """

    organisation_path: str | None = "organisation"
    view_right = Right.READ
    add_right = change_right = Right.WRITE
    delete_right = Right.MANAGE
    searched_too: tuple[str, ...] = ()  # fields that no reader sees, and the search does not know
    searches_public_too = False  # also what other organisations published
    list_per_page = 50
    show_full_result_count = False
    actions_on_bottom = True  # with both bars off, stock admin writes an inline <style>

    # --- rows ---
    def get_queryset(self, request):
        return self.scoped(super().get_queryset(request), request)

    def scoped(self, queryset, request):
        """Narrow a queryset of this admin's model to what the person may see."""
        scope = scope_of(request.user)
        if self.organisation_path is None or scope.everything:
            return queryset
        return queryset.filter(**{f"{self.organisation_path}__in": scope.with_right(self.view_right)})

    def get_search_results(self, request, queryset, search_term):
        """By the site's own search, where it knows the model; else, and for `searched_too`, as Django does."""
        index = indexing.index() if search_term.strip() else indexing.NoIndex()
        found = index.found(self.model, search_term, request.user, public_too=self.searches_public_too)
        if found is None:
            return super().get_search_results(request, queryset, search_term)
        wanted = Q(pk__in=found)
        for name in self.searched_too:
            wanted |= Q(**{f"{name}__icontains": search_term.strip()})
        return queryset.filter(wanted), False

    def delete_queryset(self, request, queryset):
        """One after another: each tells the search."""
        for obj in queryset:
            obj.delete()

    def get_object(self, request, object_id, from_field=None):
        """What is out of reach is not there: 404 by every door, before any question of rights."""
        try:
            obj = super().get_object(request, object_id, from_field)
        except OverflowError as error:  # a number that no row can have
            raise Http404 from error
        if obj is None:
            raise Http404
        return obj

    def response_action(self, request, queryset):
        """“All of them” has an end too: an action on a whole archive would hold its rows, and the log, for minutes."""
        if request.POST.get("select_across") == "1" and queryset[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE:
            self.message_user(request, _("At most 200 at a time: narrow the list first."), messages.ERROR)
            return redirect(request.get_full_path())
        return super().response_action(request, queryset)

    # --- numbers that no row can have: 404 (SQLite cannot even ask for them) ---
    def changelist_view(self, request, extra_context=None):
        if not all(is_number(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise Http404
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError as error:
            raise Http404 from error

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except OverflowError as error:
            raise Http404 from error

    # --- rights ---
    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return self._may(request, self.view_right, obj)

    def has_add_permission(self, request) -> bool:
        return self._may(request, self.add_right)

    def has_change_permission(self, request, obj=None) -> bool:
        return self._may(request, self.change_right, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self._may(request, self.delete_right, obj)

    def _may(self, request, right: Right, obj=None) -> bool:
        if not request.user.is_authenticated:
            return False
        return scope_of(request.user).has(right, None if obj is None else self.organisation_id_of(obj))

    def organisation_id_of(self, obj) -> int | None:
        """Return the number of the organisation that an object belongs to; None when it is the whole site's."""
        if self.organisation_path is None:
            return None
        *way, last = self.organisation_path.split("__")
        for step in way:
            obj = getattr(obj, step)
        return obj.pk if last == "pk" else getattr(obj, f"{last}_id")


def writable_organisations(queryset, scope: Scope, right: Right):
    """Narrow organisations to those where a person has `right`."""
    return queryset if scope.everything else queryset.within(scope.with_right(right))


class DeletionBox(forms.CheckboxInput):
    """The box that deletes a row of a table: its heading is no label to those who cannot see it."""

    def __init__(self):
        super().__init__(attrs={"aria-label": _("Delete")})


class ScopedInline(ScopedChoices):
    """Rows of an object: whoever may change the object may change them. Put it before TabularInline."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if isinstance(self, admin.TabularInline):
            formset.deletion_widget = DeletionBox
        return formset

    def _parent(self):
        return self.admin_site._registry[self.parent_model]

    def has_view_permission(self, request, obj=None) -> bool:
        return self._parent().has_view_permission(request, obj)

    def has_add_permission(self, request, obj=None) -> bool:
        return self._parent().has_add_permission(request) if obj is None else self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None) -> bool:
        return self._parent().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self.has_change_permission(request, obj)


class RowForm(forms.ModelForm):
    """A row of a list that is edited in place, with a name for each of its boxes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label


class SiteWideAdmin(ScopedAdmin):
    """For what belongs to the whole site: read by everyone with a post, changed by administrators of all of it."""

    organisation_path = None
    add_right = change_right = delete_right = Right.MANAGE

    def _may(self, request, right: Right, obj=None) -> bool:
        if right == self.view_right:
            return super()._may(request, right, obj)
        return request.user.is_authenticated and scope_of(request.user).has_everywhere(right)

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": RowForm} | kwargs)

    def history_lines(self, request, obj) -> list:
        """Everyone with a post reads it, so those of other organisations stand there by their unit."""
        scope, entries = scope_of(request.user), list(self.history_entries(obj))
        if not scope.everything:
            name_by_unit(entries, scope.organisations())
        return history_of(obj, entries)
