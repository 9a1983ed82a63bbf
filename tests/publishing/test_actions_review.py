import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.actions.writing import content_saved
from members.models import AuditEntry
from members.roles import Role
from publishing import actions
from publishing.errors import Refused
from publishing.models import Move, State
from publishing.rules import Refusal
from publishing.states import Act
from tests.factories import ArticleFactory, MemberFactory, PhotoFactory, PostFactory
from tests.publishing.desk import published, under_review


@pytest.fixture
def draft(people, town):
    return ArticleFactory(organisation=town, author=people.alice)


def _refusal(act, *args, **kwargs) -> Refusal:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.reason


def _edit(article, actor, title):
    before = article.content_hash()
    article.title = title
    article.save()
    content_saved(article, actor=actor, before_hash=before)
    article.refresh_from_db()
    return article


def test_submit_starts_first_round(draft, people):
    article = actions.submit(draft, actor=people.alice)
    assert (article.state, article.review_round, article.review_step) == (State.IN_REVIEW, 1, 1)


def test_submit_takes_number_of_steps_from_organisation(draft, people, town):
    town.review_steps = 2
    town.save()
    assert actions.submit(draft, actor=people.alice).review_steps == 2


def test_submit_by_other_organisation_is_refused(draft, people):
    assert _refusal(actions.submit, draft, actor=people.eve) == Refusal.NO_RIGHT


def test_submit_with_blocking_finding_names_it(draft, people):
    draft.body = "<p>联系电话13812345678。</p>"
    draft.save()
    with pytest.raises(Refused) as refused:
        actions.submit(draft, actor=people.alice)
    assert refused.value.reason == Refusal.FINDINGS
    assert any("13812345678" in sentence for sentence in refused.value.sentences)


def test_three_approvals_publish(draft, people):
    article = published(draft, people)
    assert article.state == State.PUBLISHED
    assert article.approved_hash == article.content_hash()
    assert article.published_at <= timezone.now()
    acts = list(Move.objects.of(article).values_list("act", "step", "actor__username"))
    assert acts == [
        ("submit", 0, "alice"),
        ("approve", 1, "bob"),
        ("approve", 2, "carol"),
        ("approve", 3, "dave"),
        ("publish", 0, "dave"),
    ]


def test_final_approval_at_a_time_ahead_schedules(draft, people):
    draft.publish_at = timezone.now() + datetime.timedelta(days=1)
    draft.save()
    article = published(draft, people)
    assert article.is_scheduled
    assert article.published_at == draft.publish_at


def test_one_step_of_review_is_the_final_reviewers(draft, people, town):
    town.review_steps = 1
    town.save()
    article = actions.submit(draft, actor=people.alice)
    seen = article.content_hash()
    assert _refusal(actions.approve, article, actor=people.bob, seen_hash=seen) == Refusal.NO_RIGHT
    assert actions.approve(article, actor=people.dave, seen_hash=seen).state == State.PUBLISHED


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "dana", "olga", "mallory", "charlie"])
def test_first_step_is_the_first_reviewers_alone(draft, people, name):
    article = under_review(draft, people)
    actor = getattr(people, name)
    assert _refusal(actions.approve, article, actor=actor, seen_hash=article.content_hash()) == Refusal.NO_RIGHT


def test_author_with_reviewers_post_does_not_review_own_text(draft, people):
    PostFactory(member=people.alice, role=Role.FIRST_REVIEWER)
    article = under_review(draft, people)
    refusal = _refusal(actions.approve, article, actor=people.alice, seen_hash=article.content_hash())
    assert refusal == Refusal.OWN_TEXT


def test_holder_of_two_posts_does_not_take_two_steps(draft, people):
    PostFactory(member=people.bob, role=Role.SECOND_REVIEWER)
    article = under_review(draft, people, step=2)
    refusal = _refusal(actions.approve, article, actor=people.bob, seen_hash=article.content_hash())
    assert refusal == Refusal.SECOND_STEP


def test_reviewer_who_edited_the_draft_does_not_review_it(draft, people):
    article = under_review(_edit(draft, people.bob, "改过的标题"), people)
    refusal = _refusal(actions.approve, article, actor=people.bob, seen_hash=article.content_hash())
    assert refusal == Refusal.OWN_TEXT


def test_reviewer_who_edited_in_review_does_not_review_it(draft, people):
    article = _edit(under_review(draft, people), people.bob, "改过的标题")
    refusal = _refusal(actions.approve, article, actor=people.bob, seen_hash=article.content_hash())
    assert refusal == Refusal.OWN_TEXT


def test_reviewer_who_edited_in_an_earlier_round_does_not_review_it(draft, people):
    article = _edit(under_review(draft, people), people.bob, "改过的标题")
    article = actions.submit(actions.recall(article, actor=people.alice), actor=people.alice)
    refusal = _refusal(actions.approve, article, actor=people.bob, seen_hash=article.content_hash())
    assert refusal == Refusal.OWN_TEXT


def test_edit_in_review_starts_anew(draft, people):
    article = _edit(under_review(draft, people, step=3), people.alice, "改过的标题")
    assert (article.review_round, article.review_step) == (2, 1)
    assert Move.objects.of(article).last().act == Act.EDIT


def test_saving_the_same_text_in_review_changes_nothing(draft, people):
    article = _edit(under_review(draft, people, step=3), people.alice, draft.title)
    assert (article.review_round, article.review_step) == (1, 3)


def test_edit_of_scheduled_text_takes_it_back_to_review(draft, people):
    draft.publish_at = timezone.now() + datetime.timedelta(days=1)
    draft.save()
    article = _edit(published(draft, people), people.alice, "改过的标题")
    assert (article.state, article.published_at, article.approved_hash) == (State.IN_REVIEW, None, "")


def test_filing_elsewhere_does_not_touch_the_review(draft, people):
    article = under_review(draft, people, step=2)
    before = article.content_hash()
    article.channel = None
    article.issued_on = None
    article.save()
    content_saved(article, actor=people.alice, before_hash=before)
    article.refresh_from_db()
    assert article.review_step == 2


def test_wider_audience_is_reviewed_anew(draft, people):
    draft.audience = "organisation"
    draft.save()
    article = under_review(draft, people, step=3)
    before = article.content_hash()
    article.audience = "everyone"
    article.save()
    content_saved(article, actor=people.alice, before_hash=before)
    article.refresh_from_db()
    assert article.review_step == 1


def test_text_changed_after_it_was_seen_is_not_approved(draft, people):
    article = under_review(draft, people)
    assert _refusal(actions.approve, article, actor=people.bob, seen_hash="0" * 64) == Refusal.TEXT_CHANGED


def test_step_taken_meanwhile_is_not_taken_twice(draft, people):
    PostFactory(member=people.carol, role=Role.FIRST_REVIEWER)
    article = under_review(draft, people, step=2)
    seen = {"seen_hash": article.content_hash(), "seen_step": 1}
    assert _refusal(actions.approve, article, actor=people.carol, **seen) == Refusal.WRONG_STATE


def test_photo_found_wanting_after_submission_blocks_publication(draft, people, town):
    article = under_review(draft, people, step=3)
    article.photos.add(PhotoFactory(organisation=town, caption=""))
    refusal = _refusal(actions.approve, article, actor=people.dave, seen_hash=article.content_hash())
    assert refusal == Refusal.FINDINGS


def test_return_makes_a_draft_with_the_reason(draft, people):
    article = actions.return_to_author(under_review(draft, people), actor=people.bob, reason=" 核对日期 ")
    assert (article.state, article.return_reason, article.is_returned) == (State.DRAFT, "核对日期", True)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_return_without_reason_is_refused(draft, people, reason):
    article = under_review(draft, people)
    refusal = _refusal(actions.return_to_author, article, actor=people.bob, reason=reason)
    assert refusal == Refusal.NEEDS_REASON


def test_return_by_another_step_is_refused(draft, people):
    article = under_review(draft, people)
    assert _refusal(actions.return_to_author, article, actor=people.dave, reason="不妥") == Refusal.NO_RIGHT


def test_submitting_again_clears_the_reason(draft, people):
    article = actions.return_to_author(under_review(draft, people), actor=people.bob, reason="核对日期")
    article = actions.submit(article, actor=people.alice)
    assert (article.return_reason, article.review_round) == ("", 2)


def test_recall_makes_a_draft(draft, people):
    article = actions.recall(under_review(draft, people, step=2), actor=people.alice)
    assert (article.state, article.review_step, article.is_returned) == (State.DRAFT, 0, False)


def test_recall_by_a_reader_is_refused(draft, people):
    assert _refusal(actions.recall, under_review(draft, people), actor=people.olga) == Refusal.NO_RIGHT


def test_ended_post_no_longer_reviews(draft, people):
    article = under_review(draft, people)
    people.bob.posts.update(until=timezone.localdate() - datetime.timedelta(days=1))
    bob = type(people.bob).objects.get(pk=people.bob.pk)
    assert _refusal(actions.approve, article, actor=bob, seen_hash=article.content_hash()) == Refusal.NO_RIGHT


def test_reviewer_above_reviews_below(draft, people, town):
    reviewer = MemberFactory(organisation=town)
    PostFactory(member=reviewer, role=Role.FIRST_REVIEWER, organisation=town)
    article = under_review(draft, people)
    assert actions.approve(article, actor=reviewer, seen_hash=article.content_hash()).review_step == 2


def test_every_move_stands_in_the_audit_log_with_the_hash(draft, people):
    article = published(draft, people)
    entries = AuditEntry.objects.filter(object_type="articles.article", object_id=str(article.pk))
    assert entries.count() == Move.objects.of(article).count() == 5
    assert {field for entry in entries for field in entry.fields} == {f"sha256:{article.approved_hash}"}


def test_refused_act_leaves_no_trace(draft, people):
    article = under_review(draft, people)
    before = (Move.objects.count(), AuditEntry.objects.count())
    _refusal(actions.approve, article, actor=people.dave, seen_hash=article.content_hash())
    assert (Move.objects.count(), AuditEntry.objects.count()) == before


@pytest.mark.parametrize("twin", [{"step": 1}, {"actor": "bob"}])
def test_database_refuses_second_approval_of_a_step_or_a_person(draft, people, twin):
    article = under_review(draft, people, step=2)
    move = Move.objects.of(article).get(act=Act.APPROVE)
    fields = {name: getattr(move, name) for name in ("object_type", "object_id", "act", "round", "at", "content")}
    fields |= {"step": 1, "actor": people.carol} if "step" in twin else {"step": 2, "actor": people.bob}
    with pytest.raises(IntegrityError), transaction.atomic():
        Move.objects.create(**fields, content_hash="0" * 64)
