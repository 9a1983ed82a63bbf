"""The log of a patrol, on a phone: for those on duty this evening and for staff. Private; no positions."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from activities import duties
from activities.actions.patrol import correct_entry, hand_over, is_correctable, write_entry
from activities.forms.patrol import EntryForm, HandoverForm
from activities.models import PatrolEntry
from members.access import scope_of
from members.roles import Right


class OfPatrol(LoginRequiredMixin):
    """For those who write in the log: an event that one cannot see is not there, another one is refused."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.now = timezone.now()
            self.event = duties.patrol_of(request.user, self.kwargs["pk"], self.now)
            if self.event is None:
                raise Http404
            self.shift = duties.shift_near(self.event, self.now)
            if not duties.may_write_log(request.user, self.event, self.shift, self.now):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def page_context(self, **forms) -> dict:
        entries = list(duties.entries_of_night(self.event, self.shift, self.now))
        for entry in entries:
            entry.is_mine = is_correctable(entry, self.request.user, self.now)
        return {
            "event": self.event,
            "shift": self.shift,
            "entries": entries,
            "before": duties.handover_before(self.event, self.shift, self.now),
            "offices": duties.offices_of(self.event),
            "handover": HandoverForm(initial={"note": self.shift.handover if self.shift else ""}),
        } | forms


class PatrolPage(OfPatrol, FormView):
    """Tonight's entries and a form for the next; with `?entry=` one's own entry to be mended."""

    template_name = "activities/patrol.html"
    form_class = EntryForm

    def entry(self) -> PatrolEntry | None:
        number = self.request.GET.get("entry", "")
        if not number:
            return None
        if not (number.isascii() and number.isdecimal() and len(number) < 19):
            raise Http404
        entry = get_object_or_404(PatrolEntry, pk=int(number), event=self.event.pk)
        if not is_correctable(entry, self.request.user, self.now):
            raise PermissionDenied
        return entry

    def get_form_kwargs(self) -> dict:
        is_staff = scope_of(self.request.user).has(Right.WRITE, self.event.organisation_id)
        return super().get_form_kwargs() | {
            "now": self.now,
            "shift": self.shift,
            "is_staff": is_staff,
            "places": duties.places_of(self.event),
            "entry": self.entry(),
        }

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | self.page_context() | {"mended": context["form"].entry}

    def form_valid(self, form):
        if form.entry is not None:
            correct_entry(form.entry, member=self.request.user, **form.words())
            messages.success(self.request, _("Mended."))
        else:
            shift = duties.shift_near(self.event, form.cleaned_data["at"])
            token = form.cleaned_data["token"]
            entry = write_entry(self.event, shift, token=token, member=self.request.user, **form.words())
            messages.success(self.request, _("Saved.") if entry.is_new else _("It is saved already."))
        return redirect(self.request.path)


class HandoverPage(OfPatrol, FormView):
    """Takes the note for the next evening; the page is the log's own."""

    template_name = "activities/patrol.html"
    form_class = HandoverForm
    http_method_names = ["post"]

    def form_valid(self, form):
        if self.shift is None:
            messages.error(self.request, _("No evening is near: there is nothing to hand over."))
        else:
            hand_over(self.shift, note=form.cleaned_data["note"])
            messages.success(self.request, _("The next ones will read it at the top of their page."))
        return redirect("activities:patrol", pk=self.event.pk)

    def form_invalid(self, form):
        entry_form = EntryForm(now=self.now, shift=self.shift, places=duties.places_of(self.event))
        return self.render_to_response(self.page_context(form=entry_form, handover=form))
