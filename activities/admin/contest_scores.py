"""Entering the scores of a stage: judges across, entrants down."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from activities.actions.contest_scores import enter_scores
from activities.admin.contest_base import ContestBase
from activities.contest_errors import ContestRefused
from activities.contest_tables import tables_of
from activities.forms.scores import ScoreGrid
from activities.models import Contest


class ContestScoresMixin(ContestBase):
    """Adds `<pk>/contest/<stage>/scores/` and the papers for the hall: `…/order/` and `…/sheets/`."""

    def get_urls(self):
        view, stage = self.admin_site.admin_view, "<path:object_id>/contest/<int:position>/"
        return [
            path(f"{stage}scores/", view(self.scores_view), name=self.url_name("contest_scores")),
            path(f"{stage}order/", view(require_safe(self.order_view)), name=self.url_name("contest_order")),
            path(f"{stage}sheets/", view(require_safe(self.sheets_view)), name=self.url_name("contest_sheets")),
            *super().get_urls(),
        ]

    def scores_view(self, request, object_id: str, position: int):
        stage = self.stage_of(request, object_id, position)
        session = stage.contest.session
        grid = ScoreGrid(tables_of(stage.contest, position=position)[0])
        if request.method == "POST":
            grid.data = request.POST
            cells, marks = grid.read()
            try:
                refusals = enter_scores(stage, cells=cells, marks=marks, actor=request.user, request=request)
            except ContestRefused as refused:
                return self.refuse_contest(request, session, refused)
            grid.refuse(refusals)
            grid.table = tables_of(stage.contest, position=position)[0]
            if not grid.errors:
                return self._scores_saved(request, grid)
            problems = ngettext(
                "%(n)s box was not taken: see below.", "%(n)s boxes were not taken: see below.", len(grid.errors)
            )
            messages.error(request, problems % {"n": len(grid.errors)})
        context = {"stage": stage, "grid": grid, "table": grid.table, "is_open": self._takes_scores(stage)}
        return self.contest_page(request, session, "scores", _("Scores: %(stage)s") % {"stage": stage}, context)

    def _scores_saved(self, request, grid: ScoreGrid):
        missing = len(grid.table.missing)
        if missing:
            text = ngettext("Saved. %(n)s score is still missing.", "Saved. %(n)s scores are still missing.", missing)
            messages.success(request, text % {"n": missing})
            return redirect(request.path)
        messages.success(request, _("Saved. All scores of this stage are in."))
        return redirect(request.path)

    def _takes_scores(self, stage) -> bool:
        contest = stage.contest
        is_settled = contest.stages.filter(position=stage.position + 1, entries__isnull=False).exists()
        return contest.state == Contest.State.OPEN and bool(stage.seed) and not is_settled

    # --- papers ---
    def order_view(self, request, object_id: str, position: int):
        stage = self.stage_of(request, object_id, position)
        context = {"stage": stage, "table": tables_of(stage.contest, position=position)[0]}
        return self.contest_page(request, stage.contest.session, "order", _("Order of speaking"), context)

    def sheets_view(self, request, object_id: str, position: int):
        stage = self.stage_of(request, object_id, position)
        context = {"stage": stage, "table": tables_of(stage.contest, position=position)[0]}
        return self.contest_page(request, stage.contest.session, "sheets", _("Score sheets"), context)
