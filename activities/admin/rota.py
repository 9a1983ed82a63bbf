"""The rota of an event in the admin: weeks, one evening, the printed sheet. GET changes nothing."""

from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from activities import rota_sheet
from activities.actions import rota, shifts
from activities.admin.base import ActivityMixin
from activities.admin.evening import EveningMixin
from activities.admin.planning import day_of
from activities.kinds import Kind
from activities.models import Shift
from activities.rota import RotaRefused
from members import audit
from members.access import scope_of
from members.roles import Right
from publishing.states import State


class RotaMixin(EveningMixin, ActivityMixin):
    """Adds `<pk>/rota/`, `<pk>/rota/<shift>/` and `<pk>/rota/print/`, for those with the right to people."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/rota/", view(self.rota_view), name=self.url_name("rota")),
            path("<path:object_id>/rota/print/", view(require_safe(self.rota_print_view)), name=self.url_name("rota_print")),
            path("<path:object_id>/rota/<int:number>/", view(self.evening_view), name=self.url_name("evening")),
            *super().get_urls(),
        ]  # fmt: skip

    def tools(self, request, activity) -> list[tuple[str, str]]:
        links = super().tools(request, activity)
        may = scope_of(request.user).has(Right.PEOPLE, activity.organisation_id)
        if may and (activity.leaf.is_recurring or Shift.objects.filter(event=activity.pk).exists()):
            links.append((_("Rota"), self.address("rota", activity)))
        return links

    def content_saved(self, request, publication, before_hash: str, note: str) -> bool:
        """A published rota follows its rule at once; evenings that somebody touched are named."""
        changed = super().content_saved(request, publication, before_hash, note)
        if publication.kind == Kind.SERVICE and publication.state == State.PUBLISHED:
            transaction.on_commit(lambda: self._plan(request, publication))  # its locks come before the log's
        return changed

    # --- weeks ---
    def rota_view(self, request, object_id: str):
        event = self._event_for_people(request, object_id)
        first = self._first_week(request, event)
        if request.method == "POST":
            self._change_rota(request, event, first)
            return redirect(request.get_full_path())
        team = rota.team_of(event)
        turns = rota_sheet.turns_of(event)
        context = self.act_context(request, event) | {
            "title": _("Rota"),
            "event": event,
            "weeks": rota_sheet.weeks_of(event, first, [person.pk for person in team]),
            "team": [(person, turns[person.pk]) for person in team],
            "first": first,
            "before": first - timedelta(weeks=rota_sheet.WEEKS),
            "after": first + timedelta(weeks=rota_sheet.WEEKS),
            "today": timezone.localdate(),
            "print_url": self.address("rota_print", event),
            "sign_ups_url": self.address("sign_ups", event),
            "has_shifts": event.shifts.exists(),
            "rule": rota_sheet.rule_words(event),
        }
        return TemplateResponse(request, "admin/activities/rota/rota.html", context)

    def _event_for_people(self, request, object_id: str):
        event = self.activity_for_people(request, object_id)
        if event.kind != Kind.SERVICE:
            raise Http404
        return event

    @staticmethod
    def _first_week(request, event) -> date:
        """The Monday that the address names, or this week's; of what has not begun, its first."""
        asked = day_of(request.GET.get("from", ""))
        if asked is None or not 1990 <= asked.year <= 2100:
            asked = max(timezone.localdate(), timezone.localdate(event.starts_at))
        return rota_sheet.monday_of(asked)

    def _change_rota(self, request, event, first: date) -> None:
        act = request.POST.get("act")
        if act == "plan":
            self._plan(request, event, says_nothing_new=True)
        elif act == "fill":
            self._fill(request, event, first)

    def _plan(self, request, event, *, says_nothing_new: bool = False) -> None:
        done = shifts.plan_shifts(event, actor=request.user, request=request)
        if done.total or says_nothing_new:
            text = _("Evenings: %(made)s new, %(changed)s with other hours, %(removed)s gone.")
            numbers = {"made": done.made, "changed": done.changed, "removed": done.removed}
            messages.success(request, text % numbers)
        if done.kept:
            days = "、".join(f"{shift.date:%m-%d}" for shift in done.kept[:20])
            text = _("Kept against the rule, because people or exceptions are on them: %(days)s. Look at each.")
            messages.warning(request, text % {"days": days})

    def _fill(self, request, event, first: date) -> None:
        last = first + timedelta(weeks=rota_sheet.WEEKS)
        chosen = event.shifts.filter(date__gte=first, date__lt=last)
        try:
            added, missing = rota.fill_by_turns(event, chosen, actor=request.user, request=request)
        except RotaRefused as refused:
            messages.error(request, refused.snag.label)
            return
        text = ngettext("%(n)s place was filled.", "%(n)s places were filled.", added) % {"n": added}
        messages.success(request, text)
        if missing:
            text = ngettext("%(n)s place stays free: ask for more people.", "%(n)s places stay free: ask for more people.", missing)  # fmt: skip
            messages.warning(request, text % {"n": missing})

    # --- on paper ---
    def rota_print_view(self, request, object_id: str):
        """Four weeks with names on A4; each printing is recorded."""
        event = self._event_for_people(request, object_id)
        first = self._first_week(request, event)
        team = [person.pk for person in rota.team_of(event)]
        last = first + timedelta(weeks=rota_sheet.WEEKS)
        evenings = rota_sheet.evenings_of(event, first, last, team)
        with transaction.atomic():
            audit.record(actor=request.user, action="shift.print", obj=event, note=str(first), request=request)
        context = self.act_context(request, event) | {
            "title": _("Rota"),
            "activity": event,
            "evenings": evenings,
            "rule": rota_sheet.rule_words(event),
            "printed_at": timezone.now(),
            "rota_url": reverse(f"admin:{self.url_name('rota')}", args=[event.pk]),
        }
        return TemplateResponse(request, "admin/activities/rota/print.html", context)
