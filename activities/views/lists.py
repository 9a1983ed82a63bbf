"""Lists of activities: by what one looks for, and month by month."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from activities.models import Activity
from activities.public.coming import under_way
from activities.public.listing import Tree, activity_rows, by_month
from activities.public.month import Cells, is_shown, weeks_of
from activities.public.wishes import Wish
from articles.public.months import Month
from publishing.paging import CappedPaginator


class TimePaginator(CappedPaginator):
    """Counts in the order of the list, so that both walk along the same index."""

    @cached_property
    def count(self) -> int:
        return self.object_list.values("pk")[: self.limit + 1].count()


class ActivityList(ListView):
    """What comes, soonest first; or what is over. Queries: organisations, count, rows, seats, what is under way."""

    template_name = "activities/activity_list.html"
    paginate_by = 20
    paginator_class = TimePaginator

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.wish = Wish.read(request.GET, timezone.localdate(self.now))

    @cached_property
    def tree(self) -> Tree:
        return Tree.read()

    @cached_property
    def units(self) -> frozenset[int]:
        return self.tree.below(self.wish.organisation)

    def get_queryset(self):
        return self.wish.narrow(Activity.objects.public(self.now), self.now, self.units)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        page, wish = context["page_obj"], self.wish
        return context | {
            "months": by_month(activity_rows(page.object_list, self.now)),
            "under_way": self.under_way() if page.number == 1 else [],
            "wish": wish,
            "organisations": self.tree.choices(),
            "chips": wish.chips(self.tree.names.get(wish.organisation, "")),
            "parameters": wish.parameters,
            "calendar": "?" + query if (query := self.request.GET.urlencode()) and wish.parameters else "",
        }

    def under_way(self) -> list:
        if self.wish == Wish():
            return under_way(self.now)
        public = Activity.objects.public(self.now)
        return under_way(self.now, self.wish.under_way(public, self.now, self.units))


class MonthPage(TemplateView):
    """A month as a calendar; without a month in the address the present one."""

    template_name = "activities/month.html"

    def get_context_data(self, **kwargs) -> dict:
        now = timezone.now()
        today = timezone.localdate(now)
        month = Month(kwargs.get("year", today.year), kwargs.get("month", today.month))
        if not is_shown(month, today):
            raise Http404
        weeks = weeks_of(month, now)
        return super().get_context_data(**kwargs) | {
            "month": month,
            "names": [day.name for day in weeks[0]],
            "rows": list(map(Cells().row, weeks)),
            "is_empty": not any(day.entries for week in weeks for day in week if day.is_of_month),
            "is_present": month == (today.year, today.month),
            "before": _address(_previous(month), today),
            "after": _address(month.next(), today),
        }


def _previous(month: Month) -> Month:
    return Month(month.year, month.number - 1) if month.number > 1 else Month(month.year - 1, 12)


def _address(month: Month, today) -> str:
    return reverse("activities:month", args=month) if is_shown(month, today) else ""
