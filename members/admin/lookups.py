"""What may be asked of a list by its address: what its filters offer, and nothing else."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters

COMPARISONS = {"exact", "in", "isnull", "gte", "lt", "year", "month", "day"}  # what Django's own filters write


class OfferedLookups(admin.ModelAdmin):
    """Refuses every other question (400): a password's first letters, a relation out of the scope, a costly pattern."""

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        offered = {self.date_hierarchy, *map(_name_of, self.get_list_filter(request))} - {None}
        return lookup in offered or any(_compares(lookup, name) for name in offered)

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except ValueError as error:  # the year after 9999, which Django's date hierarchy reckons with
            raise IncorrectLookupParameters(error) from error


def _name_of(list_filter) -> str:
    """The field of a filter, or the parameter of one that has no field."""
    if isinstance(list_filter, tuple):
        return list_filter[0]
    return list_filter if isinstance(list_filter, str) else list_filter.parameter_name


def _compares(lookup: str, name: str) -> bool:
    """Whether a lookup compares the named field, or the number of what it points to, with a value."""
    rest = lookup.removeprefix(f"{name}__").removeprefix("id__")
    return lookup.startswith(f"{name}__") and rest in COMPARISONS
