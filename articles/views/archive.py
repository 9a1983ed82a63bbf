"""The archive: a month is found without counting, and a day of a crowded month."""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from articles.models import Article, PhotoReport
from articles.months import Month, day_bounds, is_possible, years_between
from articles.views.base import ArticleListPage
from publishing.public import PublicPage


class Archive(PublicPage, TemplateView):
    """All months from the first publication to the last. Queries: first and last of each kind, by the index."""

    template_name = "articles/archive.html"

    def get_context_data(self, **kwargs) -> dict:
        ends = [end for model in (Article, PhotoReport) for end in model.objects.public().ends()]
        years = years_between(Month.of(min(ends)), Month.of(max(ends))) if ends else []
        return super().get_context_data(**kwargs) | {"years": [(year, _entries(year, row)) for year, row in years]}


def _entries(year: int, numbers: list[int]) -> list[dict]:
    return [
        {"number": at, "url": reverse("articles:archive-month", args=[year, at]) if number else ""}
        for at, number in enumerate(numbers, start=1)
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

    def narrow(self, queryset):
        days = [self.day] if self.day else self.month.days()
        return queryset.between(*day_bounds(days[0], days[-1]))

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        crowded = context["paginator"].is_capped or self.day
        return context | {
            "month": self.month.first_day,
            "day": self.day,
            "days": self.month.days() if crowded else [],
            "trail": [(reverse("articles:archive"), _("Archive"))],
        }
