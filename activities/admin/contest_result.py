"""A contest's result: looked at, submitted, approved by another person, taken back."""

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from activities.actions import contest_result as actions
from activities.admin.contest_base import ContestBase
from activities.contest_tables import digest_of_result, result_of, tables_of
from activities.forms.contest import NoteForm, ReasonForm
from activities.models import Contest

State = Contest.State


class ContestResultMixin(ContestBase):
    """Adds `<pk>/contest/result/` with what can be done to it, and the paper `…/result/sheet/`."""

    def get_urls(self):
        view, post = self.admin_site.admin_view, lambda page: self.admin_site.admin_view(require_POST(page))
        start = "<path:object_id>/contest/result/"
        return [
            path(start, view(require_safe(self.result_view)), name=self.url_name("contest_result")),
            path(f"{start}sheet/", view(require_safe(self.result_sheet_view)), name=self.url_name("contest_sheet")),
            path(f"{start}submit/", post(self.result_submit_view), name=self.url_name("contest_submit")),
            path(f"{start}approve/", post(self.result_approve_view), name=self.url_name("contest_approve")),
            path(f"{start}return/", post(self.result_return_view), name=self.url_name("contest_return")),
            path(f"{start}withdraw/", post(self.result_withdraw_view), name=self.url_name("contest_withdraw")),
            *super().get_urls(),
        ]

    def result_view(self, request, object_id: str):
        contest = self.contest_of(request, object_id)
        context = self._result_context(contest) | {"buttons": self._result_buttons(request, contest)}
        return self.contest_page(request, contest.session, "result", _("Result of the contest"), context)

    def result_sheet_view(self, request, object_id: str):
        contest = self.contest_of(request, object_id)
        context = self._result_context(contest) | {"printed_at": timezone.now()}
        return self.contest_page(request, contest.session, "result_sheet", _("Result sheet"), context)

    def _result_context(self, contest: Contest) -> dict:
        """The result as it was submitted, or as the scores give it now; incomplete stages with what is missing."""
        tables = [] if contest.result else tables_of(contest)
        result = contest.result or result_of(contest)
        missing = [(table.stage, table.missing) for table in tables if not table.is_complete]
        return {"contest": contest, "result": result, "incomplete": missing, "seen": digest_of_result(result)}

    def _result_buttons(self, request, contest: Contest) -> dict:
        """What this person can do with the result now, and why the others must wait."""
        if contest.state == State.OPEN:
            reason = actions.why_not_submit(contest)
            return {"submit": reason is None, "why_not": reason.label if reason else ""}
        if contest.state == State.COUNTED:
            reason = actions.why_not_approve(contest, request.user)
            return {"approve": reason is None, "why_not": reason.label if reason else "", "reason": ReasonForm()}
        return {"withdraw": actions.why_not_take_back(contest, request.user) is None, "note": NoteForm()}

    # --- acts ---
    def result_submit_view(self, request, object_id: str):
        words = {"seen": request.POST.get("seen", "")}
        done = _("The result is submitted. A reviewer who entered no scores approves it.")
        return self._result_act(request, object_id, actions.submit_result, done, **words)

    def result_approve_view(self, request, object_id: str):
        words = {"seen": request.POST.get("seen", "")}
        return self._result_act(request, object_id, actions.approve_result, _("The result is public."), **words)

    def result_return_view(self, request, object_id: str):
        words = {"reason": request.POST.get("reason", "").replace("\0", "")}
        return self._result_act(request, object_id, actions.return_result, _("Returned: the scores are open."), **words)

    def result_withdraw_view(self, request, object_id: str):
        words = {"note": request.POST.get("note", "").replace("\0", "")}
        done = _("The result is off the page, and readers see your note. The scores are open.")
        return self._result_act(request, object_id, actions.take_back_result, done, **words)

    def _result_act(self, request, object_id: str, act, done, **words):
        contest = self.contest_of(request, object_id)
        back = self.contest_address("result", contest.session)
        return self.do_contest(request, contest.session, act, done, back=back, contest=contest, **words)
