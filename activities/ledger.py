"""The ledger of activities (活动台账): one line for each that was closed, in numbers. No names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity, Closing, ServiceRecord
from activities.public.counts import delegates, heads
from activities.sheets import workbook

HEADING = (
    "日期", "起", "止", "形式", "名称", "地点", "主办单位", "参加人数", "余", "对象", "单位数", "代表数", "人数表述", "计数依据",
    "服务时数", "待审核记录",
)  # fmt: skip
MOST = 5_000


@dataclass(frozen=True)
class Entry:
    """What took place: an activity, or one shift of one that comes again."""

    closing: Closing
    hours: Decimal  # of approved records
    pending: int

    @property
    def activity(self) -> Activity:
        return self.closing.activity

    @property
    def starts_at(self) -> datetime:
        return timezone.localtime((self.closing.shift or self.activity).starts_at)

    @property
    def ends_at(self) -> datetime:
        return timezone.localtime((self.closing.shift or self.activity).ends_at)

    @property
    def place(self) -> str:
        return " ".join(filter(None, (str(self.activity.place or ""), self.activity.venue)))

    @property
    def counts(self) -> str:
        return "，".join(filter(None, (heads(self.closing), delegates(self.closing))))

    @property
    def row(self) -> tuple:
        closing = self.closing
        return (
            f"{self.starts_at:%Y-%m-%d}", f"{self.starts_at:%H:%M}", f"{self.ends_at:%H:%M}",
            str(self.activity.get_form_display()), self.activity.title, self.place, self.activity.organisation.name,
            _cell(closing.headcount), "余" if closing.is_approximate else "", closing.headcount_of,
            _cell(closing.organisations), _cell(closing.delegates), self.counts, str(closing.get_basis_display()),
            float(self.hours), self.pending or "",
        )  # fmt: skip


def ledger(activities: QuerySet, since: date, until: date) -> list[Entry]:
    """Return what was closed of these activities and began from `since` to `until`, both included: two queries."""
    start, end = (_begin(day) for day in (since, until + timedelta(days=1)))
    once = Q(shift=None, activity__starts_at__gte=start, activity__starts_at__lt=end)
    again = Q(shift__starts_at__gte=start, shift__starts_at__lt=end)
    closings = Closing.objects.filter(once | again, activity__in=activities.order_by().values("pk"))
    rows = list(closings.select_related("activity__organisation", "activity__place", "shift").defer("minutes")[:MOST])
    hours = _hours(rows)
    entries = [Entry(row, *hours.get((row.activity_id, row.shift_id), (Decimal(0), 0))) for row in rows]
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.activity.pk))


def ledger_file(entries: Iterable[Entry], since: date, until: date) -> bytes:
    entries = list(entries)
    rows = [entry.row for entry in entries]
    total = ("合计", "", "", "", f"{len(rows)}场次", *[""] * 9, float(sum(entry.hours for entry in entries)), "")
    title = _("Ledger")
    return workbook([(f"{title} {since:%Y%m%d}-{until:%Y%m%d}", HEADING, [*rows, total] if rows else [])])


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _cell(number: int | None):
    return "" if number is None else number


def _hours(closings: list[Closing]) -> dict[tuple, tuple[Decimal, int]]:
    """Approved hours and the number of pending records, by occasion."""
    records = ServiceRecord.objects.filter(activity__in={closing.activity_id for closing in closings}).order_by()
    approved, pending = Q(state=ServiceRecord.State.APPROVED), Q(state=ServiceRecord.State.PENDING)
    found = records.values_list("activity", "shift").annotate(
        total=Sum("hours", filter=approved), waiting=Count("pk", filter=pending)
    )
    return {(activity, shift): (total or Decimal(0), waiting) for activity, shift, total, waiting in found}
