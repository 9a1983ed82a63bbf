import pytest

from articles.actions.photos import change_photo
from articles.models import Article
from members.models import AuditEntry
from members.roles import Role
from publishing.models import State
from tests.factories import ArticleFactory, ChannelFactory, MemberFactory, PhotoFactory, PostFactory
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
    draft.channel = ChannelFactory()
    draft.save()
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


def test_preview_is_set_like_the_public_page(draft, client, people):
    draft.channel = ChannelFactory()
    draft.save()
    response = signed_in(client, people.alice).get(url("preview", draft))
    assert "articles/article_detail.html" in [template.name for template in response.templates]
    assert draft.channel.get_absolute_url() in response.text  # where it will stand
    assert url("change", draft) in response.text


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


def test_photo_caption_mended_in_the_library_shows_on_the_published_page(draft, people, town):
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
