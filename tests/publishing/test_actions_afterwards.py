import datetime

import pytest
from django.utils import timezone

from articles.actions.writing import content_saved
from articles.models import Article
from publishing import actions
from publishing.errors import Refused
from publishing.models import Move, State
from publishing.rules import Refusal
from tests.factories import ArticleFactory
from tests.publishing.desk import published

DAY = datetime.timedelta(days=1)


@pytest.fixture
def article(people, town):
    return published(ArticleFactory(organisation=town, author=people.alice), people)


@pytest.fixture
def scheduled(people, town):
    publish_at = timezone.now() + DAY
    return published(ArticleFactory(organisation=town, author=people.alice, publish_at=publish_at), people)


def _refusal(act, *args, **kwargs) -> Refusal:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value.reason


def _edited(article, actor, note=""):
    before = article.content_hash()
    article.lead = "四月三日，第二次专题学习在列车上进行。"
    article.save()
    content_saved(article, actor=actor, before_hash=before, note=note)
    article.refresh_from_db()
    return article


def test_correction_keeps_time_and_moves_the_hash(article, people):
    before = article.published_at
    corrected = _edited(article, people.dave, note="日期应为四月三日。")
    assert corrected.published_at == before
    assert corrected.approved_hash == corrected.content_hash()
    assert "四月三日" in corrected.page_html
    assert [move.note for move in Move.objects.corrections_of(corrected)] == ["日期应为四月三日。"]


@pytest.mark.parametrize("note", ["", "   "])
def test_edit_of_published_text_without_note_is_refused(article, people, note):
    with pytest.raises(Refused) as refused:
        _edited(article, people.dave, note=note)
    assert refused.value.reason == Refusal.NEEDS_REASON


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "mallory", "olga"])
def test_correction_is_the_final_reviewers(article, people, name):
    actor = getattr(people, name)
    assert _refusal(actions.correct, article, actor=actor, note="更正日期。") == Refusal.NO_RIGHT


def test_correction_that_brings_a_phone_number_is_refused(article, people):
    article.body += "<p>联系电话13812345678。</p>"
    article.save()
    assert _refusal(actions.correct, article, actor=people.dave, note="补充电话。") == Refusal.FINDINGS


def test_scheduled_text_is_not_corrected(scheduled, people):
    assert _refusal(actions.correct, scheduled, actor=people.dave, note="更正日期。") == Refusal.NOT_OUT


def test_reschedule_moves_the_time(scheduled, people):
    wished = timezone.now() + 2 * DAY
    assert actions.reschedule(scheduled, actor=people.dave, publish_at=wished).published_at == wished


def test_reschedule_to_nothing_publishes_now(scheduled, people):
    assert actions.reschedule(scheduled, actor=people.dave, publish_at=None).is_visible()


def test_reschedule_into_the_past_is_refused(scheduled, people):
    wished = timezone.now() - DAY
    assert _refusal(actions.reschedule, scheduled, actor=people.dave, publish_at=wished) == Refusal.IN_THE_PAST


def test_reschedule_of_public_text_is_refused(article, people):
    wished = timezone.now() + DAY
    assert _refusal(actions.reschedule, article, actor=people.dave, publish_at=wished) == Refusal.ALREADY_OUT


def test_withdraw_hides_at_once_and_keeps_the_reason(article, people):
    withdrawn = actions.withdraw(article, actor=people.dave, reason="内容有误")
    assert (withdrawn.state, withdrawn.withdrawal_reason) == (State.WITHDRAWN, "内容有误")
    assert not Article.objects.published().exists()


def test_withdraw_needs_a_reason(article, people):
    assert _refusal(actions.withdraw, article, actor=people.dave, reason=" ") == Refusal.NEEDS_REASON


@pytest.mark.parametrize("name", ["alice", "bob", "mallory"])
def test_withdraw_is_the_final_reviewers(article, people, name):
    assert _refusal(actions.withdraw, article, actor=getattr(people, name), reason="不妥") == Refusal.NO_RIGHT


def test_reopened_text_is_reviewed_anew_and_keeps_its_first_time(article, people):
    first = article.published_at
    withdrawn = actions.withdraw(article, actor=people.dave, reason="内容有误")
    draft = actions.reopen(withdrawn, actor=people.alice)
    assert (draft.state, draft.withdrawal_reason, draft.withdrawn_at) == (State.DRAFT, "", None)
    again = published(draft, people)
    assert again.published_at >= first
    assert again.review_round == 2


def test_scheduled_text_that_was_withdrawn_does_not_keep_its_time(scheduled, people):
    draft = actions.reopen(actions.withdraw(scheduled, actor=people.dave, reason="不宜刊发"), actor=people.alice)
    Article.objects.filter(pk=draft.pk).update(publish_at=None)
    assert published(draft, people).is_visible()


def test_reopened_text_is_approved_no_more(article, people):
    draft = actions.reopen(actions.withdraw(article, actor=people.dave, reason="内容有误"), actor=people.alice)
    assert draft.approved_hash == ""


def test_time_alone_makes_scheduled_text_visible(scheduled):
    assert not Article.objects.published().exists()
    assert Article.objects.published(now=timezone.now() + 2 * DAY).get() == scheduled
