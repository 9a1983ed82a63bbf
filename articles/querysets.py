"""What can be asked of channels, topics, photos, articles and photo reports."""

from datetime import date, datetime

from django.db import models

from members.access import scope_of
from members.roles import Right
from publishing.querysets import PublicationQuerySet


class PhotoQuerySet(models.QuerySet):
    def of_organisations(self, organisation_ids):
        return self.filter(organisation__in=organisation_ids)

    def showable(self):
        """Photos that pages may show: made, and not hidden by a withdrawn consent or a decision."""
        return self.filter(hidden_at__isnull=True)

    def usable_by(self, user):
        """Photos that a person may put into a text: those of the organisations they reach."""
        scope = scope_of(user)
        return self if scope.everything else self.of_organisations(scope.with_right(Right.READ))

    def without_caption(self):
        return self.filter(caption="")

    def without_credit(self):
        return self.filter(credit="")

    def waiting(self):
        """Placeholders of an import whose picture still has to be found."""
        return self.filter(state="waiting")

    def licence_expired(self, today: date):
        return self.filter(licence_until__lt=today)


class ArticleQuerySet(PublicationQuerySet):
    def for_page(self):
        return self.select_related("organisation", "channel", "topic", "author")

    def in_month(self, start: datetime, end: datetime):
        return self.filter(published_at__gte=start, published_at__lt=end)

    def credited_to(self, name: str):
        return self.filter(credits__name=name).distinct()


class PhotoReportQuerySet(PublicationQuerySet):
    def for_page(self):
        return self.select_related("organisation", "channel", "topic", "author")

    def credited_to(self, name: str):
        return self.filter(photos__photographer=name, photos__hidden_at__isnull=True).distinct()
