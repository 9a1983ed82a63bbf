"""The next one like the last one: a draft made in one step."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from activities.actions.copying import copy_activity
from activities.admin.base import ActivityMixin
from activities.admin.planning import day_of
from activities.forms.moments import FIRST_YEAR, LAST_YEAR
from members.access import scope_of
from members.roles import Right


class CopyMixin(ActivityMixin):
    """Adds `<pk>/copy/` (POST; `starts` is a day, empty for the next free week)."""

    actions = ["submit_selected", "copy_selected", "withdraw_selected"]

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.copy_view))
        return [path("<path:object_id>/copy/", view, name=self.url_name("copy")), *super().get_urls()]

    def post_tools(self, request, activity) -> list[tuple[str, str]]:
        may = scope_of(request.user).has(Right.WRITE, activity.organisation_id)
        copy = [(_("Make another one like it"), self.address("copy", activity))] if may else []
        return [*super().post_tools(request, activity), *copy]

    def copy_view(self, request, object_id: str):
        activity = self.activity_for_writing(request, object_id)
        copy = copy_activity(activity, actor=request.user, starts_on=self._day(request), request=request)
        when = date_format(timezone.localtime(copy.starts_at), "Y年n月j日 l H:i")
        text = _("A new draft like “%(title)s”, for %(when)s. Look through it, then submit it.")
        messages.success(request, text % {"title": activity, "when": when})
        return redirect(self.address("change", copy))

    @staticmethod
    def _day(request):
        day = day_of(request.POST.get("starts", ""))
        return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None

    @admin.action(description=gettext_lazy("Make another one like each"), permissions=["add"])
    def copy_selected(self, request, queryset):
        scope = scope_of(request.user)
        chosen = list(queryset)
        if not all(scope.has(Right.WRITE, activity.organisation_id) for activity in chosen):
            raise PermissionDenied
        for activity in chosen:
            copy_activity(activity, actor=request.user, request=request)
        messages.success(request, _("New drafts: %(n)s.") % {"n": len(chosen)})
