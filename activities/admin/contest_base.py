"""What the pages of a contest share: who may open them, and how a refusal is shown."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from activities.admin.base import ActivityMixin
from activities.contest_errors import NEVER, ContestRefused, Hitch
from activities.kinds import Form
from activities.models import Contest, Stage, StudySession
from members.access import scope_of
from members.roles import Right


class ContestBase(ActivityMixin):
    """For pages below `<pk>/contest/` of sessions whose form is a speech contest; other sessions have none."""

    def contest_session(self, request, object_id: str, right: Right = Right.WRITE) -> StudySession:
        """Return the session of a contest's page. Raises Http404 out of reach, PermissionDenied without the right."""
        session = self.get_publication(request, object_id)
        if session.form != Form.CONTEST:
            raise Http404
        if not scope_of(request.user).has(right, session.organisation_id):
            raise PermissionDenied
        return session

    def contest_of(self, request, object_id: str) -> Contest:
        """Return the contest for a page that prepares, scores or decides; Http404 before it is begun."""
        session = self.contest_session(request, object_id)
        contest = get_object_or_404(Contest.objects.select_related("counted_by", "approved_by"), session=session)
        contest.session = session
        return contest

    def stage_of(self, request, object_id: str, position: int) -> Stage:
        contest = self.contest_of(request, object_id)
        stage = contest.stages.select_related("drawn_by").filter(position=position).first() if position < 100 else None
        if stage is None:
            raise Http404
        stage.contest = contest
        return stage

    def contest_address(self, page: str, session, *position: int) -> str:
        """Return the address of a page: `""` for the first, `entrants`, `draw` with the stage's position …"""
        name = self.url_name(f"contest_{page}" if page else "contest")
        return reverse(f"admin:{name}", args=[session.pk, *position])

    def contest_page(self, request, session, template: str, title, context: dict, *, status: int = 200):
        """Answer with a page, which knows the way back to the contest."""
        common = self.act_context(request, session) | {
            "title": title,
            "contest_url": self.contest_address("", session),
            "media": self.media,
        }
        return TemplateResponse(request, f"admin/activities/contest/{template}.html", common | context, status=status)

    def refuse_contest(self, request, session, refused: ContestRefused):
        """Say why: 403 when never for this person, else 409, with the way back."""
        status = 403 if refused.why in NEVER else 409
        context = {"reason": str(refused), "change_url": self.contest_address("", session)}
        return self.contest_page(request, session, "refused", str(session), context, status=status)

    def do_contest(self, request, of, act, done, *, back: str, **arguments):
        """Run an action on the contest `of` a session, say that it is done and go back; or say why not."""
        try:
            act(actor=request.user, request=request, **arguments)
        except ContestRefused as refused:
            if refused.why == Hitch.NEEDS_REASON:
                messages.error(request, str(refused))
                return redirect(back)
            return self.refuse_contest(request, of, refused)
        messages.success(request, done)
        return redirect(back)
