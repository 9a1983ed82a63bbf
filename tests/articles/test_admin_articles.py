import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Channel, Photo, Topic
from members.models import AuditEntry
from members.roles import Role
from publishing.models import Consent, State
from tests.factories import ArticleFactory, ChannelFactory, MemberFactory, PhotoFactory, PostFactory, TopicFactory
from tests.publishing.desk import filled, published, signed_in, under_review, url

pytestmark = pytest.mark.django_db
CANARY = "金丝雀七七"


@pytest.fixture
def draft(people, town):
    return ArticleFactory(organisation=town, author=people.alice, title="列车上的党史课")


def _figure(photo):
    source = f"/media/photos/{photo.key[:2]}/{photo.key}-960.jpg"
    return f'<figure><img src="{source}" alt="" data-file="{photo.pk}"><figcaption>图</figcaption></figure>'


def _errors(response, field):
    return response.context["adminform"].form.errors.get(field)


# --- writing
def test_new_article_is_its_writers_and_of_their_organisation(client, people, town):
    client = signed_in(client, people.alice)
    form = client.get(url("add"))
    assert form.context["adminform"].form["organisation"].value() == town.pk
    client.post(url("add"), filled(form, title="新稿件", body="<p>正文。</p>"))
    article = Article.objects.get()
    assert (article.author, article.organisation, article.state) == (people.alice, town, State.DRAFT)
    assert AuditEntry.objects.get(action="article.add").fields == ["body", "organisation", "title"]


def test_byline_stands_in_the_order_of_its_rows(draft, client, people):
    client = signed_in(client, people.alice)
    rows = {"credits-TOTAL_FORMS": "2"}
    rows |= {"credits-0-role": "reporter", "credits-0-name": "刘阳", "credits-0-organisation_name": "株洲日报"}
    rows |= {"credits-1-role": "correspondent", "credits-1-name": "余红梅", "credits-1-position": ""}
    client.post(url("change", draft), filled(client.get(url("change", draft))) | rows)
    assert [(credit.name, credit.position) for credit in draft.credits.all()] == [("刘阳", 1), ("余红梅", 2)]


def test_change_leaves_the_names_of_fields_in_the_log_and_not_what_they_hold(draft, client, people):
    client = signed_in(client, people.alice)
    rows = {"credits-0-name": CANARY}
    client.post(url("change", draft), filled(client.get(url("change", draft)), lead=CANARY) | rows)
    entry = AuditEntry.objects.get(action="article.change")
    assert entry.fields == ["credits", "lead"]
    assert CANARY not in f"{entry.note}{entry.object_name}"


def test_save_and_submit_submits_what_the_check_lets_pass(draft, client, people):
    client = signed_in(client, people.alice)
    client.post(url("change", draft), filled(client.get(url("change", draft)), _submit="1"))
    assert Article.objects.get().state == State.IN_REVIEW


def test_save_and_submit_stops_at_findings_and_keeps_the_text(draft, client, people):
    client = signed_in(client, people.alice)
    data = filled(client.get(url("change", draft)), lead="四月二日,学习。", _submit="1")
    assert client.post(url("change", draft), data).url == url("submit", draft)
    article = Article.objects.get()
    assert (article.state, article.lead) == (State.DRAFT, "四月二日,学习。")


def test_save_and_preview_leads_to_the_preview(draft, client, people):
    client = signed_in(client, people.alice)
    data = filled(client.get(url("change", draft)), _preview="1")
    assert client.post(url("change", draft), data).url == url("preview", draft)


def test_edit_in_review_restarts_it(draft, client, people):
    article = under_review(draft, people, step=3)
    client = signed_in(client, people.alice)
    client.post(url("change", article), filled(client.get(url("change", article)), title="改过的标题"))
    article.refresh_from_db()
    assert (article.review_round, article.review_step) == (2, 1)


def test_organisation_is_settled_with_the_draft(draft, client, people, harbour):
    PostFactory(member=people.alice, organisation=harbour)
    article = under_review(draft, people)
    client = signed_in(client, people.alice)
    client.post(url("change", article), filled(client.get(url("change", article)), organisation=harbour.pk))
    article.refresh_from_db()
    assert article.organisation != harbour


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "长" * 101),
        ("title", "带\x00零"),
        ("lead", "长" * 601),
        ("body", "<p>" + "长" * 200_001 + "</p>"),
        ("channel", "99999999999999999999"),
        ("channel", "abc"),
        ("audience", "everybody"),
        ("issued_on", "二〇二一"),
        ("publish_at_0", "2021-13-45"),
    ],
)
def test_bad_value_is_said_beside_its_field_and_keeps_the_rest(draft, client, people, field, value):
    client = signed_in(client, people.alice)
    data = filled(client.get(url("change", draft)), kicker="保留的肩题")
    response = client.post(url("change", draft), data | {field: value})
    assert _errors(response, field.removesuffix("_0"))
    assert response.context["adminform"].form["kicker"].value() == "保留的肩题"


def test_dashes_before_a_subtitle_are_the_pages_business(draft, client, people):
    client = signed_in(client, people.alice)
    client.post(url("change", draft), filled(client.get(url("change", draft)), subtitle="——记第二次专题学习"))
    assert Article.objects.get().subtitle == "记第二次专题学习"


@pytest.mark.parametrize("number", ["0", "9" * 20, "abc", "-1", "1%00", "1/x"])
def test_odd_numbers_are_not_found(client, people, number):
    response = signed_in(client, people.alice).get(f"/admin/articles/article/{number}/change/", follow=True)
    assert response.status_code == 404


# --- photos of the text
def test_photos_of_the_text_become_the_articles(draft, client, people, town):
    photo = PhotoFactory(organisation=town)
    client = signed_in(client, people.alice)
    client.post(url("change", draft), filled(client.get(url("change", draft)), body=_figure(photo)))
    assert list(draft.photos.all()) == [photo]
    client.post(url("change", draft), filled(client.get(url("change", draft)), body="<p>正文。</p>"))
    assert not draft.photos.exists()


def test_photo_of_others_is_no_photo_of_the_library(draft, client, people, harbour):
    photo = PhotoFactory(organisation=harbour, caption=CANARY)
    client = signed_in(client, people.alice)
    response = client.post(url("change", draft), filled(client.get(url("change", draft)), body=_figure(photo)))
    assert _errors(response, "body")
    assert CANARY not in response.text
    assert not draft.photos.exists()


def test_photo_that_stood_there_before_may_stay(draft, client, people, harbour):
    photo = PhotoFactory(organisation=harbour)
    draft.photos.add(photo)
    Article.objects.filter(pk=draft.pk).update(body=_figure(photo), cover=photo)
    client = signed_in(client, people.alice)
    client.post(url("change", draft), filled(client.get(url("change", draft)), title="改过的标题"))
    draft.refresh_from_db()
    assert (draft.title, draft.cover, list(draft.photos.all())) == ("改过的标题", photo, [photo])


# --- two people at one text
@pytest.fixture
def two(draft, client, people):
    """Alice has the form open while Bob saves another lead."""
    form = signed_in(client, people.alice).get(url("change", draft))
    Article.objects.filter(pk=draft.pk).update(lead="对方的导语。")
    return client, form


def _save(client, draft, form, **changes):
    return client.post(url("change", draft), filled(form, **changes))


def test_second_saver_sees_both_versions_and_loses_neither(draft, two):
    client, form = two
    response = _save(client, draft, form, lead="我的导语。", title="我的标题")
    [clash] = response.context["adminform"].form.clashes
    assert (clash.theirs, clash.mine, clash.choice) == ("对方的导语。", "我的导语。", "")
    assert response.context["adminform"].form["title"].value() == "我的标题"
    assert "对方的导语。" in response.text
    assert Article.objects.get().lead == "对方的导语。"


@pytest.mark.parametrize(("choice", "lead"), [("mine", "我的导语。"), ("theirs", "对方的导语。")])
def test_choice_is_kept_and_the_rest_saved(draft, two, choice, lead):
    client, form = two
    shown = _save(client, draft, form, lead="我的导语。", title="我的标题")
    _save(client, draft, shown, **{"clash": "lead", "keep-lead": choice})
    article = Article.objects.get()
    assert (article.lead, article.title) == (lead, "我的标题")


def test_saving_again_without_a_choice_asks_again(draft, two):
    client, form = two
    shown = _save(client, draft, form, lead="我的导语。")
    again = _save(client, draft, shown, clash="lead")
    assert again.context["adminform"].form.clashes
    assert Article.objects.get().lead == "对方的导语。"


def test_third_version_is_noticed_after_the_choice(draft, two):
    client, form = two
    shown = _save(client, draft, form, lead="我的导语。")
    Article.objects.filter(pk=draft.pk).update(lead="第三个人的导语。")
    again = _save(client, draft, shown, **{"clash": "lead", "keep-lead": "mine"})
    assert again.context["adminform"].form.clashes[0].theirs == "第三个人的导语。"


def test_field_that_only_the_other_changed_is_proposed_as_theirs(draft, two):
    client, form = two
    [clash] = _save(client, draft, form, title="我的标题").context["adminform"].form.clashes
    assert clash.choice == "theirs"


def test_same_change_by_both_is_no_clash(draft, two):
    client, form = two
    assert _save(client, draft, form, lead="对方的导语。").status_code == 302


def test_byline_row_deleted_meanwhile_is_not_lost(draft, client, people):
    credit = draft.credits.create(role="reporter", name="刘阳")
    form = signed_in(client, people.alice).get(url("change", draft))
    credit.delete()
    draft.credits.create(role="correspondent", name="余红梅")
    shown = _save(client, draft, form)
    [clash] = shown.context["adminform"].form.clashes
    assert "余红梅" in clash.theirs
    _save(client, draft, shown, **{"clash": "credits", "keep-credits": "mine"})
    assert sorted(draft.credits.values_list("name", flat=True)) == ["余红梅", "刘阳"]


def test_byline_of_the_other_stays_when_chosen(draft, client, people):
    form = signed_in(client, people.alice).get(url("change", draft))
    draft.credits.create(role="correspondent", name="余红梅")
    mine = {"credits-0-name": "刘阳"}
    shown = client.post(url("change", draft), filled(form) | mine)
    client.post(url("change", draft), filled(shown) | {"clash": "credits", "keep-credits": "theirs"})
    assert list(draft.credits.values_list("name", flat=True)) == ["余红梅"]


# --- other organisations
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


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["alice", "dave", "dana", "olga"])
def test_other_organisations_article_is_not_there(foreign, client, people, page, method, name):
    client = signed_in(client, getattr(people, name))
    response = getattr(client, method)(url(page, foreign))
    assert response.status_code == (405 if (page, method) in {("repair", "get")} | READ_ONLY_POSTS else 404)
    assert CANARY not in response.text


READ_ONLY_POSTS = {("review", "post"), ("preview", "post"), ("sheet", "post")}


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
    assert "群丰镇" not in response.json()["results"].__str__()


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


# --- channels and topics
@pytest.mark.parametrize("kind", ["articles_channel", "articles_topic"])
def test_channels_and_topics_are_read_by_all_and_changed_by_administrators(client, people, kind):
    thing = ChannelFactory() if kind == "articles_channel" else TopicFactory()
    assert signed_in(client, people.alice).get(url("change", thing, kind)).status_code == 200
    assert signed_in(client, people.alice).post(url("change", thing, kind), {}).status_code == 403
    assert signed_in(client, people.alice).get(url("add", kind=kind)).status_code == 403
    assert signed_in(client, people.dana).get(url("add", kind=kind)).status_code == 200


def test_administrator_adds_a_channel_and_the_log_says_so(client, people):
    data = {"name": "新栏目", "slug": "new", "section": "study", "position": "1"}
    signed_in(client, people.dana).post(url("add", kind="articles_channel"), data)
    assert Channel.objects.get().name == "新栏目"
    assert AuditEntry.objects.filter(action="channel.add").exists()


def test_topic_list_counts_published_articles(client, people):
    topic = TopicFactory()
    ArticleFactory(topic=topic, published=True)
    ArticleFactory(topic=topic)
    response = signed_in(client, people.dana).get(url("changelist", kind="articles_topic"))
    assert response.context["cl"].result_list[0].published == 1


def test_channel_in_use_is_not_deleted(client, people):
    channel = ChannelFactory()
    ArticleFactory(channel=channel)
    signed_in(client, people.dana).post(url("delete", channel, "articles_channel"), {"post": "yes"})
    assert Channel.objects.exists()


def test_deleted_topic_leaves_its_articles(client, people):
    article = ArticleFactory(topic=TopicFactory())
    signed_in(client, people.dana).post(url("delete", article.topic, "articles_topic"), {"post": "yes"})
    assert not Topic.objects.exists()
    assert Article.objects.get().topic is None


# --- consents
CONSENT = "publishing_consent"
PAPER = b"%PDF-1.7 paper"


@pytest.fixture
def consent(town):
    return Consent.objects.create(
        organisation=town, label="除草，户主", who=CANARY, purpose="图片报道", given_on="2021-05-18"
    )


def _consent(town, **changes):
    data = {"label": "除草，户主", "organisation": town.pk, "who": "王小明", "purpose": "图片报道", "scope": "site"}
    return data | {"given_on": "2021-05-18"} | changes


def test_consent_keeps_its_paper_private_under_a_name_that_tells_nothing(client, people, town):
    paper = SimpleUploadedFile("王小明同意书.pdf", PAPER)
    signed_in(client, people.alice).post(url("add", kind=CONSENT), _consent(town, document=paper))
    name = Consent.objects.get().document.name
    assert re.fullmatch(r"consents/[0-9a-f]{32}\.pdf", name)
    assert (Path(settings.PRIVATE_ROOT) / name).read_bytes() == PAPER


@pytest.mark.parametrize(
    "paper", [b"MZ\x90\x00", b"<svg onload=alert(1)>", b"GIF89a", b"%PDF-" + b"0" * (10 * 1024 * 1024)]
)
def test_paper_of_another_kind_or_size_is_refused_and_the_rest_kept(client, people, town, paper):
    data = _consent(town, document=SimpleUploadedFile("同意书.pdf", paper))
    response = signed_in(client, people.alice).post(url("add", kind=CONSENT), data)
    assert _errors(response, "document")
    assert response.context["adminform"].form["who"].value() == "王小明"
    assert not Consent.objects.exists()


def test_reading_who_agreed_is_recorded(consent, client, people):
    assert CANARY in signed_in(client, people.alice).get(url("change", consent, CONSENT)).text
    assert AuditEntry.objects.filter(action="consent.read", object_id=str(consent.pk)).count() == 1


@pytest.mark.parametrize("page", ["change", "history", "changelist"])
def test_auditor_does_not_see_who_agreed(consent, client, people, page):
    address = url(page, None if page == "changelist" else consent, CONSENT)
    response = signed_in(client, people.olga).get(address)
    assert response.status_code == 200
    assert CANARY not in response.text


@pytest.mark.parametrize("page", ["change", "history", "paper", "withdraw", "delete"])
def test_other_organisations_consent_is_not_there(consent, client, people, page):
    assert signed_in(client, people.eve).get(url(page, consent, CONSENT)).status_code == 404


def test_paper_is_downloaded_by_those_who_keep_it_and_recorded(client, people, town):
    data = _consent(town, document=SimpleUploadedFile("同意书.pdf", PAPER))
    signed_in(client, people.alice).post(url("add", kind=CONSENT), data)
    paper = url("paper", Consent.objects.get(), CONSENT)
    response = client.get(paper)
    assert response.getvalue() == PAPER
    assert response["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="consent.paper").count() == 1
    assert signed_in(client, people.olga).get(paper).status_code == 403


def test_withdrawing_a_consent_hides_its_photos_at_once(consent, client, people, town):
    photo = PhotoFactory(organisation=town, consent=consent, needs_consent=True)
    client = signed_in(client, people.alice)
    client.get(url("withdraw", consent, CONSENT))
    assert Photo.objects.get().hidden_at is None
    client.post(url("withdraw", consent, CONSENT))
    photo.refresh_from_db()
    assert photo.hidden_at is not None
    assert Consent.objects.get().withdrawn_at is not None


def test_consent_is_never_deleted(consent, client, people):
    assert signed_in(client, people.dana).post(url("delete", consent, CONSENT), {"post": "yes"}).status_code == 403


def test_photo_caption_mended_in_the_library_shows_on_the_published_page(draft, people, town):
    from articles.actions.photos import change_photo

    photo = PhotoFactory(organisation=town, caption="旧的说明。")
    Article.objects.filter(pk=draft.pk).update(body=_figure(photo))
    draft.photos.add(photo)
    published(draft, people)
    change_photo(photo, actor=people.dave, note="图片说明有误。", caption="新的说明。")
    article = Article.objects.get()
    assert "新的说明。" in article.page_html
    assert article.approved_hash == article.content_hash()


def test_reviewer_from_above_may_write_below(client, town, harbour):
    harbour.parent = town
    harbour.save()
    person = MemberFactory(organisation=town)
    PostFactory(member=person, role=Role.WRITER, organisation=town)
    article = ArticleFactory(organisation=harbour)
    client = signed_in(client, person)
    client.post(url("change", article), filled(client.get(url("change", article)), title="改过的标题"))
    assert Article.objects.get().title == "改过的标题"
