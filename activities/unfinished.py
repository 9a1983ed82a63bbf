"""What an organiser has still to do with what is over."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from activities.models import Closing, Shift


def to_be_closed(queryset, now: datetime):
    """Published activities that are over, or have a shift that is, without a closing."""
    closed = Closing.objects.filter(activity=OuterRef("pk"), shift__isnull=True)
    shifts = Shift.objects.filter(event=OuterRef("pk"), ends_at__lte=now, state=Shift.State.PLANNED)
    open_shifts = shifts.exclude(Exists(Closing.objects.filter(shift=OuterRef("pk"))))
    once = Q(ends_at__lte=now) & ~Exists(closed) & ~Exists(Shift.objects.filter(event=OuterRef("pk")))
    return queryset.published(now).filter(once | Exists(open_shifts))
