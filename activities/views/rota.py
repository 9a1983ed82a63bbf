"""One's own evenings: what comes, saying that one cannot, standing in for somebody of the team. Names nobody else."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from activities import duties
from activities.actions import rota
from activities.actions.participants import participant_of
from activities.patrol import is_near
from activities.rota import RotaRefused, Snag

MOST = 60


class MyRota(LoginRequiredMixin, TemplateView):
    template_name = "activities/my_rota.html"

    def get_context_data(self, **kwargs) -> dict:
        member, now = self.request.user, timezone.now()
        mine = list(duties.duties_of(member, now)[:MOST])
        for duty in mine:
            duty.is_tonight = is_near(duty.shift, now)
        return super().get_context_data(**kwargs) | {
            "mine": mine,
            "wanted": duties.wanted_of(member, now)[:MOST],
            "short": duties.short_of(member, now)[:MOST],
        }

    def post(self, request):
        """One press: `cannot`, `can`, `cover` name a duty, `offer` an evening; each only what the page offers."""
        act, number = next(((act, request.POST[act]) for act in self.acts if act in request.POST), ("", ""))
        if act and number.isascii() and number.isdecimal() and len(number) < 19:
            try:
                self.acts[act](self, int(number))
            except RotaRefused as refused:
                messages.error(request, refused.snag.label)
        return redirect(request.path)

    def _cannot(self, number: int) -> None:
        rota.seek_cover(self._one_of(duties.duties_of(self.request.user, timezone.now()), number, Snag.NOT_ON_DUTY))
        messages.success(
            self.request, _("The others of the team are asked. You stay on the list until somebody stands in.")
        )

    def _can(self, number: int) -> None:
        mine = duties.duties_of(self.request.user, timezone.now())
        rota.seek_cover(self._one_of(mine, number, Snag.NOT_ON_DUTY), seeks=False)
        messages.success(self.request, _("Good: you go out."))

    def _cover(self, number: int) -> None:
        duty = self._one_of(duties.wanted_of(self.request.user, timezone.now()), number, Snag.NO_COVER)
        rota.take_over(duty, participant_of(self.request.user))
        messages.success(self.request, _("Thank you: you go out instead."))

    def _offer(self, number: int) -> None:
        shift = self._one_of(duties.short_of(self.request.user, timezone.now()), number, Snag.NO_FREE_PLACE)
        rota.offer(shift, participant_of(self.request.user))
        messages.success(self.request, _("Thank you: you are on the list of this evening."))

    @staticmethod
    def _one_of(rows, number: int, snag: Snag):
        row = rows.filter(pk=number).first()
        if row is None:
            raise RotaRefused(snag)
        return row

    acts = {"cannot": _cannot, "can": _can, "cover": _cover, "offer": _offer}
