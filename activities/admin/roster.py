"""The roster in the admin: one screen, with the signed sheet beside the keyboard."""

import json
from datetime import timedelta

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.actions import roster
from activities.admin.occasions import OccasionMixin
from activities.forms.proxy import suggested_of
from activities.forms.roster import Details, GuestForm, UploadForm, marks_from
from activities.models import Attendance, Closing, Shift
from activities.roster_lines import PER_PAGE, line_of, roster_page
from activities.units import units_by_name
from members.access import scope_of
from members.roles import Right

ACTS = ("fill", "mark", "guest", "absent", "details")
OTHER = "other"  # no account of that name: somebody else
SHIFTS_SHOWN = 40
DAY = timedelta(days=1)


class RosterMixin(OccasionMixin):
    """Adds `<pk>/roster/` and what is pressed there, for those with the right to people. Stands with ProxyMixin."""

    def get_urls(self):
        acts = [
            self.occasion_urls("roster", f"{act}/", require_POST(getattr(self, f"roster_{act}_view")), f"roster_{act}")
            for act in ACTS
        ]
        screen = self.occasion_urls("roster", "", require_safe(self.roster_view), "roster")
        return [*(url for urls in acts for url in urls), *screen, *super().get_urls()]

    def tools(self, request, activity) -> list[tuple[str, str]]:
        links = super().tools(request, activity)
        if not scope_of(request.user).has(Right.PEOPLE, activity.organisation_id):
            return links
        return [*links, (_("Roster"), self.occasion_address("roster", activity))]

    # --- the screen ---
    def roster_view(self, request, object_id: str, shift_id: int | None):
        activity, shift = self.occasion_of(request, object_id, shift_id)
        if shift is None and getattr(activity, "is_recurring", False):
            return self._choose_roster_of_shift(request, activity)
        return self._roster_page(request, activity, shift)

    def _choose_roster_of_shift(self, request, activity):
        """Each evening has a roster of its own: the latest first, and the next one."""
        shifts = Shift.objects.filter(event=activity.pk, starts_at__lte=timezone.now() + DAY)
        closed = set(Closing.objects.filter(activity=activity.pk).values_list("shift", flat=True))
        rows = [
            (shift, shift.pk in closed, self.occasion_address("roster", activity, shift))
            for shift in shifts.order_by("-starts_at")[:SHIFTS_SHOWN]
        ]
        context = self.occasion_context(request, activity, None) | {"title": _("Roster"), "rows": rows}
        return TemplateResponse(request, "admin/activities/roster/shifts.html", context)

    def _roster_page(self, request, activity, shift, *, guest: GuestForm | None = None, asked=None):
        number, words = request.GET.get("p", ""), request.GET.get("q", "").strip()[:30]
        number = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
        units = units_by_name()
        urls = {act: self.occasion_address(f"roster_{act}", activity, shift) for act in ACTS}
        others = ("roster", "roster_export", "roster_import", "sheet_print", "close")
        urls |= {page: self.occasion_address(page, activity, shift) for page in others}
        context = self.occasion_context(request, activity, shift) | {
            "title": _("Roster"),
            "page": roster_page(activity, shift, number=number, words=words),
            "words": words,
            "states": Attendance.State.choices,
            "guest": guest or GuestForm(activity=activity, units=units),
            "asked": asked,
            "upload": UploadForm(),
            "units": units,
            "longest": roster.longest_hours(activity, shift),
            "closing": Closing.objects.filter(activity=activity.pk, shift=shift).first(),
            "may_close": (shift or activity).starts_at <= timezone.now(),
            "urls": urls,
        }
        return TemplateResponse(request, "admin/activities/roster/roster.html", context)

    def _back_to_roster(self, activity, shift, number: str = ""):
        page = f"?p={number}" if number.isascii() and number.isdecimal() and len(number) < 6 else ""
        return redirect(self.occasion_address("roster", activity, shift) + page)

    # --- what is pressed there ---
    def roster_fill_view(self, request, object_id: str, shift_id: int | None):
        activity, shift = self.occasion_of(request, object_id, shift_id)
        try:
            new = roster.fill_roster(activity, shift, actor=request.user, request=request)
            messages.success(request, _("%(n)s new lines on the roster.") % {"n": new})
        except roster.RosterFull:
            messages.error(request, _("The roster is full: it holds %(n)s lines.") % {"n": roster.MOST_LINES})
        return self._back_to_roster(activity, shift)

    def roster_mark_view(self, request, object_id: str, shift_id: int | None):
        """Take marks: from the screen as JSON, which answers what is saved; from the plain form with a redirect."""
        activity, shift = self.occasion_of(request, object_id, shift_id)
        is_json = request.content_type == "application/json"
        try:
            marks = marks_from(json.loads(request.body) if is_json else request.POST)
        except (ValueError, RecursionError):
            return JsonResponse({"error": _("That was no roster.")}, status=400)
        changed = roster.mark(activity, shift, marks=marks, actor=request.user, request=request)
        if is_json:
            return JsonResponse(self._marks_saved(activity, shift, marks))
        messages.success(request, _("Saved: %(n)s lines changed.") % {"n": len(changed)})
        return self._back_to_roster(activity, shift, request.POST.get("p", ""))

    @staticmethod
    def _marks_saved(activity, shift, marks: dict[int, str]) -> dict:
        """What stands there now, by row code, and the names of a few, for lines that are not on the screen."""
        lines = roster.lines_of(activity, shift).filter(row_code__in=list(marks)[:PER_PAGE])
        names = {line.row_code: line.participant.full_name for line in lines[:3]} if len(marks) <= 3 else {}
        known = set(lines.values_list("row_code", flat=True))
        return {"saved": sorted(known), "unknown": sorted(marks.keys() - known), "names": names}

    def roster_absent_view(self, request, object_id: str, shift_id: int | None):
        activity, shift = self.occasion_of(request, object_id, shift_id)
        number = roster.mark_rest_absent(activity, shift, actor=request.user, request=request)
        messages.success(request, _("%(n)s people are marked absent.") % {"n": number})
        return self._back_to_roster(activity, shift)

    def roster_details_view(self, request, object_id: str, shift_id: int | None):
        activity, shift = self.occasion_of(request, object_id, shift_id)
        details = Details(request.POST, roster.longest_hours(activity, shift))
        changed = roster.set_details(activity, shift, values=details.values, actor=request.user, request=request)
        if details.wrong:
            text = _("Not saved, lines %(codes)s: hours go in halves, up to %(n)s; remarks have 60 signs at most.")
            facts = {"codes": "、".join(map(str, details.wrong)), "n": details.longest}
            messages.error(request, text % facts)
        messages.success(request, _("Saved: %(n)s lines changed.") % {"n": changed})
        return self._back_to_roster(activity, shift, request.POST.get("p", ""))

    # --- guests ---
    def roster_guest_view(self, request, object_id: str, shift_id: int | None):
        """Add a guest in place: a script gets the new line, or the form with what is wrong; others are sent back."""
        activity, shift = self.occasion_of(request, object_id, shift_id)
        form, account = GuestForm(request.POST, activity=activity, units=units_by_name()), None
        asked, line = None, None
        if form.is_valid():
            account, asked = self._account_of_guest(request, form)
            if asked is None:
                line = self._add_roster_guest(request, activity, shift, form, account)
        if request.headers.get("Accept") == "application/json":
            return self._roster_guest_answer(request, form, asked, line)
        if line is None:
            return self._roster_page(request, activity, shift, guest=form, asked=asked)
        messages.success(request, _said(line))
        return self._back_to_roster(activity, shift, str(-(-line.row_code // PER_PAGE)))

    def _account_of_guest(self, request, form: GuestForm):
        """The account that was chosen, or the one to ask about. A name alone never decides who somebody is."""
        person, who = form.person(), form.cleaned_data["who"]
        if who == OTHER:
            return None, None
        suggested = suggested_of(person, self._accounts_named(request, {person.name}))
        return (suggested, None) if suggested and who == str(suggested.pk) else (None, suggested)

    @staticmethod
    def _add_roster_guest(request, activity, shift, form: GuestForm, account) -> Attendance | None:
        person = form.person()
        facts = {"is_delegate": form.cleaned_data["is_delegate"], "code": form.cleaned_data["code"]}
        try:
            return roster.add_guest(
                activity, shift, name=person.name, phone=person.phone, unit=person.unit, unit_name=person.unit_name,
                account=account, actor=request.user, request=request, **facts,
            )  # fmt: skip
        except roster.RosterFull:
            form.add_error(None, _("The roster is full: it holds %(n)s lines.") % {"n": roster.MOST_LINES})
            return None

    def _roster_guest_answer(self, request, form: GuestForm, asked, line: Attendance | None) -> JsonResponse:
        if line is None:
            context = {"guest": form, "asked": asked}
            return JsonResponse({"form": render_to_string("admin/activities/roster/_guest.html", context, request)})
        context = {"line": line_of(line), "states": Attendance.State.choices}
        html = render_to_string("admin/activities/roster/_line.html", context, request)
        return JsonResponse({"line": html, "code": line.row_code, "said": _said(line)})


def _said(line: Attendance) -> str:
    facts = {"name": line.participant.full_name, "n": line.row_code}
    if line.is_new:
        return _("%(name)s is on the roster, line %(n)s, present.") % facts
    return _("%(name)s was on the roster already, line %(n)s: marked present.") % facts
