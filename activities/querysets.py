"""What can be asked of activities, sign-ups, participants and service records."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from publishing.querysets import PublicationQuerySet
from publishing.states import State

KEPT_PAGE = (
    "kind", "form", "title", "state", "audience", "head_html", "page_html", "pieces_key", "organisation__name",
    "topic__title", "topic__slug", "place__name", "withdrawal_reason", "withdrawn_at", "starts_at", "ends_at", "is_long",
    "takes_sign_ups", "seats", "basis", "sign_up_opens_at", "sign_up_closes_at",
)  # fmt: skip
LONG = timedelta(days=1)  # what lasts longer is still on when the day of its beginning is over


class ActivityQuerySet(PublicationQuerySet):
    """For activities and, as they inherit its fields, for study sessions and volunteer events."""

    def for_page(self):
        """Everything that a page or a card is rendered from, but for what it has in rows of its own."""
        return self.select_related("organisation", "topic", "place", "cover")

    def with_leaf(self):
        """For activities: with the study session or volunteer event that each is."""
        return self.select_related("studysession", "volunteerevent")

    def for_kept_page(self):
        """The kept page and head, what tells whether they still fit, and what the live part of a page asks."""
        return self.select_related("organisation", "topic", "place").only(*KEPT_PAGE)

    def for_cards(self):
        """What tells whether the kept card still fits, and the card."""
        return self.select_related("organisation", "topic", "place").defer("head_html", "page_html", "details")

    def for_calendar(self):
        """What an entry of a calendar says; the rota of one that comes again comes along."""
        rows = self.select_related("organisation", "place", "volunteerevent")
        return rows.defer("head_html", "page_html", "card_html", "details")

    def for_feed(self):
        return self.select_related("organisation", "place").defer("head_html", "page_html", "card_html", "details")

    def joined_by(self, member):
        """What a member, or a child of theirs, is signed up for; not what is being rewritten."""
        sign_ups = self.model._meta.get_field("sign_ups").related_model.objects.active().of_member(member)
        return self.filter(pk__in=sign_ups.values("activity"), state__in=[State.PUBLISHED, State.WITHDRAWN])

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def of_form(self, form):
        return self.filter(form=form)

    def of_topic(self, topic):
        return self.filter(topic=topic)

    def upcoming(self, now: datetime):
        """What has not ended yet; for lists take it together with `public` or `visible_to`."""
        return self.filter(ends_at__gt=now)

    def coming(self, now: datetime):
        """What begins, or began within a day and is not over: a short range of an index, however much is over."""
        return self.filter(starts_at__gt=now - LONG, ends_at__gt=now)

    def under_way(self, now: datetime):
        """What began more than a day ago and is not over: the rest of `upcoming`, few, with an index of their own."""
        return self.filter(is_long=True, ends_at__gt=now, starts_at__lte=now - LONG)

    def past(self, now: datetime):
        return self.filter(starts_at__lte=now, ends_at__lte=now)

    def between(self, start: datetime, end: datetime):
        """What begins in the time from `start` until before `end`."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def soonest_first(self):
        return self.order_by("starts_at", "pk")

    def latest_first(self):
        return self.order_by("-starts_at", "-pk")

    def open_for_sign_up(self, now: datetime):
        """What takes sign-ups at this moment, by its window alone: full ones too."""
        return self.filter(
            Q(sign_up_opens_at__isnull=True) | Q(sign_up_opens_at__lte=now),
            Q(sign_up_closes_at__gt=now) | Q(sign_up_closes_at__isnull=True, starts_at__gt=now),
            takes_sign_ups=True,
        )

    def with_taken(self):
        """With the number of seats that are taken, as `taken`."""
        pools = self.model._meta.get_field("pools").related_model.objects.filter(activity=OuterRef("pk")).order_by()
        taken = pools.values("activity").annotate(number=Sum("taken")).values("number")
        return self.annotate(taken=Coalesce(Subquery(taken), 0))

    def with_free_seats(self):
        """What has a free seat in some pool."""
        pools = self.model._meta.get_field("pools").related_model.objects.filter(activity=OuterRef("pk"))
        return self.filter(Exists(pools.filter(Q(seats__isnull=True) | Q(taken__lt=F("seats")))))


class StudySessionQuerySet(ActivityQuerySet):
    pass


class VolunteerEventQuerySet(ActivityQuerySet):
    def recurring(self):
        return self.exclude(weekdays="")


class ParticipantQuerySet(models.QuerySet):
    def of_member(self, member):
        """The member as a participant, and the children they answer for."""
        return self.filter(Q(member=member) | Q(guardian=member))


class SignUpQuerySet(models.QuerySet):
    def of_member(self, member):
        """The member's own, and those of the children that they signed up."""
        return self.filter(Q(participant__member=member) | Q(participant__guardian=member))

    def for_people(self):
        """With what tells whose it is and what for."""
        return self.select_related("pool", "participant__member", "activity__organisation", "activity__place").defer(
            "activity__head_html", "activity__page_html", "activity__card_html"
        )

    def confirmed(self):
        return self.filter(state="confirmed")

    def waiting(self):
        return self.filter(state="waiting")

    def active(self):
        return self.exclude(state="cancelled")

    def of_organisations(self, organisation_ids):
        return self.filter(activity__organisation__in=organisation_ids)


class ServiceRecordQuerySet(models.QuerySet):
    def of_organisations(self, organisation_ids):
        return self.filter(organisation__in=organisation_ids)

    def pending(self):
        return self.filter(state="pending")

    def approved(self):
        return self.filter(state="approved")

    def overdue(self, today: date):
        """Pending ones whose tenth working day is over."""
        return self.pending().filter(due_on__lt=today)

    def due_soon(self, today: date, days: int = 3):
        """Pending ones that are not overdue yet, but will be in so many days."""
        return self.pending().filter(due_on__range=(today, today + timedelta(days=days)))

    def between(self, since: date | None, until: date | None):
        """Those that began from `since` to `until`, both included; None leaves that end open."""
        found = self.filter(starts_at__date__gte=since) if since else self
        return found.filter(starts_at__date__lte=until) if until else found

    def of_occasion(self, activity, shift=None):
        return self.filter(activity=activity, shift=shift)

    def with_facts(self):
        """With everything that a line about them is rendered from."""
        return self.select_related("participant__member", "organisation", "activity", "shift")

    def newest_first(self):
        return self.order_by("-starts_at", "-pk")
