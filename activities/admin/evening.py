"""One evening of a rota in the admin: who goes out, standing in, swapping, calling off, moving."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from activities import rota_sheet
from activities.actions import rota, shifts
from activities.admin.base import ActivityMixin
from activities.forms.rota import CallOffForm, MoveForm, numbers_in
from activities.models import Duty, Participant, Shift
from activities.rota import RotaRefused


class EveningMixin(ActivityMixin):
    """The page of one shift; its address is RotaMixin's."""

    def evening_view(self, request, object_id: str, number: int):
        event = self._event_for_people(request, object_id)
        shift = get_object_or_404(Shift, pk=number, event=event.pk)
        forms = {"call_off": CallOffForm(), "move": MoveForm(shift=shift)}
        if request.method == "POST" and self._change_evening(request, shift, forms):
            return redirect(request.get_full_path())
        return self._evening_page(request, event, shift, forms)

    def _change_evening(self, request, shift: Shift, forms: dict) -> bool:
        """Do what was pressed; False when it was refused and the page shows why, and what was typed."""
        acts = {
            "people": self._set_people, "stand_in": self._stand_in, "swap": self._swap, "call_off": self._call_off,
            "move": self._move, "restore": self._restore,
        }  # fmt: skip
        act = acts.get(request.POST.get("act", ""))
        try:
            return act is not None and act(request, shift, forms)
        except RotaRefused as refused:
            messages.error(request, rota_sheet.sentence_of(refused.snag, refused.who))
            return False

    # --- people ---
    def _set_people(self, request, shift: Shift, forms: dict) -> bool:
        people = numbers_in(request.POST.getlist("person"))
        leader = next(iter(numbers_in([request.POST.get("leader", "")])), None)
        told = {"actor": request.user, "request": request}
        new, gone = rota.set_people(shift, people, leader=leader if leader in people else None, **told)
        messages.success(request, _("Saved: %(new)s put down, %(gone)s taken off.") % {"new": new, "gone": gone})
        return True

    def _stand_in(self, request, shift: Shift, forms: dict) -> bool:
        duty, other = self._duty(request, "duty", shift), numbers_in([request.POST.get("other", "")])
        person = Participant.objects.filter(pk__in=other).first()
        if duty is None or person is None:
            messages.error(request, _("Choose who stands in."))
            return False
        rota.stand_in(duty, person, actor=request.user, request=request)
        messages.success(request, _("%(name)s stands in.") % {"name": person.full_name})
        return True

    def _swap(self, request, shift: Shift, forms: dict) -> bool:
        one = self._duty(request, "duty", shift)
        numbers = numbers_in([request.POST.get("with", "")])
        other = Duty.objects.filter(pk__in=numbers, shift__event=shift.event_id).select_related("shift").first()
        if one is None or other is None:
            messages.error(request, _("Choose with whom to swap."))
            return False
        rota.swap(one, other, actor=request.user, request=request)
        messages.success(request, _("Swapped."))
        return True

    @staticmethod
    def _duty(request, name: str, shift: Shift) -> Duty | None:
        duties = shift.duties.select_related("shift", "participant")
        return duties.filter(pk__in=numbers_in([request.POST.get(name, "")])).first()

    # --- the evening itself ---
    def _call_off(self, request, shift: Shift, forms: dict) -> bool:
        form = forms["call_off"] = CallOffForm(request.POST)
        if not form.is_valid():
            return False
        shifts.call_off(shift, reason=form.cleaned_data["reason"], actor=request.user, request=request)
        messages.success(request, _("Called off. Those on duty are told."))
        return True

    def _move(self, request, shift: Shift, forms: dict) -> bool:
        form = forms["move"] = MoveForm(request.POST, shift=shift)
        if not form.is_valid():
            return False
        starts_at, ends_at = form.times()
        told = {"actor": request.user, "request": request}
        shifts.move(shift, starts_at=starts_at, ends_at=ends_at, reason=form.cleaned_data["reason"], **told)
        messages.success(request, _("Moved. Those on duty are told."))
        return True

    def _restore(self, request, shift: Shift, forms: dict) -> bool:
        shifts.restore(shift, actor=request.user, request=request)
        messages.success(request, _("It takes place as usual. Those on duty are told."))
        return True

    # --- the page ---
    def _evening_page(self, request, event, shift: Shift, forms: dict):
        team, turns = rota.team_of(event), rota_sheet.turns_of(event)
        inside = [person.pk for person in team]
        day = timezone.localdate(shift.starts_at)
        evening = rota_sheet.Evening(shift, wanted=event.min_people or 0, is_over=shift.ends_at <= timezone.now())
        duties = shift.duties.select_related("participant__member", "planned__member").order_by("-is_leader", "pk")
        evening.duties = list(duties)
        for duty in evening.duties:
            duty.has_left = duty.participant_id not in inside
        on = {duty.participant_id: duty for duty in evening.duties}
        people = [*team, *(duty.participant for duty in evening.duties if duty.has_left)]
        ticked, leader = self._ticked(request, on)
        context = self.act_context(request, event) | {
            "title": _("Evening of %(day)s") % {"day": day},
            "event": event,
            "shift": shift,
            "evening": evening,
            "people": [(person, turns[person.pk], person.pk in ticked, person.pk == leader) for person in people],
            "off_duty": [person for person in team if person.pk not in on],
            "swaps": rota_sheet.swaps_for(event, shift),
            "forms": forms,
            "rota_url": f"{self.address('rota', event)}?from={rota_sheet.monday_of(day)}",
            "roster_url": self.occasion_address("roster", event, shift),
            "patrol_url": self.address("patrol", event),
        }
        return TemplateResponse(request, "admin/activities/rota/evening.html", context)

    @staticmethod
    def _ticked(request, on: dict) -> tuple[set[int], int | None]:
        """Who is ticked: as it stands, or as it was sent and refused."""
        if request.method == "POST" and request.POST.get("act") == "people":
            leader = next(iter(numbers_in([request.POST.get("leader", "")])), None)
            return numbers_in(request.POST.getlist("person")), leader
        return set(on), next((pk for pk, duty in on.items() if duty.is_leader), None)
