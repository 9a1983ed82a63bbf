"""Activities of both kinds as a choice in other forms: found by their title, changed on the pages of their kind."""

from django.contrib import admin
from django.db.models import Q

from activities.models import Activity
from members.admin.base import ScopedAdmin


@admin.register(Activity)
class ActivityLookup(ScopedAdmin):
    """Offers what the person may see in the admin, and what everybody sees on the site. It has no pages."""

    search_fields = ["title", "organisation__name"]
    searches_public_too = True
    ordering = ["-starts_at", "-pk"]

    def get_urls(self):
        return []

    def scoped(self, queryset, request):
        mine = super().scoped(queryset, request).values("pk")
        public = Activity.objects.public().values("pk")
        found = queryset.select_related("organisation").defer("head_html", "page_html", "card_html", "details")
        return found.filter(Q(pk__in=mine) | Q(pk__in=public))

    def has_module_permission(self, request) -> bool:
        return False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
