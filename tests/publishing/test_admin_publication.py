import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from members.models import AuditEntry
from publishing import actions
from publishing.models import Move, State
from tests.factories import ArticleFactory, PhotoFactory
from tests.publishing.desk import filled, published, signed_in, under_review, url

pytestmark = pytest.mark.django_db
ACTS = ("submit", "approve", "return", "recall", "reschedule", "withdraw", "reopen", "correct")


@pytest.fixture
def draft(people, town):
    return ArticleFactory(organisation=town, author=people.alice, title="列车上的党史课")


def _approve(client, article, **changes):
    form = client.get(url("approve", article)).context["form"]
    return client.post(url("approve", article), form.initial | changes)


# --- what each state offers
@pytest.mark.parametrize(
    ("state", "name", "expected"),
    [
        ("draft", "alice", {"submit"}),
        ("draft", "bob", {"submit"}),
        ("draft", "olga", set()),
        ("in_review", "alice", {"recall"}),
        ("in_review", "bob", {"approve", "return"}),
        ("in_review", "dave", set()),
        ("in_review", "dana", {"recall"}),
        ("published", "alice", set()),
        ("published", "dave", {"withdraw", "correct"}),
        ("scheduled", "dave", {"withdraw", "reschedule"}),
        ("withdrawn", "alice", {"reopen"}),
        ("withdrawn", "olga", set()),
    ],
)
def test_each_state_offers_its_acts_and_refuses_the_others(draft, client, people, state, name, expected):
    article = _in_state(draft, people, state)
    client = signed_in(client, getattr(people, name))
    answers = {act: client.get(url(act, article)).status_code for act in ACTS}
    assert {act for act, status in answers.items() if status == 200} == expected
    assert set(answers.values()) <= {200, 403, 409}


@pytest.mark.parametrize("act", ACTS)
def test_refused_post_changes_nothing(draft, client, people, act):
    article = _in_state(draft, people, "in_review")
    before = Article.objects.values().get(pk=article.pk)
    response = signed_in(client, people.olga).post(url(act, article), {"reason": "不妥", "seen_hash": "0" * 64})
    assert response.status_code in (403, 409)
    assert Article.objects.values().get(pk=article.pk) == before


@pytest.mark.parametrize("page", ["change", "review", "preview", "sheet", "history", *ACTS])
def test_reading_a_page_changes_nothing(draft, client, people, page):
    article = under_review(draft, people)
    client = signed_in(client, people.bob)
    before = (Article.objects.values().get(pk=article.pk), AuditEntry.objects.count(), Move.objects.count())
    client.get(url(page, article))
    assert (Article.objects.values().get(pk=article.pk), AuditEntry.objects.count(), Move.objects.count()) == before


def _in_state(article, people, state):
    if state == "scheduled":
        Article.objects.filter(pk=article.pk).update(publish_at=timezone.now() + datetime.timedelta(days=1))
    if state == "draft":
        return article
    if state == "in_review":
        return under_review(article, people)
    article = published(article, people)
    return actions.withdraw(article, actor=people.dave, reason="内容有误") if state == "withdrawn" else article


# --- the way through
def test_whole_way_through_the_screens(draft, client, people):
    signed_in(client, people.alice).post(url("submit", draft))
    for name in ("bob", "carol", "dave"):
        assert _approve(signed_in(client, getattr(people, name)), draft).url == reverse("admin:index")
    draft.refresh_from_db()
    assert draft.is_visible()


def test_approving_a_text_that_changed_is_refused_with_a_sentence(draft, client, people):
    article = under_review(draft, people)
    response = _approve(signed_in(client, people.bob), article, seen_hash="0" * 64)
    assert response.status_code == 409
    assert Article.objects.get().review_step == 1


def test_return_without_reason_asks_for_it(draft, client, people):
    article = under_review(draft, people)
    response = signed_in(client, people.bob).post(url("return", article), {"reason": " "})
    assert response.status_code == 200
    assert response.context["form"].errors["reason"]
    assert Article.objects.get().state == State.IN_REVIEW


def test_return_shows_its_reason_to_the_author(draft, client, people):
    article = under_review(draft, people)
    signed_in(client, people.bob).post(url("return", article), {"reason": "请核对第三段的日期"})
    assert "请核对第三段的日期" in signed_in(client, people.alice).get(url("change", article)).text


def test_reviewer_opens_text_to_read_and_others_to_write(draft, client, people):
    article = under_review(draft, people)
    assert "adminform" not in signed_in(client, people.bob).get(url("change", article)).context
    assert "adminform" in signed_in(client, people.bob).get(url("change", article) + "?edit=1").context
    assert "adminform" in signed_in(client, people.alice).get(url("change", article)).context


def test_review_page_shows_what_changed_since_the_last_decision(draft, client, people):
    article = actions.return_to_author(under_review(draft, people), actor=people.bob, reason="核对日期")
    Article.objects.filter(pk=article.pk).update(lead="四月三日，第二次专题学习在列车上进行。")
    actions.submit(article, actor=people.alice)
    text = signed_in(client, people.bob).get(url("review", article)).text
    assert "<del>二</del><ins>三</ins>" in text


def test_review_page_says_why_somebody_else_decides(draft, client, people):
    article = under_review(draft, people)
    response = signed_in(client, people.dave).get(url("review", article))
    assert "why_not" in response.context
    assert "forms" not in response.context


def test_submit_page_lists_findings_with_the_way_to_each(draft, client, people, town):
    photo = PhotoFactory(organisation=town, caption="")
    draft.photos.add(photo)
    Article.objects.filter(pk=draft.pk).update(lead="四月二日,学习。")
    response = signed_in(client, people.alice).get(url("submit", draft))
    assert f"{url('change', draft)}#id_lead" in response.text
    assert f"/admin/articles/photo/{photo.pk}/change/" in response.text
    assert response.context["is_blocked"]


def test_blocked_submission_is_refused_with_the_findings(draft, client, people, town):
    draft.photos.add(PhotoFactory(organisation=town, caption=""))
    response = signed_in(client, people.alice).post(url("submit", draft))
    assert response.status_code == 200
    assert Article.objects.get().state == State.DRAFT


def test_repair_makes_punctuation_full_width(draft, client, people):
    Article.objects.filter(pk=draft.pk).update(lead="四月二日,学习。")
    response = signed_in(client, people.alice).post(url("repair", draft))
    assert response.url == url("submit", draft)
    assert Article.objects.get().lead == "四月二日，学习。"


def test_repair_is_no_get(draft, client, people):
    assert signed_in(client, people.alice).get(url("repair", draft)).status_code == 405


def test_preview_is_the_public_page_and_kept_by_no_cache(draft, client, people):
    response = signed_in(client, people.olga).get(url("preview", draft))
    assert "列车上的党史课" in response.text
    assert response["Cache-Control"] == "private, no-store"


def test_withdraw_asks_for_the_reason_that_readers_see(draft, client, people):
    article = published(draft, people)
    client = signed_in(client, people.dave)
    assert client.post(url("withdraw", article), {"reason": ""}).status_code == 200
    client.post(url("withdraw", article), {"reason": "内容有误"})
    assert Article.objects.get().withdrawal_reason == "内容有误"


def test_reschedule_into_the_past_is_refused_beside_the_field(draft, client, people):
    article = _in_state(draft, people, "scheduled")
    data = {"publish_at_0": "2020-01-01", "publish_at_1": "08:00"}
    response = signed_in(client, people.dave).post(url("reschedule", article), data)
    assert response.context["form"].errors["publish_at"]


def test_reopen_makes_a_draft(draft, client, people):
    article = _in_state(draft, people, "withdrawn")
    signed_in(client, people.alice).post(url("reopen", article))
    assert Article.objects.get().state == State.DRAFT


def test_time_changed_meanwhile_is_not_approved(draft, client, people):
    draft.publish_at = timezone.now() + datetime.timedelta(days=3)
    draft.save()
    article = under_review(draft, people)
    seen = signed_in(client, people.bob).get(url("approve", article)).context["form"].initial
    Article.objects.update(publish_at=None)
    assert client.post(url("approve", article), seen).status_code == 409
    assert Article.objects.get().review_step == 1


# --- corrections
def test_published_text_is_changed_only_with_a_note(draft, client, people):
    article = published(draft, people)
    client = signed_in(client, people.dave)
    form = client.get(url("correct", article))
    refused = client.post(url("correct", article), filled(form, title="改过的标题"))
    assert refused.context["adminform"].form.errors["correction"]
    assert refused.context["adminform"].form["title"].value() == "改过的标题"
    done = client.post(
        url("correct", article), filled(form, title="改过的标题", correction="标题有误。", _continue="1")
    )
    article.refresh_from_db()
    assert done.url == url("change", article)
    assert (article.title, article.approved_hash) == ("改过的标题", article.content_hash())


def test_correction_that_the_check_blocks_keeps_what_was_typed(draft, client, people):
    article = published(draft, people)
    client = signed_in(client, people.dave)
    data = filled(client.get(url("correct", article)), lead="电话13812345678。", correction="补充电话。")
    response = client.post(url("correct", article), data)
    assert "13812345678" in str(response.context["adminform"].form.non_field_errors())
    assert Article.objects.get().lead != "电话13812345678。"


def test_correction_of_nothing_is_none(draft, client, people):
    article = published(draft, people)
    client = signed_in(client, people.dave)
    data = filled(client.get(url("correct", article)), correction="更正说明。")
    answer = client.post(url("correct", article), data, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert not Move.objects.filter(act="correct").exists()


def test_time_of_a_scheduled_text_is_not_moved_by_its_form(draft, client, people):
    article = _in_state(draft, people, "scheduled")
    client = signed_in(client, people.alice)
    form = client.get(url("change", article))
    client.post(url("change", article), filled(form) | {"publish_at_0": "2030-01-01", "publish_at_1": "08:00"})
    before = (article.publish_at, article.published_at)
    article.refresh_from_db()
    assert (article.publish_at, article.published_at) == before


def test_correction_changes_neither_audience_nor_time(draft, client, people):
    article = published(draft, people)
    client = signed_in(client, people.dave)
    data = filled(client.get(url("correct", article)), title="改过的标题", correction="标题有误。")
    client.post(url("correct", article), data | {"audience": "organisation", "publish_at_0": "2030-01-01"})
    article.refresh_from_db()
    assert (article.title, article.audience, article.publish_at) == ("改过的标题", "everyone", None)


def test_form_of_a_text_published_meanwhile_keeps_what_was_typed(draft, client, people):
    form = signed_in(client, people.alice).get(url("change", draft))
    published(draft, people)
    response = client.post(url("change", draft), filled(form, title="改过的标题"))
    assert response.context["adminform"].form["title"].value() == "改过的标题"
    assert Article.objects.get().title == "列车上的党史课"


# --- drafts that nobody has seen
def test_writer_deletes_own_untouched_draft_and_the_log_says_so(draft, client, people):
    signed_in(client, people.alice).post(url("delete", draft), {"post": "yes"})
    assert not Article.objects.exists()
    assert AuditEntry.objects.filter(action="article.delete", object_name="列车上的党史课").exists()


@pytest.mark.parametrize("state", ["in_review", "published", "withdrawn", "returned"])
def test_what_was_once_submitted_is_never_deleted(draft, client, people, state):
    if state == "returned":
        actions.return_to_author(under_review(draft, people), actor=people.bob, reason="核对日期")
    else:
        _in_state(draft, people, state)
    response = signed_in(client, people.alice).post(url("delete", draft), {"post": "yes"})
    assert response.status_code == 403
    assert Article.objects.filter(pk=draft.pk).exists()


# --- history
def test_history_tells_edits_and_moves(draft, client, people):
    client = signed_in(client, people.alice)
    client.post(url("change", draft), filled(client.get(url("change", draft)), title="改过的标题"))
    client.post(url("submit", draft))
    lines = client.get(url("history", draft)).context["lines"]
    assert len(lines) == 2
    assert "改过的标题" not in " ".join(line.fields + line.note for line in lines)


def test_history_names_the_fields_of_a_correction_in_chinese(draft, client, people):
    article = published(draft, people)
    client = signed_in(client, people.dave)
    data = filled(client.get(url("correct", article)), title="改过的标题", correction="标题有误。")
    client.post(url("correct", article), data)
    assert client.get(url("history", article)).context["lines"][0].fields == "标题"
