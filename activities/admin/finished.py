"""Logging a finished action in one step: a page below the list of volunteer events, and what it made."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.forms.widgets import Script
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.actions.closing import NotClosed
from activities.actions.finished import log_finished
from activities.admin.proxy import ProxyMixin
from activities.forms.finished import FinishedForm, beginning
from activities.lately import lately
from activities.models import Attendance, Closing, ServiceRecord
from activities.public.counts import count_words
from activities.units import units_by_name
from articles.admin.batch import Batch, tell_what_was_known
from members.access import scope_of
from members.models import Organisation
from members.roles import Right

REPORT = "admin:articles_photoreport_change"


class FinishedMixin(ProxyMixin):
    """Adds `finished/` and `<pk>/logged/`, for those with the right to people."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("finished/", view(self.finished_view), name=self.url_name("finished")),
            path("<path:object_id>/logged/", view(require_safe(self.logged_view)), name=self.url_name("logged")),
            *super().get_urls(),
        ]

    def finished_view(self, request):
        """The files are taken in before anything is written: decoding eleven photos must not hold the database."""
        units = self._where_one_logs(request)
        batch = Batch()
        if request.method != "POST":
            return self._finished_page(request, self._finished_form(request, units, batch))
        batch = Batch.take_in(request.FILES.getlist("new_photos"))
        form = self._finished_form(request, units, batch, data=request.POST, files=request.FILES)
        try:
            if form.is_valid() and (event := self._logged(request, form, batch)):
                return redirect(self.address("logged", event))
            self._keep_files(request, form, batch)
        except BaseException:
            batch.discard()
            raise
        return self._finished_page(request, form)

    def _where_one_logs(self, request):
        reached = scope_of(request.user).with_right(Right.PEOPLE)
        if not reached:
            raise PermissionDenied
        return Organisation.objects.filter(pk__in=reached)

    def _finished_form(self, request, units, batch: Batch, **bound) -> FinishedForm:
        now, numbers = timezone.now(), list(units.values_list("pk", flat=True))
        own = request.user.organisation if request.user.organisation_id in numbers else units.first()
        return FinishedForm(
            **bound, initial=beginning(request.user, own, now), user=request.user, batch=batch, organisations=units,
            lately=lately(numbers, now), accounts=lambda names: self._accounts_named(request, names), units=units_by_name(),
        )  # fmt: skip

    def _logged(self, request, form: FinishedForm, batch: Batch):
        logged = form.logged()
        try:
            event = log_finished(logged, batch=batch, actor=request.user, request=request)
        except NotClosed as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
            return None
        tell_what_was_known(request, logged.made)
        if event.is_new:
            messages.success(request, _("Logged. Roster, hours and photos are there; publish it when you like."))
        else:
            messages.info(request, _("That was logged already: nothing was entered twice."))
        return event

    def _keep_files(self, request, form: FinishedForm, batch: Batch) -> None:
        """The form has errors: its good files are kept in the library and stay chosen."""
        if not batch.received:
            return
        organisation = form.cleaned_data.get("organisation")
        if organisation is None:
            batch.discard()
            form.add_error("new_photos", _("Choose the organisation, then choose the files again."))
            return
        form.keep(batch.add_to_library(organisation=organisation, actor=request.user, request=request))

    def _finished_page(self, request, form: FinishedForm):
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Log a finished action"),
            "form": form,
            "kept": form.kept_photos,
            "ticked": form.ticked_numbers,
            "media": self.media + form.media + Media(js=[Script("admin/js/finished.js", type="module")]),
        }
        return TemplateResponse(request, "admin/activities/finished/form.html", context)

    # --- what it made ---
    def logged_view(self, request, object_id: str):
        """Links to each thing that was made, and what is still missing."""
        event = self.activity_for_people(request, object_id)
        report = event.reports.order_by("pk").first()
        records = ServiceRecord.objects.of_occasion(event.pk)
        closing = Closing.objects.filter(activity=event.pk, shift=None).first()
        pending = records.pending().order_by("due_on")
        context = self.act_context(request, event) | {
            "title": _("Logged"),
            "event": event,
            "counts": count_words(closing) if closing else "",
            "lines": Attendance.objects.filter(activity=event.pk, shift=None).count(),
            "records": records.count(),
            "pending": pending.count(),
            "due_on": pending.values_list("due_on", flat=True).first(),
            "records_url": f"{reverse('admin:activities_servicerecord_changelist')}?event={event.pk}&state=all",
            "roster_url": self.address("roster", event),
            "close_url": self.address("close", event),
            "submit_url": self.address("submit", event),
            "findings": event.findings(),
            "report": report,
            "report_url": reverse(REPORT, args=[report.pk]) if report else "",
            "report_findings": report.findings() if report else [],
            "photos": report.report_photos.count() if report else 0,
            "again_url": reverse(f"admin:{self.url_name('finished')}"),
        }
        return TemplateResponse(request, "admin/activities/finished/logged.html", context)
