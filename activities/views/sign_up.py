"""Signing up and leaving, and the fragment of one's own state. Private: no cache keeps any of it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from activities.actions.participants import child_of, participant_of
from activities.actions.sign_ups import cancel, sign_up
from activities.errors import NotPossible, Why
from activities.forms.sign_up import SignUpForm
from activities.kinds import Basis
from activities.models import Activity, SignUp
from activities.public.my_state import mine_of, my_state


class OfActivity(LoginRequiredMixin):
    """For pages of an activity that the member may see; a withdrawn one says so instead of 404.

    Who is signed up may look, and leave, even after moving to another unit.
    """

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def get_activity(self) -> Activity:
        user, activities = self.request.user, Activity.objects
        seen = activities.visible_to(user, self.now) | activities.reachable(self.now) | activities.joined_by(user)
        return get_object_or_404(seen.for_page(), pk=self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            self.activity = self.get_activity()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        state = my_state(self.activity, self.request.user, self.now)
        return super().get_context_data(**kwargs) | {"activity": self.activity, "state": state}


class SignUpPage(OfActivity, FormView):
    """One button, or the few fields that the activity asks for; afterwards one's place."""

    template_name = "activities/sign_up.html"
    form_class = SignUpForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"activity": self.activity}

    def form_valid(self, form):
        try:
            row = sign_up(self.activity, self._participant(form), made_by=self.request.user, **self._words(form))
        except NotPossible as refused:
            form.add_error("firm" if refused.why == Why.FIRM_IN else None, refused.why.label)
            return self.form_invalid(form)
        _say(self.request, row)
        return redirect(self.request.path)

    def _participant(self, form):
        if self.activity.basis == Basis.CHILD:
            born_on = form.cleaned_data["child_born_on"].isoformat()
            return child_of(self.request.user, name=form.cleaned_data["child_name"], born_on=born_on)
        return participant_of(self.request.user)

    def _words(self, form) -> dict[str, str]:
        return {name: form.cleaned_data.get(name, "") for name in ("answer", "firm")}


class CancelPage(OfActivity, TemplateView):
    """Asks once, then gives the seat back. `sign_up` in the address or the form names a child's among several."""

    template_name = "activities/cancel.html"

    def get_context_data(self, **kwargs) -> dict:
        row = self._row()
        mine = mine_of(row, self.activity, self.now) if row else None
        return super().get_context_data(**kwargs) | {"mine": mine, "too_late": Why.TOO_LATE.label}

    def post(self, request, pk: int):
        row = self._row()
        if row is None:
            messages.info(request, Why.NOT_IN.label)
            return redirect("activities:sign-up", pk=pk)
        try:
            cancel(row, actor=request.user)
        except NotPossible as refused:
            messages.error(request, refused.why.label)
        else:
            waited = row.state == SignUp.State.WAITING
            left = _("You have left the waiting list.")
            messages.success(request, left if waited else _("Cancelled. Your seat goes to whoever waits longest."))
        return redirect("activities:sign-up", pk=pk)

    def _row(self) -> SignUp | None:
        rows = SignUp.objects.active().of_member(self.request.user).filter(activity=self.activity).for_people()
        number = self.request.POST.get("sign_up") or self.request.GET.get("sign_up") or ""
        if number.isascii() and number.isdecimal() and len(number) < 19:
            rows = rows.filter(pk=int(number))
        return rows.order_by("pk").first()


class StateFragment(OfActivity, TemplateView):
    """One's own state as a piece of HTML for the public page; nothing (204) for everybody else."""

    template_name = "activities/_state.html"

    def handle_no_permission(self):
        return HttpResponse(status=204)


def _say(request, row: SignUp) -> None:
    if not row.is_new:
        messages.info(request, Why.ALREADY_IN.label)
    elif row.state == SignUp.State.CONFIRMED:
        messages.success(request, _("You have a seat."))
    else:
        messages.success(request, _("All seats are taken: you are in the waiting list and move up by yourself."))
