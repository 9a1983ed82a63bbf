"""Where members check in. Never compulsory: whoever does not is entered on the roster like everybody else."""

from allauth.core.internal.ratelimit import consume
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from activities.actions.check_in import check_in, lines_of_people, people_of, shift_at, why_not_check_in
from activities.errors import NotPossible, Why
from activities.forms.check_in import CheckInForm, plain_digits
from activities.models import Activity, Attendance
from activities.views.sign_up import OfActivity

TRIES = "10/5m/user,40/h/user"  # of a million digits, two of which fit


class CheckInPage(OfActivity, FormView):
    """One button; the QR code has filled in the digits. Opening the page changes nothing."""

    template_name = "activities/check_in.html"
    form_class = CheckInForm

    def get_activity(self) -> Activity:
        activity = super().get_activity()
        if not activity.check_in:
            raise Http404
        return activity

    def get_initial(self) -> dict:
        return {"code": plain_digits(self.request.GET.get("code", ""))}

    def form_valid(self, form):
        if consume(self.request, app="activities", action="check_in", config={"check_in": TRIES}) is None:
            form.add_error(None, _("Too many tries: wait five minutes, or see the organiser."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        try:
            check_in(self.activity, self.request.user, typed=form.cleaned_data["code"], now=self.now)
        except NotPossible as refused:
            form.add_error("code" if refused.why == Why.WRONG_DIGITS else None, refused.why.label)
            return self.form_invalid(form)
        messages.success(self.request, _("You are checked in."))
        return redirect("activities:check-in", pk=self.activity.pk)

    def get_context_data(self, **kwargs) -> dict:
        shift = shift_at(self.activity, self.now)
        people = [person for person, _sign_up in people_of(self.activity, self.request.user, shift)]
        lines = [line for line in lines_of_people(self.activity, shift, people) if line.state]
        facts = {
            "activity": self.activity,
            "occasion": shift or self.activity,
            "lines": lines,
            "is_done": bool(lines) and len(lines) == len(people),
            "why_not": why_not_check_in(self.activity, shift, self.now) or (None if people else Why.NO_SEAT),
            "present": Attendance.State.PRESENT,
        }
        return super(OfActivity, self).get_context_data(**kwargs) | facts  # no state of a sign-up here
