"""A speech contest in the admin: its first page, its stages, its people, the draw."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from activities.actions import contest as actions
from activities.admin.contest_base import ContestBase
from activities.admin.contest_result import ContestResultMixin
from activities.admin.contest_scores import ContestScoresMixin
from activities.contest import ticket
from activities.contest_tables import tables_of
from activities.forms.contest import DrawForm, PasteForm, ReasonForm, StagesForm, people_formset
from activities.kinds import Form
from activities.models import Contest, Entrant, Judge
from members.access import scope_of
from members.roles import Right


class ContestMixin(ContestResultMixin, ContestScoresMixin, ContestBase):
    """Adds `<pk>/contest/…` to study sessions: what comes first stands here, scores and result in their own mixins."""

    def get_urls(self):
        view, post = self.admin_site.admin_view, lambda page: self.admin_site.admin_view(require_POST(page))
        start, stage = "<path:object_id>/contest/", "<path:object_id>/contest/<int:position>/"
        return [
            path(start, view(self.contest_view), name=self.url_name("contest")),
            path(f"{start}entrants/", view(self.entrants_view), name=self.url_name("contest_entrants")),
            path(f"{start}judges/", view(self.judges_view), name=self.url_name("contest_judges")),
            path(f"{stage}draw/", view(self.draw_view), name=self.url_name("contest_draw")),
            path(f"{stage}undraw/", post(self.undraw_view), name=self.url_name("contest_undraw")),
            path(f"{stage}send-on/", post(self.send_on_view), name=self.url_name("contest_send_on")),
            path(f"{stage}take-back/", post(self.take_back_view), name=self.url_name("contest_take_back")),
            *super().get_urls(),
        ]

    def tools(self, request, activity) -> list[tuple[str, str]]:
        if activity.leaf.form != Form.CONTEST:
            return super().tools(request, activity)
        return [*super().tools(request, activity), (_("Contest"), self.contest_address("", activity))]

    # --- the first page: where the contest stands, its stages and its rule ---
    def contest_view(self, request, object_id: str):
        session = self.contest_session(request, object_id, Right.WRITE if request.method == "POST" else Right.READ)
        contest = Contest.objects.filter(session=session).first()
        form = StagesForm(request.POST if request.method == "POST" else None, contest=contest)
        if request.method == "POST" and form.is_valid():
            return self._save_stages(request, session, contest, form)
        return self.contest_page(
            request, session, "overview", _("Contest"), self._overview(request, session, contest, form)
        )

    def _save_stages(self, request, session, contest, form):
        words = {"stages": form.stages, "drops_extremes": form.cleaned_data["drops_extremes"]}
        back = self.contest_address("", session)
        if contest is None:
            words["session"] = session
            return self.do_contest(
                request, session, actions.begin_contest, _("The contest is set up."), back=back, **words
            )
        words["contest"] = contest
        return self.do_contest(request, session, actions.change_stages, _("Saved."), back=back, **words)

    def _overview(self, request, session, contest, form) -> dict:
        tables = tables_of(contest) if contest else []
        is_sent_on = [bool(following.rows) for following in tables[1:]] + [False] * bool(tables)
        return {
            "contest": contest,
            "session": session,
            "form": form,
            "may_write": scope_of(request.user).has(Right.WRITE, session.organisation_id),
            "is_open": contest is not None and contest.state == Contest.State.OPEN,
            "tables": list(zip(tables, is_sent_on, strict=True)),
            "is_scored": any(table.has_scores for table in tables),
            "entrants": contest.entrants.count() if contest else 0,
            "judges": contest.judges.count() if contest else 0,
        }

    # --- people ---
    def entrants_view(self, request, object_id: str):
        return self._people_view(request, object_id, Entrant, _("Entrants"), actions.save_entrants)

    def judges_view(self, request, object_id: str):
        return self._people_view(request, object_id, Judge, _("Judges"), actions.save_judges)

    def _people_view(self, request, object_id: str, model, title, save):
        contest = self.contest_of(request, object_id)
        is_closed = model is Entrant and contest.stages.exclude(seed="").exists()
        data = request.POST if request.method == "POST" else None
        rows = people_formset(model, is_closed=is_closed, data=data, queryset=model.objects.filter(contest=contest))
        paste = PasteForm(data) if model is Entrant and not is_closed else None
        if data is not None and rows.is_valid() and (paste is None or paste.is_valid()):
            added = rows.added + (paste.people if paste else [])
            back = request.path if "_more" in data else self.contest_address("", contest.session)
            return self.do_contest(
                request, contest.session, save, _("Saved."), back=back, contest=contest,
                changed=rows.changed, added=added, removed=rows.removed,
            )  # fmt: skip
        context = {
            "contest": contest,
            "rows": rows,
            "paste": paste,
            "is_closed": is_closed,
            "is_open": contest.state == contest.State.OPEN,
        }
        return self.contest_page(request, contest.session, "people", title, context)

    # --- the draw ---
    def draw_view(self, request, object_id: str, position: int):
        stage = self.stage_of(request, object_id, position)
        session = stage.contest.session
        form = DrawForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self.do_contest(
                request, session, actions.draw_order, _("The order is drawn."), back=request.path, stage=stage,
                **form.cleaned_data,
            )  # fmt: skip
        table = tables_of(stage.contest, position=position)[0]
        waiting = [row.entry.entrant for row in table.rows] if position > 1 else list(stage.contest.entrants.all())
        context = {
            "stage": stage,
            "table": table,
            "waiting": waiting,
            "tickets": [(row.entry, ticket(stage.seed, row.entry.entrant.number)) for row in table.rows],
            "form": form,
            "reason": ReasonForm(),
            "is_open": stage.contest.state == Contest.State.OPEN,
            "undraw_url": self.contest_address("undraw", session, position),
        }
        return self.contest_page(request, session, "draw", _("Draw: %(stage)s") % {"stage": stage}, context)

    def undraw_view(self, request, object_id: str, position: int):
        stage = self.stage_of(request, object_id, position)
        return self.do_contest(
            request, stage.contest.session, actions.take_back_draw, _("The draw is taken back."), stage=stage,
            reason=request.POST.get("reason", "").replace("\0", ""), back=self.contest_address("draw", stage.contest.session, position),
        )  # fmt: skip

    # --- from stage to stage ---
    def send_on_view(self, request, object_id: str, position: int):
        stage = self.stage_of(request, object_id, position)
        back = self.contest_address("", stage.contest.session)
        done = _("Those who go on stand in the next stage. Draw its order.")
        return self.do_contest(request, stage.contest.session, actions.send_on, done, back=back, stage=stage)

    def take_back_view(self, request, object_id: str, position: int):
        stage = self.stage_of(request, object_id, position)
        back = self.contest_address("", stage.contest.session)
        done = _("The next stage is empty again, and the scores of this one are open.")
        return self.do_contest(request, stage.contest.session, actions.take_back_sending, done, back=back, stage=stage)
