"""The sign-ups of an activity in the admin: who is in, who waits, who is gone, and what staff do about it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from activities.actions.chosen import cancel_chosen, promote_chosen
from activities.actions.reveal import reveal_phone
from activities.admin.base import ActivityMixin
from activities.errors import NotPossible
from activities.forms.proxy import ReasonForm
from activities.models import SignUp
from activities.sheets import XLSX
from activities.sign_up_export import export_file
from activities.sign_up_list import PEOPLE, Asked, SignUpList, is_small, rows_for_people
from members import audit
from members.access import scope_of
from members.admin.base import MOST_AT_ONCE
from members.roles import Right

ACTS = ("cancel", "promote")


class SignUpsMixin(ActivityMixin):
    """Adds `<pk>/sign-ups/` and what is pressed there, for those with the right to people."""

    def get_urls(self):
        view, post = self.admin_site.admin_view, lambda page: self.admin_site.admin_view(require_POST(page))
        start = "<path:object_id>/sign-ups/"
        return [
            path(start, view(require_safe(self.sign_ups_view)), name=self.url_name("sign_ups")),
            path(f"{start}act/", post(self.sign_ups_act_view), name=self.url_name("sign_ups_act")),
            path(f"{start}export/", post(self.sign_ups_export_view), name=self.url_name("sign_ups_export")),
            path(f"{start}<int:number>/phone/", post(self.sign_ups_phone_view), name=self.url_name("sign_ups_phone")),
            *super().get_urls(),
        ]

    def tools(self, request, activity) -> list[tuple[str, str]]:
        links = super().tools(request, activity)
        if not scope_of(request.user).has(Right.PEOPLE, activity.organisation_id):
            return links
        counts = SignUpList(activity, Asked()).counts
        label = _("Sign-ups: %(n)s in, %(waiting)s waiting")
        label %= {"n": counts[SignUp.State.CONFIRMED], "waiting": counts[SignUp.State.WAITING]}
        return [*links, (label, self.address("sign_ups", activity))]

    # --- the list ---
    def sign_ups_view(self, request, object_id: str):
        activity = self.activity_for_people(request, object_id)
        return self._sign_ups_page(request, activity)

    def _sign_ups_page(self, request, activity, **context):
        asked = Asked.of(request.GET)
        found = SignUpList(activity, asked)
        states = [("confirmed", _("In")), ("waiting", _("Waiting")), ("cancelled", _("Gone"))]
        context |= {
            "title": _("Sign-ups"),
            "list": found,
            "asked": asked,
            "query": asked.query(p=asked.page),
            "tabs": [
                (label, found.counts[state], asked.query(state=state), found.state == state) for state, label in states
            ],
            "any_tab": (sum(found.counts.values()), asked.query(state="all"), found.state == "all"),
            "page_query": asked.query() + ("&" if asked.query() != "?" else ""),
            "pools": activity.pools.select_related("organisation"),
            "groups": activity.groups.all(),
            "urls": {page: self.address(f"sign_ups_{page}", activity) for page in ("act", "export", "add", "paste")},
            "list_url": self.address("sign_ups", activity),
        }
        return self._sign_ups_answer(request, activity, "sign_ups", context)

    def _sign_ups_answer(self, request, activity, template: str, context: dict, *, status: int = 200):
        context = self.act_context(request, activity) | {"list_url": self.address("sign_ups", activity)} | context
        return TemplateResponse(request, f"admin/activities/sign_ups/{template}.html", context, status=status)

    # --- one number ---
    def sign_ups_phone_view(self, request, object_id: str, number: int):
        """Show the list again with one number in full, in this answer only."""
        activity = self.activity_for_people(request, object_id)
        rows = SignUp.objects.filter(activity=activity.pk).select_related(*PEOPLE)
        if not is_small(str(number)):
            raise Http404
        row = get_object_or_404(rows, pk=number)
        phone = reveal_phone(row, actor=request.user, request=request)
        return self._sign_ups_page(request, activity, revealed=row.pk, phone=phone or _("none is kept"))

    # --- taking off, promoting ---
    def sign_ups_act_view(self, request, object_id: str):
        """Ask for the reason, then do it with all that were ticked, or with none."""
        activity = self.activity_for_people(request, object_id)
        act = request.POST.get("act", "")
        rows = self._ticked_sign_ups(request, activity)
        if act not in ACTS or not rows:
            messages.error(request, _("Tick somebody first.") if act in ACTS else _("Choose what to do."))
            return redirect(self._back_to_sign_ups(request, activity))
        form = ReasonForm(request.POST if "confirmed" in request.POST else None, act=act)
        if form.is_valid() and self._did_with_sign_ups(request, activity, act, rows, form):
            return redirect(self._back_to_sign_ups(request, activity))
        title = _("Take off the list") if act == "cancel" else _("Give a seat")
        context = {
            "title": title,
            "act": act,
            "rows": rows,
            "form": form,
            "back": self._back_to_sign_ups(request, activity),
        }
        return self._sign_ups_answer(request, activity, "act", context | {"query": request.GET.urlencode()})

    def _ticked_sign_ups(self, request, activity) -> list[SignUp]:
        numbers = [pk for pk in request.POST.getlist("sign_up") if is_small(pk)][:MOST_AT_ONCE]
        return rows_for_people(SignUp.objects.active().filter(activity=activity.pk, pk__in=numbers).order_by("pk"))

    def _did_with_sign_ups(self, request, activity, act: str, rows: list[SignUp], form: ReasonForm) -> bool:
        words = {"actor": request.user, "request": request, "reason": form.cleaned_data["reason"]}
        try:
            if act == "cancel":
                done = cancel_chosen(activity, rows, **words)
                sentence = ngettext("%(n)s person is off the list.", "%(n)s people are off the list.", len(done))
            else:
                done = promote_chosen(activity, rows, adds_seats=form.cleaned_data["adds_seats"], **words)
                sentence = ngettext("%(n)s person has a seat now.", "%(n)s people have a seat now.", len(done))
        except NotPossible as refused:
            form.add_error(None, refused.why.label)
            return False
        messages.success(request, sentence % {"n": len(done)})
        return True

    def _back_to_sign_ups(self, request, activity) -> str:
        return self.address("sign_ups", activity) + Asked.of(request.GET).query(p=request.GET.get("p", "")[:6])

    # --- the file ---
    def sign_ups_export_view(self, request, object_id: str):
        """The whole list as an Excel file; numbers in full only where that was ticked. The log says which."""
        activity = self.activity_for_people(request, object_id)
        with_numbers = request.POST.get("numbers") == "on"
        data, people = export_file(activity, with_numbers=with_numbers)
        with transaction.atomic():
            audit.record(
                actor=request.user, action="signup.export", obj=activity, fields=["phone"] if with_numbers else [],
                note=str(people), request=request,
            )  # fmt: skip
        response = HttpResponse(data, content_type=XLSX)
        name = f"sign-ups-{activity.pk}-{timezone.localdate().isoformat()}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
