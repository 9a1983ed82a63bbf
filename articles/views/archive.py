"""The archive: a month is found without counting, and a day of a crowded month."""

from datetime import date

from django.db.models import Exists
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles.models import Article, PhotoReport
from articles.public.months import Month, day_bounds, is_possible, months_between
from articles.views.base import ArticleListPage
from members.models import Organisation

KINDS = (Article, PhotoReport)


class Archive(TemplateView):
    """All months in which something was published; the queries walk the index and count nothing.

    Queries: first and last of each kind, and whether each month between them has anything.
    """

    template_name = "articles/archive.html"

    def get_context_data(self, **kwargs) -> dict:
        ends = [end for model in KINDS for end in model.objects.public().ends()]
        filled = _filled(months_between(Month.of(min(ends)), Month.of(max(ends)))) if ends else []
        years = sorted({month.year for month in filled}, reverse=True)
        return super().get_context_data(**kwargs) | {"years": [(year, _entries(year, filled)) for year in years]}


def _filled(months: list[Month]) -> list[Month]:
    """Return those of `months` in which something public appeared: one query, asked of one row."""
    found = {f"m{at}": _something_in(month) for at, month in enumerate(months)}
    row = Organisation.objects.order_by("pk").annotate(**found).values(*found)[:1].get()
    return [month for at, month in enumerate(months) if row[f"m{at}"]]


def _something_in(month: Month) -> Exists:
    bounds = day_bounds(month.first_day, month.days()[-1])
    articles, reports = (Exists(model.objects.public_between(*bounds)) for model in KINDS)
    return articles | reports


def _entries(year: int, filled: list[Month]) -> list[dict]:
    return [
        {"number": at, "url": reverse("articles:archive-month", args=[year, at]) if (year, at) in filled else ""}
        for at in range(1, 13)
    ]


class ArchiveMonth(ArticleListPage):
    template_name = "articles/archive_month.html"

    @cached_property
    def month(self) -> Month:
        year, number = self.kwargs["year"], self.kwargs["month"]
        if not is_possible(year, number, timezone.localdate()):
            raise Http404
        return Month(year, number)

    @cached_property
    def day(self) -> date | None:
        """The day asked for by `?day=`, if any."""
        asked = self.request.GET.get("day")
        if not asked:
            return None
        chosen = next((day for day in self.month.days() if str(day.day) == asked), None)
        if chosen is None:
            raise Http404
        return chosen

    def items(self, model):
        days = [self.day] if self.day else self.month.days()
        return model.objects.public_between(*day_bounds(days[0], days[-1]))

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        crowded = context["paginator"].is_capped or self.day
        return context | {
            "month": self.month.first_day,
            "day": self.day,
            "days": self.month.days() if crowded else [],
            "trail": [(reverse("articles:archive"), _("Archive"))],
        }
