"""Putting people on a list in the admin: somebody who rings, or a whole list that was pasted."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from activities.actions.proxy import ListRefused, foresee, sign_up_list, sign_up_person
from activities.admin.sign_ups import SignUpsMixin
from activities.errors import NotPossible, Why
from activities.forms.proxy import CallerForm, PastedForm, Row, suggested_of
from activities.kinds import Basis
from activities.models import SignUp
from activities.sign_up_list import rows_for_people
from activities.units import units_by_name
from members.access import scope_of
from members.models import Member
from members.roles import Right

LATEST = 8
OTHER = "other"  # no account of that name: somebody else


class ProxyMixin(SignUpsMixin):
    """Adds `<pk>/sign-ups/add/` and `<pk>/sign-ups/paste/`."""

    def get_urls(self):
        view, start = self.admin_site.admin_view, "<path:object_id>/sign-ups/"
        return [
            path(f"{start}add/", view(self.sign_ups_add_view), name=self.url_name("sign_ups_add")),
            path(f"{start}paste/", view(self.sign_ups_paste_view), name=self.url_name("sign_ups_paste")),
            *super().get_urls(),
        ]

    # --- somebody rings ---
    def sign_ups_add_view(self, request, object_id: str):
        """One caller after the other: the answer stands at the top, the form is empty again."""
        activity, units = self.activity_for_people(request, object_id), units_by_name()
        data = request.POST if request.method == "POST" else None
        form = CallerForm(data, activity=activity, units=units, initial={"unit": request.GET.get("unit", "")[:60]})
        asked = None
        if request.method == "POST" and form.is_valid():
            account, asked = self._account_of_caller(request, form)
            if asked is None and self._sign_up_caller(request, activity, form, account):
                unit = urlencode({"unit": form.cleaned_data["unit"]})
                return redirect(f"{self.address('sign_ups_add', activity)}?{unit}")
        latest = SignUp.objects.filter(activity=activity.pk, made_by=request.user, source=SignUp.Source.STAFF)
        context = {
            "title": _("Sign up somebody who rings"),
            "form": form,
            "units": units,
            "pools": activity.pools.select_related("organisation"),
            "asked": asked,
            "latest": rows_for_people(latest.order_by("-pk")[:LATEST]),
            "paste_url": self.address("sign_ups_paste", activity),
        }
        return self._sign_ups_answer(request, activity, "add", context)

    def _account_of_caller(self, request, form: CallerForm) -> tuple[Member | None, Member | None]:
        """The account that was chosen, or the one to ask about. A name alone never decides who somebody is."""
        person, who = form.person(), form.cleaned_data["who"]
        if form.activity.basis == Basis.CHILD or who == OTHER:
            return None, None
        suggested = suggested_of(person, self._accounts_named(request, {person.name}))
        return (suggested, None) if suggested and who == str(suggested.pk) else (None, suggested)

    def _accounts_named(self, request, names: set[str]) -> dict[str, list[Member]]:
        """The active accounts of exactly these names in the units where this person has the right to people."""
        reached = scope_of(request.user).with_right(Right.PEOPLE)
        members = Member.objects.filter(display_name__in=names, is_active=True, organisation__in=reached)
        found = defaultdict(list)
        for member in members.select_related("organisation").order_by("pk"):
            found[member.display_name].append(member)
        return found

    def _sign_up_caller(self, request, activity, form: CallerForm, account: Member | None) -> bool:
        try:
            row = sign_up_person(activity, form.person(account), actor=request.user, request=request)
        except NotPossible as refused:
            is_field = refused.why == Why.FIRM_IN and "firm" in form.fields
            form.add_error("firm" if is_field else None, refused.why.label)
            return False
        _say(request, rows_for_people(SignUp.objects.filter(pk=row.pk))[0], is_new=row.is_new)
        return True

    # --- a pasted list ---
    def sign_ups_paste_view(self, request, object_id: str):
        """Show what each line was read as; the same list, confirmed, is signed up, all of it or nobody."""
        activity, units = self.activity_for_people(request, object_id), units_by_name()
        form = PastedForm(request.POST if request.method == "POST" else None, activity=activity, units=units)
        rows: list[Row] = []
        if request.method == "POST" and form.is_valid():
            rows = self._read_pasted(request, activity, form)
            if "confirm" in request.POST and self._confirm_pasted(request, activity, form, rows):
                return redirect(self.address("sign_ups", activity))
        context = {
            "title": _("Sign up a pasted list"),
            "form": form,
            "units": units,
            "rows": rows,
            "problems": [row for row in rows if row.problem],
            "numbers": _numbers(rows),
            "heading": form.reading.heading if rows else [],
            "digest": form.digest if rows else "",
            "add_url": self.address("sign_ups_add", activity),
        }
        return self._sign_ups_answer(request, activity, "paste", context)

    def _read_pasted(self, request, activity, form: PastedForm) -> list[Row]:
        names = {line.name for line in form.reading.people if line.name}
        accounts = {} if activity.basis == Basis.CHILD else self._accounts_named(request, names)
        rows = form.rows(accounts)
        good = [row for row in rows if not row.problem]
        for row, outcome in zip(good, foresee(activity, [row.person for row in good]), strict=True):
            row.outcome = outcome
        return rows

    def _confirm_pasted(self, request, activity, form: PastedForm, rows: list[Row]) -> bool:
        if not form.is_as_seen:
            messages.warning(request, _("The list was changed: look at it once more, then confirm."))
            return False
        if any(row.problem for row in rows):
            messages.error(request, _("Nobody was signed up: mend the marked lines first."))
            return False
        try:
            done = sign_up_list(activity, [row.person for row in rows], actor=request.user, request=request)
        except ListRefused as refused:
            for row, outcome in zip(rows, refused.outcomes, strict=True):
                row.outcome = outcome
            messages.error(request, _("Nobody was signed up: something changed meanwhile. See the marked lines."))
            return False
        numbers = _tally(done)
        sentence = _("%(in)s have a seat, %(waiting)s wait, %(before)s were on the list already.")
        messages.success(request, sentence % numbers)
        return True


def _say(request, row: SignUp, *, is_new: bool) -> None:
    """Tell what to say to the caller: a seat, a place in the queue, or that they are in already."""
    name, waits = row.participant.full_name, row.state == SignUp.State.WAITING
    if not is_new:
        sentence = _("%(name)s waits already, as number %(n)s.") if waits else _("%(name)s has a seat already.")
        messages.info(request, sentence % {"name": name, "n": row.place})
    elif waits:
        sentence = _("%(name)s is number %(n)s of the waiting list and moves up without ringing again.")
        messages.warning(request, sentence % {"name": name, "n": row.place})
    else:
        messages.success(request, _("%(name)s has a seat.") % {"name": name})


def _tally(outcomes) -> dict[str, int]:
    new = [outcome.row.state for outcome in outcomes if outcome.is_new]
    return {
        "in": new.count(SignUp.State.CONFIRMED),
        "waiting": new.count(SignUp.State.WAITING),
        "before": len(outcomes) - len(new),
    }


def _numbers(rows: list[Row]) -> dict[str, int]:
    return _tally([row.outcome for row in rows if row.outcome and row.outcome.row]) | {"people": len(rows)}
