"""What can be asked of every kind of publication. Each page, feed, count and list begins here."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from publishing.states import Act, Audience, State


def also_in(rows: models.QuerySet, others: models.QuerySet, number: str = "pk") -> models.QuerySet:
    """Narrow a few rows to those whose `number` is in `others`, asked one by one: SQLite would walk all others instead."""
    return rows.filter(Exists(others.filter(pk=OuterRef(number))))


class PublicationQuerySet(models.QuerySet):
    def locking(self):
        """Lock the rows until the transaction ends, and with them those of the models that theirs inherits from."""
        parents = (link.name for link in self.model._meta.parents.values() if link)
        return self.select_for_update(of=("self", *parents))

    def published(self, now: datetime | None = None):
        """Items whose time has come: approved, not withdrawn, and not scheduled for later."""
        return self.filter(state=State.PUBLISHED, published_at__lte=now or timezone.now())

    def scheduled(self, now: datetime | None = None):
        """Approved items whose time lies ahead."""
        return self.filter(state=State.PUBLISHED, published_at__gt=now or timezone.now())

    def public(self, now: datetime | None = None):
        """What a stranger sees: the same for every visitor."""
        return self.published(now).filter(audience=Audience.EVERYONE)

    def reachable(self, now: datetime | None = None):
        """What has a public address: public items, and withdrawn ones that were public, whose page says so (410)."""
        public = Q(state=State.PUBLISHED, published_at__lte=now or timezone.now())
        was_public = Q(state=State.WITHDRAWN, published_at__lte=F("withdrawn_at"))
        return self.filter(public | was_public, audience=Audience.EVERYONE)

    def visible_to(self, user, now: datetime | None = None):
        """What `user` may read on the site: drafts belong to admin, which asks by scope instead."""
        if not user.is_authenticated or not user.is_active:
            return self.public(now)
        own = Q(audience=Audience.ORGANISATION, organisation=user.organisation_id)
        return self.published(now).filter(Q(audience__in=[Audience.EVERYONE, Audience.MEMBERS]) | own)

    def members_only(self, user, now: datetime | None = None):
        """What `user` reads as a member and strangers do not."""
        return self.visible_to(user, now).exclude(audience=Audience.EVERYONE)

    def withdrawn(self):
        return self.filter(state=State.WITHDRAWN)

    def in_review(self):
        return self.filter(state=State.IN_REVIEW)

    def drafts(self):
        return self.filter(state=State.DRAFT)

    def returned(self):
        """Drafts that a reviewer sent back and nobody has submitted again."""
        return self.drafts().exclude(return_reason="")

    def of_organisations(self, organisation_ids):
        return self.filter(organisation__in=organisation_ids)

    def public_between(self, start: datetime, end: datetime):
        """What strangers see of the time from `start` until before `end`: one range, both ends found by the index."""
        return self.public(min(end - datetime.resolution, timezone.now())).filter(published_at__gte=start)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def ends(self) -> list[datetime]:
        """When the first and the last of them were published; empty when there are none."""
        times = self.values_list("published_at", flat=True)
        return [*times.order_by("published_at", "pk")[:1], *times.order_by("-published_at", "-pk")[:1]]


class ConsentQuerySet(models.QuerySet):
    def of_organisations(self, organisation_ids):
        return self.filter(organisation__in=organisation_ids)


class MoveQuerySet(models.QuerySet):
    def of(self, publication):
        """The moves of one publication, oldest first."""
        return (
            self.filter(object_type=publication._meta.label_lower, object_id=publication.pk)
            .select_related("actor", "actor__organisation")
            .order_by("pk")
        )

    def writing(self, round):
        """Those that give a person a hand in the text: changing it at any time, or submitting it in this round."""
        return self.filter(Q(act__in=(Act.EDIT, Act.CORRECT)) | Q(act=Act.SUBMIT, round=round))

    def corrections_of(self, publication):
        """The notes that readers of the text published now see, oldest first."""
        return self.of(publication).filter(act=Act.CORRECT, round=publication.review_round)
