import re

import pytest
from django.urls import reverse

from articles.models import Article
from publishing.models import State
from tests.factories import ArticleFactory, PhotoFactory
from tests.publishing.desk import filled, signed_in, url

pytestmark = pytest.mark.django_db
CANARY = "金丝雀七七"


@pytest.fixture
def draft(people, town):
    return ArticleFactory(organisation=town, author=people.alice, title="列车上的党史课")


def _errors(response, field):
    return response.context["adminform"].form.errors.get(field)


@pytest.fixture
def foreign(people, harbour):
    return ArticleFactory(
        organisation=harbour,
        author=people.eve,
        title=CANARY,
        lead=CANARY,
        cover=PhotoFactory(organisation=harbour, caption=CANARY),
    )


PAGES = ("change", "history", "delete", "review", "preview", "sheet", "submit", "approve", "return", "recall",
         "reschedule", "withdraw", "reopen", "correct", "repair")  # fmt: skip


WRONG_METHODS = {("repair", "get"), ("review", "post"), ("preview", "post"), ("sheet", "post")}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["alice", "dave", "dana", "olga"])
def test_other_organisations_article_is_not_there(foreign, client, people, page, method, name):
    client = signed_in(client, getattr(people, name))
    response = getattr(client, method)(url(page, foreign))
    assert response.status_code == (405 if (page, method) in WRONG_METHODS else 404)
    assert CANARY not in response.text


@pytest.mark.indexed
@pytest.mark.parametrize(
    "query",
    [
        "",
        f"?q={CANARY}",
        "?state=all",
        "?author__private__phone__startswith=138",
        "?organisation__members__username__startswith=e",
        "?cover__caption__startswith=金",
        "?_to_field=lead",
        "?_popup=1",
        "?unit=1",
        "?unit=%C2%B2",
        "?unit=99999999999999999999",
        "?channel__id__exact=abc",
        "?channel__id__in=99999999999999999999",
        "?id__in=99999999999999999999",
        "?e=1",
    ],
)
def test_list_tells_nothing_of_others(foreign, draft, client, people, query):
    response = signed_in(client, people.alice).get(url("changelist") + query, follow=True)
    assert foreign.title not in re.sub(r'value="[^"]*"', "", response.text)
    assert str(foreign.pk) not in re.findall(r"/admin/articles/article/(\d+)/", response.text)


@pytest.mark.parametrize("field", ["cover", "organisation", "channel", "topic"])
def test_autocomplete_offers_nothing_of_others(foreign, client, people, field):
    query = {"app_label": "articles", "model_name": "article", "field_name": field, "term": ""}
    response = signed_in(client, people.alice).get(reverse("admin:autocomplete"), query)
    assert CANARY not in response.text
    assert "群丰镇" not in str(response.json()["results"])


@pytest.mark.parametrize("field", ["cover", "organisation"])
def test_forged_key_of_others_is_an_invalid_choice(foreign, draft, client, people, field):
    client = signed_in(client, people.alice)
    data = filled(client.get(url("change", draft)))
    response = client.post(url("change", draft), data | {field: getattr(foreign, f"{field}_id")})
    assert _errors(response, field)
    assert CANARY not in response.text


def test_forged_selection_reaches_nothing_of_others(foreign, client, people):
    before = Article.objects.values().get(pk=foreign.pk)
    chosen = {"action": "submit_selected", "_selected_action": [foreign.pk]}
    response = signed_in(client, people.alice).post(url("changelist"), chosen, follow=True)
    assert CANARY not in response.text
    assert Article.objects.values().get(pk=foreign.pk) == before


@pytest.mark.parametrize("number", ["0", "abc", "9" * 20, "-1"])
def test_odd_selection_is_not_found_or_empty(client, people, number):
    chosen = {"action": "submit_selected", "_selected_action": [number]}
    response = signed_in(client, people.alice).post(url("changelist"), chosen)
    assert response.status_code == (302 if number == "0" else 404)


def test_forged_inline_row_moves_nothing_of_others(foreign, draft, client, people):
    credit = foreign.credits.create(name=CANARY)
    client = signed_in(client, people.alice)
    rows = {"credits-INITIAL_FORMS": "1", "credits-0-id": credit.pk, "credits-0-name": "刘阳"}
    response = client.post(url("change", draft), filled(client.get(url("change", draft))) | rows)
    credit.refresh_from_db()
    assert (credit.name, credit.article) == (CANARY, foreign)
    assert CANARY not in response.text


def test_forged_fields_of_the_review_change_nothing(draft, client, people):
    client = signed_in(client, people.alice)
    forged = {"state": "published", "approved_hash": "0" * 64, "author": people.bob.pk, "page_html": "<p>x</p>"}
    client.post(url("change", draft), filled(client.get(url("change", draft))) | forged)
    article = Article.objects.get()
    assert (article.state, article.approved_hash, article.author) == (State.DRAFT, "", people.alice)


def test_member_without_post_does_not_enter(draft, client, people):
    assert signed_in(client, people.charlie).get(url("change", draft)).status_code in (302, 403)
