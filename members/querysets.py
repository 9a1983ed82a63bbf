"""What can be asked of the ground floor's tables."""

from datetime import date

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Q
from tree_queries.query import TreeQuerySet


class OrganisationQuerySet(TreeQuerySet):
    def within(self, organisation_ids):
        """Organisations among the given ids: a scope's filter."""
        return self.filter(pk__in=organisation_ids)


class MemberManager(UserManager):
    """Makes members; `is_staff` comes from posts and is never stored, so it is never accepted either."""

    use_in_migrations = False

    def create_user(self, username, password=None, **fields):
        member = self.model(username=self.model.normalize_username(username), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, is_superuser=True, **fields)


class PostQuerySet(models.QuerySet):
    def active(self, today: date):
        """Posts held on `today`: begun, and not yet ended."""
        return self.unended(today).filter(since__lte=today)

    def unended(self, today: date):
        """Posts held on `today` or later."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today))
