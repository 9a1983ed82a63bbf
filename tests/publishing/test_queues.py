import datetime
import itertools

import pytest
from django.utils import timezone

from articles.models import Article
from members.models import Member
from members.roles import Role
from publishing import queues
from publishing.actions.steps import why_not_review
from publishing.models import Move
from publishing.states import Act, State
from tests.factories import ArticleFactory, MemberFactory, OrganisationFactory, PostFactory

NOW = timezone.now()


def _in_review(author, step=1, steps=3, **kwargs):
    return ArticleFactory(
        organisation=author.organisation,
        author=author,
        state=State.IN_REVIEW,
        review_round=2,
        review_step=step,
        review_steps=steps,
        **kwargs,
    )


def _move(article, actor, act, step=0, round=2):
    return Move.objects.create(
        object_type="articles.article",
        object_id=article.pk,
        act=act,
        round=round,
        step=step,
        actor=actor,
        at=NOW,
        content={},
        content_hash="",
    )


def _queue(key, member):
    return set(queues.QUEUES[key].narrow(Article.objects.all(), Member.objects.get(pk=member.pk), NOW))


def test_review_queue_holds_exactly_what_the_rules_allow(people):
    """Every step of every length, with each thing that keeps a person from reviewing, against each person."""
    PostFactory(member=people.carol, role=Role.FIRST_REVIEWER, organisation=people.carol.organisation)
    for author, (step, steps) in itertools.product(
        [people.alice, people.bob, people.dave], [(1, 1), (1, 2), (2, 2), (1, 3), (2, 3), (3, 3)]
    ):
        _in_review(author, step, steps)
        _move(_in_review(author, step, steps), people.carol, Act.SUBMIT)
        _move(_in_review(author, step, steps), people.dave, Act.EDIT)
        _move(_in_review(author, step, steps), people.carol, Act.EDIT, round=1)  # still in the text
        _move(_in_review(author, step, steps), people.carol, Act.SUBMIT, round=1)  # does not count
        _move(_in_review(author, step, steps), people.carol, Act.APPROVE, step=1)
        _move(_in_review(author, step, steps), people.carol, Act.APPROVE, step=1, round=1)  # here it does
    for member in (people.alice, people.bob, people.carol, people.dave, people.dana, people.mallory):
        allowed = {article for article in Article.objects.all() if why_not_review(article, member) is None}
        assert _queue("review", member) == allowed
    assert _queue("review", people.carol)


def test_superuser_reviews_what_is_not_their_own(people):
    root = MemberFactory(organisation=people.alice.organisation, is_superuser=True)
    theirs, own = _in_review(people.alice), _in_review(root)
    assert _queue("review", root) == {theirs}
    assert own not in _queue("review", root)


def test_reviewers_post_below_does_not_reach_above(people, town):
    village = OrganisationFactory(parent=town)
    below = PostFactory(organisation=village, role=Role.FIRST_REVIEWER).member
    _in_review(people.alice)
    assert _queue("review", below) == set()


def test_drafts_are_ones_own_and_returned_ones_stand_apart(people):
    fresh = ArticleFactory(organisation=people.alice.organisation, author=people.alice)
    back = ArticleFactory(organisation=people.alice.organisation, author=people.alice, return_reason="导语过长")
    ArticleFactory(organisation=people.alice.organisation, author=people.bob)
    assert _queue("write", people.alice) == {fresh}
    assert _queue("returned", people.alice) == {back}


def test_drafts_of_a_unit_that_one_left_wait_no_more(people, harbour):
    ArticleFactory(organisation=harbour, author=people.alice)
    ArticleFactory(organisation=harbour, author=people.alice, return_reason="导语过长")
    assert _queue("write", people.alice) == _queue("returned", people.alice) == set()


def test_scheduled_and_published_this_week_stay_in_the_scope(people, harbour):
    monday = timezone.localtime(NOW) - datetime.timedelta(days=timezone.localtime(NOW).weekday())
    start = monday.replace(hour=0, minute=0, second=0, microsecond=0)
    mine = {"organisation": people.alice.organisation, "author": people.alice, "published": True}
    ahead = ArticleFactory(**mine, published_at=NOW + datetime.timedelta(days=1))
    fresh = ArticleFactory(**mine, published_at=start)
    ArticleFactory(**mine, published_at=start - datetime.timedelta(seconds=1))
    ArticleFactory(organisation=harbour, published=True, published_at=start)
    assert _queue("scheduled", people.alice) == {ahead}
    assert _queue("week", people.alice) == {fresh}


@pytest.mark.parametrize("key", queues.QUEUES)
def test_queue_is_one_query(people, key, django_assert_num_queries):
    from members.access import scope_of

    member = Member.objects.get(pk=people.dave.pk)
    scope_of(member).organisations()
    _in_review(people.alice, 3, 3)
    with django_assert_num_queries(1):
        list(queues.QUEUES[key].narrow(Article.objects.all(), member, NOW))
