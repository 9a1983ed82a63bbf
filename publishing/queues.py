"""What waits for a person, as querysets over any kind of publication: the desk and the lists' filter begin here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.access import scope_of
from members.roles import REVIEWERS, Right, reviewer_of_step
from publishing.models import Move
from publishing.states import Act


@dataclass(frozen=True)
class Queue:
    """One kind of waiting work. `narrow(queryset, user, now)` returns the items; `right` is what one needs for it."""

    key: str
    title: str
    narrow: Callable
    right: Right
    empty: str  # what to do when nothing waits
    order: str = "-updated_at"


def to_write(queryset, user, now: datetime):
    """One's own drafts, except those that came back."""
    return _own(queryset.drafts(), user).filter(return_reason="")


def returned(queryset, user, now: datetime):
    return _own(queryset.returned(), user)


def _own(queryset, user):
    """What the user wrote up, where they may still write: a post that ended takes its drafts along."""
    return queryset.filter(author=user).of_organisations(scope_of(user).with_right(Right.WRITE))


def to_review(queryset, user, now: datetime):
    """Items at a step that the user may approve: publishing.rules.why_not_review as one query.

    tests/publishing/test_queues.py holds both against each other.
    """
    moves = Move.objects.filter(
        object_type=queryset.model._meta.label_lower, object_id=OuterRef("pk"), actor=user
    ).order_by()
    wrote = moves.writing(OuterRef("review_round"))
    approved_other_step = moves.filter(act=Act.APPROVE).exclude(step=OuterRef("review_step"))
    return (
        queryset.in_review()
        .filter(_at_a_step_of(user))
        .exclude(author=user)
        .filter(~Exists(wrote), ~Exists(approved_other_step))
    )


def _at_a_step_of(user) -> Q:
    scope = scope_of(user)
    wanted = Q(pk__in=[])
    for steps in range(1, len(REVIEWERS) + 1):
        for step in range(1, steps + 1):
            reached = scope.organisations(reviewer_of_step(step, steps))
            wanted |= Q(review_steps=steps, review_step=step, organisation__in=reached)
    return wanted


def scheduled(queryset, user, now: datetime):
    return queryset.scheduled(now).of_organisations(scope_of(user).with_right(Right.READ))


def this_week(queryset, user, now: datetime):
    """Published since Monday, in the district's time."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=today.weekday())
    return (
        queryset.published(now).filter(published_at__gte=monday).of_organisations(scope_of(user).with_right(Right.READ))
    )


QUEUES = {
    queue.key: queue
    for queue in (
        Queue("review", _("To review"), to_review, Right.REVIEW, _("Nothing waits for your review."), "updated_at"),
        Queue(
            "returned",
            _("Returned to me"),
            returned,
            Right.WRITE,
            _("Nothing came back to you."),
        ),
        Queue(
            "write",
            _("My drafts"),
            to_write,
            Right.WRITE,
            _("No unfinished drafts. Begin with “Write an article” or import a Word file above."),
        ),
        Queue(
            "scheduled",
            _("Scheduled"),
            scheduled,
            Right.READ,
            _("Nothing is scheduled. A time of publication is set when a text is written."),
            "published_at",
        ),
        Queue(
            "week",
            _("Published this week"),
            this_week,
            Right.READ,
            _("Nothing was published since Monday."),
            "-published_at",
        ),
    )
}
