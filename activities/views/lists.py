"""Lists of activities: by what one looks for, and month by month."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from activities.models import Activity
from activities.public.listing import Wish, activity_rows, choices_for
from activities.public.month import is_shown, weeks_of
from articles.public.months import Month
from members.models import Organisation
from publishing.paging import CappedPaginator


class ActivityList(ListView):
    """What comes, soonest first; or what is over. Queries: count, rows, seats, organisations (twice with one chosen)."""

    template_name = "activities/activity_list.html"
    paginate_by = 20
    paginator_class = CappedPaginator

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.wish = Wish.read(request.GET)

    def get_queryset(self):
        return self.wish.narrow(Activity.objects.public(self.now), self.now)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        organisations = dict(Organisation.objects.values_list("pk", "name"))
        parameters = self.wish.parameters
        return context | {
            "rows": activity_rows(context["page_obj"].object_list, self.now),
            "wish": self.wish,
            "choices": choices_for(self.wish),
            "organisations": organisations.items(),
            "chips": self.wish.chips(organisations),
            "parameters": {("since" if name == "from" else name): value for name, value in parameters.items()},
            "query": self.request.GET.urlencode() if parameters else "",
        }


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
            "weeks": weeks,
            "days": [day for week in weeks for day in week if day.is_of_month and day.entries],
            "is_present": month == (today.year, today.month),
            "before": _address(_previous(month), today),
            "after": _address(month.next(), today),
        }


def _previous(month: Month) -> Month:
    return Month(month.year, month.number - 1) if month.number > 1 else Month(month.year - 1, 12)


def _address(month: Month, today) -> str:
    return reverse("activities:month", args=month) if is_shown(month, today) else ""
