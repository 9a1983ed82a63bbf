"""The pages of one service record: correcting it, entering one by hand, withdrawing a certificate that holds it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.actions.certificates import withdraw_certificate
from activities.actions.participants import participant_of, participant_without_account
from activities.actions.proposing import FACTS, facts_of
from activities.actions.records import add_record, correct_record
from activities.admin.record_actions import overlap_sentence
from activities.admin.record_columns import name_for
from activities.errors import NotRecorded
from activities.forms.decisions import ByHandForm, CorrectionForm, WithdrawalForm
from activities.hours import most_hours
from activities.models import ServiceRecord, VolunteerEvent
from members.access import scope_of
from members.admin.base import is_number
from members.models import Member
from members.roles import Right

EVENTS_OFFERED = 40
LIST = "admin:activities_servicerecord_changelist"


def _times_of(event) -> dict:
    """What the form begins with; the shift of an event that comes again says its own times."""
    if event.is_recurring:
        return {}
    most = most_hours(event.starts_at, event.ends_at, event.hours_cap)
    return {"starts_at": event.starts_at, "ends_at": event.ends_at, "hours": most}


class RecordPages(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/correct/", view(self.correct_view), name="activities_servicerecord_correct"),
            path(
                "<path:object_id>/certificates/<int:certificate>/",
                view(self.withdraw_view),
                name="activities_servicerecord_certificate",
            ),
            *super().get_urls(),
        ]

    # --- correcting ---
    def correct_view(self, request, object_id: str):
        record = self._record_for_people(request, object_id)
        form = CorrectionForm.of(record, request.POST or None)
        if request.method == "POST" and form.is_valid() and self._corrected(request, record, form):
            messages.success(request, _("The record is corrected and waits for approval."))
            return redirect(reverse("admin:activities_servicerecord_change", args=[record.pk]))
        return self._page(request, "correct.html", _("Correct the record"), record=record, form=form)

    def _corrected(self, request, record, form) -> bool:
        data = form.cleaned_data
        changes = {name: data[name] for name in FACTS}
        told = {"note": data["note"], "seen_version": data["version"], "actor": request.user, "request": request}
        try:
            correct_record(record, changes=changes, **told)
        except NotRecorded as refused:
            form.say(refused, self._sentence(request, refused))
            return False
        return True

    def _sentence(self, request, refused: NotRecorded) -> str:
        return overlap_sentence(request.user, refused.other) if refused.other else str(refused.why.label)

    # --- by hand ---
    def add_view(self, request, form_url="", extra_context=None):
        """First the event, then whose hours they are."""
        if not scope_of(request.user).has(Right.PEOPLE):
            raise PermissionDenied
        chosen = request.GET.get("event", "")
        if not chosen:
            events = self._events(request).filter(starts_at__lte=timezone.now()).latest_first()[:EVENTS_OFFERED]
            return self._page(request, "choose_event.html", _("Enter hours by hand"), events=events)
        event = get_object_or_404(self._events(request), pk=int(chosen)) if is_number(chosen) else None
        if event is None:
            raise Http404
        initial = facts_of(event) | _times_of(event)
        form = ByHandForm(request.POST or None, event=event, accounts=self._accounts(request, event), initial=initial)
        if request.method == "POST" and form.is_valid() and (record := self._added(request, event, form)):
            messages.success(request, _("The record is entered and waits for approval."))
            return redirect(reverse("admin:activities_servicerecord_change", args=[record.pk]))
        return self._page(request, "by_hand.html", _("Enter hours by hand"), event=event, form=form)

    def _events(self, request):
        scope = scope_of(request.user)
        events = VolunteerEvent.objects.select_related("organisation")
        return events if scope.everything else events.of_organisations(scope.with_right(Right.PEOPLE))

    def _accounts(self, request, event):
        """The members whom the person may name: those of their own units, and those who joined this event."""
        own = Q(organisation__in=scope_of(request.user).with_right(Right.PEOPLE))
        joined = Q(participant__sign_ups__activity=event.pk) | Q(participant__duties__shift__event=event)
        return Member.objects.filter(own | joined | Q(participant__attendances__activity=event.pk), is_active=True)

    def _added(self, request, event, form) -> ServiceRecord | None:
        data = form.cleaned_data
        facts = {name: data[name] for name in FACTS}
        try:
            return add_record(
                event,
                self._person(event, data),
                shift=data.get("shift"),
                actor=request.user,
                request=request,
                **facts,
            )
        except NotRecorded as refused:
            form.say(refused, self._sentence(request, refused))
            return None

    def _person(self, event, data: dict):
        if data["account"]:
            return participant_of(Member.objects.get(username=data["account"]))
        return participant_without_account(name=data["name"], phone=data["phone"], organisation=event.organisation)

    # --- certificates ---
    def withdraw_view(self, request, object_id: str, certificate: int):
        record = self._record_for_people(request, object_id)
        found = get_object_or_404(record.certificates, pk=certificate)
        form = WithdrawalForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            withdraw_certificate(found, actor=request.user, reason=form.cleaned_data["reason"], request=request)
            messages.success(request, _("The certificate is withdrawn; its check page says so."))
            return redirect(reverse("admin:activities_servicerecord_change", args=[record.pk]))
        context = {"record": record, "certificate": found, "form": form}
        return self._page(request, "withdraw.html", _("Withdraw the certificate"), **context)

    # --- what they share ---
    def _record_for_people(self, request, object_id: str) -> ServiceRecord:
        """Return the record: Http404 out of reach, 403 without the right to people."""
        record = self.get_object(request, unquote(object_id))
        if not scope_of(request.user).has(Right.PEOPLE, record.organisation_id):
            raise PermissionDenied
        return record

    def _page(self, request, template: str, title, **context):
        if record := context.get("record"):
            context["name"] = name_for(request.user, record)
        frame = self.admin_site.each_context(request) | {"title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/activities/servicerecord/{template}", frame | context)
