import datetime

import pytest
from django.urls import reverse

from members.access import may_manage_account, scope_of
from members.models import Member
from members.roles import Right, Role
from tests.factories import MemberFactory, OrganisationFactory, PostFactory

TODAY = datetime.date.today()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def village(town):
    return OrganisationFactory(name="先锋村", parent=town)


def _fresh(member):
    return Member.objects.get(pk=member.pk)


def test_post_reaches_the_subtree_and_nothing_else(people, town, village, harbour):
    assert scope_of(people.alice).organisations() == {town.pk, village.pk}


def test_post_in_the_village_does_not_reach_the_town(people, town, village):
    member = PostFactory(organisation=village, role=Role.ADMINISTRATOR).member
    assert scope_of(member).with_right(Right.MANAGE) == {village.pk}


def test_two_posts_keep_their_own_reach(people, town, harbour):
    PostFactory(member=people.alice, role=Role.FINAL_REVIEWER, organisation=harbour)
    scope = scope_of(_fresh(people.alice))
    assert scope.organisations(Role.WRITER) == {town.pk}
    assert scope.organisations(Role.FINAL_REVIEWER) == {harbour.pk}
    assert scope.with_right(Right.WITHDRAW) == {harbour.pk}


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (TODAY, None, True),
        (TODAY - DAY, TODAY, True),  # the last day counts
        (TODAY - 2 * DAY, TODAY - DAY, False),
        (TODAY + DAY, None, False),
    ],
)
def test_post_counts_between_its_days(town, since, until, held):
    member = PostFactory(member__organisation=town, since=since, until=until).member
    assert bool(scope_of(member).organisations()) is held
    assert member.is_staff is held


def test_disabled_member_has_no_scope(people):
    people.alice.is_active = False
    assert scope_of(people.alice).organisations() == set()


def test_superuser_reaches_everything(town, harbour):
    member = MemberFactory(organisation=town, is_superuser=True)
    assert scope_of(member).with_right(Right.MANAGE) == {town.pk, harbour.pk}


def test_scope_costs_two_queries_whatever_the_tree(people, town, django_assert_num_queries):
    for number in range(20):
        OrganisationFactory(name=f"村{number}", parent=town)
    member = _fresh(people.dana)
    with django_assert_num_queries(2):
        scope_of(member).with_right(Right.MANAGE)
        scope_of(member).organisations()


def test_disabled_member_is_out_at_the_next_request(client, people):
    client.force_login(people.dana)
    assert client.get(reverse("admin:index")).status_code == 200
    Member.objects.filter(pk=people.dana.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302


def test_ended_post_closes_admin_at_the_next_request(client, people):
    client.force_login(people.dana)
    assert client.get(reverse("admin:index")).status_code == 200
    people.dana.posts.update(since=TODAY - 2 * DAY, until=TODAY - DAY)
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.status_code == 403


def test_account_of_a_superior_is_not_managed(people, town):
    district = OrganisationFactory(name="天元区委")
    PostFactory(member=people.charlie, organisation=district, role=Role.ADMINISTRATOR)
    assert not may_manage_account(people.dana, people.charlie)


def test_post_that_begins_tomorrow_protects_already(people):
    PostFactory(member=people.charlie, organisation=OrganisationFactory(), since=TODAY + DAY)
    assert not may_manage_account(people.dana, people.charlie)


def test_ended_post_elsewhere_does_not_matter(people):
    past = TODAY - DAY
    PostFactory(member=people.charlie, organisation=OrganisationFactory(), since=past - DAY, until=past)
    assert may_manage_account(people.dana, people.charlie)
