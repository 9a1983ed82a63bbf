"""Closing an occasion in the admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from activities.actions.calendars import due_on
from activities.actions.closing import NotClosed, close_activity, counts_of_roster, reopen_activity
from activities.actions.proposing import why_no_records
from activities.admin.roster_files import RosterFilesMixin
from activities.counting import why_not_close
from activities.forms.closing import ClosingForm, NoteForm
from activities.models import Attendance, Closing
from activities.other_counts import mentions
from activities.public.counts import count_words
from members.access import scope_of
from members.roles import Right


class ClosingMixin(RosterFilesMixin):
    """Adds `<pk>/close/` and `<pk>/close/reopen/`."""

    def get_urls(self):
        reopen = self.occasion_urls("close", "reopen/", require_POST(self.reopen_view), "close_reopen")
        return [*reopen, *self.occasion_urls("close", "", self.close_view, "close"), *super().get_urls()]

    def tools(self, request, activity) -> list[tuple[str, str]]:
        links = super().tools(request, activity)
        is_once = not getattr(activity, "is_recurring", False) and activity.starts_at <= timezone.now()
        if is_once and scope_of(request.user).has(Right.PEOPLE, activity.organisation_id):
            links.append((_("Close the activity"), self.occasion_address("close", activity)))
        return links

    def close_view(self, request, object_id: str, shift_id: int | None):
        activity, shift = self.occasion_of(request, object_id, shift_id)
        if shift is None and getattr(activity, "is_recurring", False):
            return redirect(self.occasion_address("roster", activity))  # each evening is closed by itself
        closing = Closing.objects.filter(activity=activity.pk, shift=shift).first()
        form = self._closing_form(request, activity, shift, closing)
        if form.is_bound and form.is_valid() and self._close_as_said(request, activity, shift, form):
            return redirect(self.occasion_address("close", activity, shift))
        return self._closing_page(request, activity, shift, closing, form)

    def _closing_form(self, request, activity, shift, closing: Closing | None) -> ClosingForm:
        facts = {"activity": activity, "instance": closing or Closing(activity_id=activity.pk, shift=shift)}
        if request.method != "POST":
            counted = {} if closing else counts_of_roster(activity, shift)._asdict()
            return ClosingForm(initial={name: value for name, value in counted.items() if value}, **facts)
        if "photos_of" in request.POST:  # another report was chosen: its photos are wanted, nothing is saved yet
            return ClosingForm(initial=ClosingForm.typed(request.POST), **facts)
        return ClosingForm(request.POST, **facts)

    def _closing_page(self, request, activity, shift, closing: Closing | None, form: ClosingForm):
        lines = Attendance.objects.filter(activity=activity.pk, shift=shift)
        records_url = f"{reverse('admin:activities_servicerecord_changelist')}?event={activity.pk}"
        context = self.occasion_context(request, activity, shift) | {
            "title": _("Close the activity"),
            "closing": closing,
            "words": count_words(closing) if closing else "",
            "mentions": mentions(closing) if closing else (),
            "counted": counts_of_roster(activity, shift),
            "unmarked": lines.filter(state="").count(),
            "lines": lines.count(),
            "form": form,
            "reopen": NoteForm(prefix="reopen"),
            "why_not": why_not_close(shift or activity, timezone.now()),
            "roster_url": self.occasion_address("roster", activity, shift),
            "records_url": records_url if closing and why_no_records(activity, shift) is None else "",
            "reopen_url": self.occasion_address("close_reopen", activity, shift),
        }
        return TemplateResponse(request, "admin/activities/roster/close.html", context)

    def _close_as_said(self, request, activity, shift, form: ClosingForm) -> bool:
        try:
            closing, proposed = close_activity(
                activity, shift, actor=request.user, request=request, note=form.cleaned_data.get("note", ""),
                photos=form.cleaned_data["photos"], **form.facts(),
            )  # fmt: skip
        except NotClosed as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
            return False
        messages.success(request, _("Closed: %(counts)s.") % {"counts": count_words(closing)})
        if why_no_records(activity, shift) is None:
            self._tell_proposed(request, proposed, due_on((shift or activity).ends_at))
        return True

    @staticmethod
    def _tell_proposed(request, proposed: int, day) -> None:
        if not proposed:
            messages.info(request, _("No new service records: everybody who is marked present has one."))
            return
        text = ngettext(
            "%(n)s service record waits for approval, due on %(day)s.",
            "%(n)s service records wait for approval, due on %(day)s.",
            proposed,
        )
        messages.info(request, text % {"n": proposed, "day": date_format(day)})

    def reopen_view(self, request, object_id: str, shift_id: int | None):
        activity, shift = self.occasion_of(request, object_id, shift_id)
        note = request.POST.get("reopen-note", "").replace("\0", "")[:200]
        try:
            reopen_activity(activity, shift, actor=request.user, note=note, request=request)
            messages.success(request, _("It is open again: its counts stand nowhere until it is closed."))
        except NotClosed as refused:
            messages.error(request, str(refused.reason))
        return redirect(self.occasion_address("close", activity, shift))
