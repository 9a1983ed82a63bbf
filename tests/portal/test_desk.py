import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from publishing.models import Consent
from publishing.states import State
from tests.factories import ArticleFactory, PhotoFactory, PhotoReportFactory


def _desk(client, member):
    client.force_login(member)
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return answer, {card.key: card for card in answer.context["cards"]}


def _article(author, **kwargs):
    return ArticleFactory(organisation=author.organisation, author=author, **kwargs)


def _in_review(author, step=1):
    return _article(author, state=State.IN_REVIEW, review_round=1, review_step=step, review_steps=3)


def _consent(organisation, days):
    until = timezone.localdate() + datetime.timedelta(days=days)
    return Consent.objects.create(
        organisation=organisation,
        label=f"{days}天",
        who="王某",
        purpose="报道",
        given_on="2026-01-01",
        valid_until=until,
    )


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("alice", ["returned", "write", "scheduled", "week", "photos", "consents"]),
        ("bob", ["review", "returned", "write", "scheduled", "week", "photos", "consents"]),
        ("olga", ["scheduled", "week"]),
    ],
)
def test_cards_go_by_what_one_may_do(client, people, name, keys):
    _answer, cards = _desk(client, getattr(people, name))
    assert list(cards) == keys


def test_reviewer_finds_the_text_and_goes_straight_to_it(client, people):
    article = _in_review(people.alice)
    answer, cards = _desk(client, people.bob)
    url = reverse("admin:articles_article_change", args=[article.pk])
    assert (cards["review"].count, cards["review"].items[0].url) == (1, url)
    assert client.get(url).status_code == 200
    assert f'href="{url}"' in answer.content.decode()


def test_card_counts_all_kinds_and_shows_the_first_five(client, people):
    for _ in range(4):
        _article(people.alice)
        PhotoReportFactory(organisation=people.alice.organisation, author=people.alice)
    _answer, cards = _desk(client, people.alice)
    assert (cards["write"].count, len(cards["write"].items), len(cards["write"].lists)) == (8, 5, 2)


@pytest.mark.parametrize("key", ["write", "review"])
def test_list_behind_a_card_holds_what_the_card_counts(client, people, key):
    for _ in range(7):
        _article(people.bob)
        _in_review(people.alice)
    _answer, cards = _desk(client, people.bob)
    answer = client.get(cards[key].lists[0][1])
    assert cards[key].count == answer.context["cl"].result_count == 7


def test_returned_text_shows_why(client, people):
    _article(people.alice, return_reason="导语过长，请压缩。")
    answer, cards = _desk(client, people.alice)
    assert cards["returned"].is_urgent
    assert "导语过长，请压缩。" in answer.content.decode()


def test_other_organisations_work_is_nowhere(client, people):
    for author in (people.eve, people.mallory):
        _article(author, title="群丰镇的稿件", state=State.IN_REVIEW, review_round=1, review_step=1, review_steps=1)
        _article(author, title="群丰镇的稿件", published=True)
    PhotoFactory(organisation=people.eve.organisation, caption="群丰镇的稿件", alt="")
    _consent(people.eve.organisation, 3)
    answer, cards = _desk(client, people.dave)
    assert "群丰镇的稿件" not in answer.content.decode()
    assert not any(card.count for card in cards.values())


def test_photos_and_consents_that_need_somebody(client, people, town):
    bare = PhotoFactory(organisation=town, caption="")
    PhotoFactory(organisation=town)
    PhotoFactory(organisation=town, caption="", hidden_at=timezone.now())
    soon = _consent(town, 10)
    _consent(town, 31), _consent(town, -1)
    _answer, cards = _desk(client, people.alice)
    assert [item.title for item in cards["photos"].items] == [str(bare)]
    assert [item.title for item in cards["consents"].items] == [soon.label]


def test_empty_cards_say_what_to_do(client, people):
    answer, cards = _desk(client, people.bob)
    html = answer.content.decode()
    assert all(str(card.empty) in html for card in cards.values())


def test_desk_costs_the_same_for_ten_and_sixty(client, people):
    def fill():
        for _ in range(10):
            _in_review(people.alice), _article(people.bob), _article(people.bob, return_reason="x")
            _article(people.alice, published=True)
            PhotoFactory(organisation=people.bob.organisation, caption="")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        return len(captured)

    fill()
    _desk(client, people.bob)
    before = queries()
    for _ in range(3):
        fill()
    assert queries() == before <= 40
    assert Article.objects.count() == 160


def test_all_lists_stand_in_our_groups(client, people):
    answer, _cards = _desk(client, people.dana)
    groups = {
        group["app_label"]: {entry["object_name"] for entry in group["models"]} for group in answer.context["app_list"]
    }
    assert {"Article", "PhotoReport"} <= groups["editorial"]
    assert {"StudySession", "VolunteerEvent", "ServiceRecord"} <= groups["activities"]
    assert groups["people"] == {"Organisation", "Place", "Member"}
    assert groups["system"] == {"AuditEntry", "CalendarYear"}


def test_writer_is_offered_only_their_lists(client, people):
    answer, _cards = _desk(client, people.alice)
    names = {entry["object_name"] for group in answer.context["app_list"] for entry in group["models"]}
    assert not names & {"Member", "AuditEntry"}


@pytest.mark.parametrize(("name", "begins"), [("alice", True), ("olga", False)])
def test_quick_actions_are_for_those_who_write(client, people, name, begins):
    answer, _cards = _desk(client, getattr(people, name))
    assert bool(answer.context["quick_actions"]) is begins
    for _label, url in answer.context["quick_actions"]:
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    "path", ["mfa/authenticator/", "account/emailaddress/", "usersessions/usersession/", "auth/group/"]
)
def test_models_of_libraries_are_not_in_admin(client, people, path):
    people.dana.is_superuser = True
    people.dana.save()
    client.force_login(people.dana)
    assert client.get(f"/admin/{path}").status_code == 404


def test_password_is_changed_at_the_one_place(client, people):
    client.force_login(people.dana)
    assert client.get("/admin/password_change/").url == "/accounts/password/change/"
