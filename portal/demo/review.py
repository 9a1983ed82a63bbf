"""Takes demo publications through the same actions as staff do, then dates them as the demo tells it."""

from datetime import datetime, timedelta

from django.utils import timezone

from members import indexing
from members.models import Member, Organisation, Post
from members.roles import Role, reviewer_of_step
from publishing import actions, pieces
from publishing.models import Move, Publication
from publishing.states import State


class Desk:
    """The people who write and review for each organisation: the town's own for the town, else the district's."""

    def __init__(self, organisations: dict[str, Organisation]):
        self._district = organisations["株洲高新区工委、天元区委"]
        self._town = organisations["雷打石镇"]

    def writer(self, organisation: Organisation) -> Member:
        return self._holder(Role.WRITER, organisation)

    def process(self, publication: Publication, row: dict) -> None:
        """Take a draft as far as `row` says: review_step, returned, published, scheduled, withdrawn, corrected."""
        if row.get("draft"):
            return
        publication = actions.submit(publication, actor=publication.author)
        if "review_step" in row:
            self._approve(publication, row["review_step"] - 1)
        elif "returned" in row:
            reviewer = self._holder(Role.FIRST_REVIEWER, publication.organisation)
            actions.return_to_author(publication, actor=reviewer, reason=row["returned"])
        else:
            self._publish(publication, row)

    def _publish(self, publication: Publication, row: dict) -> None:
        publication = self._approve(publication, publication.review_steps)
        final = self._holder(Role.FINAL_REVIEWER, publication.organisation)
        if "corrected" in row:
            actions.correct(publication, actor=final, note=row["corrected"])
        if "withdrawn" in row:
            actions.withdraw(publication, actor=final, reason=row["withdrawn"])
        if when := _time(row):
            _date(publication, when)

    def _approve(self, publication: Publication, steps: int) -> Publication:
        for _step in range(steps):
            role = reviewer_of_step(publication.review_step, publication.review_steps)
            reviewer = self._holder(role, publication.organisation)
            publication = actions.approve(publication, actor=reviewer, seen_hash=publication.content_hash())
        return publication

    def _holder(self, role: Role, organisation: Organisation) -> Member:
        unit = self._town if organisation == self._town else self._district
        return Post.objects.select_related("member").get(role=role, organisation=unit).member


def _time(row: dict) -> datetime | None:
    if "published_days_ago" in row:
        return timezone.now() - timedelta(days=row["published_days_ago"])
    return timezone.make_aware(row["published"]) if "published" in row else None


def _date(publication: Publication, when: datetime) -> None:
    """Date a publication and its moves in the past. Only the demo does this: it tells of a year that is over."""
    kind = type(publication)
    kind.objects.filter(pk=publication.pk).update(published_at=when, created_at=when - timedelta(hours=6))
    kind.objects.filter(pk=publication.pk, corrected_at__isnull=False).update(corrected_at=when + timedelta(hours=3))
    kind.objects.filter(pk=publication.pk, state=State.WITHDRAWN).update(withdrawn_at=when + timedelta(days=2))
    moves = list(Move.objects.of(publication))
    for number, move in enumerate(moves):
        Move.objects.filter(pk=move.pk).update(at=when - timedelta(hours=5) + number * timedelta(hours=5) / len(moves))
    indexing.changed([publication])
    if publication.state == State.PUBLISHED:
        pieces.refresh(publication)
