import pytest

from publishing.states import Audience
from tests.factories import ArticleFactory, PhotoReportFactory


@pytest.fixture
def texts(people):
    made = {}
    for audience in Audience:
        author = people.eve if audience == Audience.ORGANISATION else people.alice
        made[audience] = ArticleFactory(
            title=f"只给{audience.value}",
            audience=audience,
            published=True,
            author=author,
            organisation=author.organisation,
        )
    made["draft"] = ArticleFactory(title="草稿", audience=Audience.MEMBERS)
    return made


def test_page_says_who_one_is(client, people):
    client.force_login(people.dana)
    html = client.get("/me/").content.decode()
    assert "Dana" in html and "雷打石镇" in html and 'href="/admin/"' in html


def test_member_without_a_post_is_not_led_to_the_desk(client, people):
    client.force_login(people.charlie)
    assert 'href="/admin/"' not in client.get("/me/").content.decode()


@pytest.mark.parametrize("path", ["/me/", "/me/articles/1/", "/me/photos/1/"])
def test_strangers_are_sent_to_sign_in(client, db, path):
    assert client.get(path).url.startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/me/", "/me/fragment/"])
def test_personal_pages_are_stored_nowhere(client, people, path):
    client.force_login(people.alice)
    control = client.get(path)["Cache-Control"]
    assert "private" in control and "no-store" in control


@pytest.mark.parametrize(
    ("name", "titles"),
    [("alice", {"只给members"}), ("eve", {"只给members", "只给organisation"}), ("charlie", {"只给members"})],
)
def test_list_holds_what_strangers_do_not_read(client, people, texts, name, titles):
    client.force_login(getattr(people, name))
    assert {article.title for article in client.get("/me/").context["articles"]} == titles


@pytest.mark.parametrize(
    ("name", "key", "status"),
    [
        ("alice", Audience.MEMBERS, 200),
        ("alice", Audience.ORGANISATION, 404),
        ("eve", Audience.ORGANISATION, 200),
        ("alice", Audience.EVERYONE, 404),
        ("alice", "draft", 404),
    ],
)
def test_members_article_opens_for_its_audience(client, people, texts, name, key, status):
    client.force_login(getattr(people, name))
    answer = client.get(f"/me/articles/{texts[key].pk}/")
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]


def test_members_photo_report_opens_for_its_audience(client, people):
    report = PhotoReportFactory(audience=Audience.MEMBERS, published=True)
    client.force_login(people.charlie)
    assert client.get(f"/me/photos/{report.pk}/").status_code == 200


def test_public_address_of_a_members_article_is_closed(client, people, texts):
    client.force_login(people.alice)
    assert client.get(f"/articles/{texts[Audience.MEMBERS].pk}/").status_code == 404


def test_fragment_is_nothing_for_strangers(client, db):
    answer = client.get("/me/fragment/")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(("name", "links"), [("alice", 3), ("charlie", 2)])
def test_fragment_holds_the_name_and_the_links(client, people, name, links):
    member = getattr(people, name)
    member.display_name = "<b>李</b>"
    member.save()
    client.force_login(member)
    html = client.get("/me/fragment/").content.decode()
    assert html.count("<a ") == links
    assert "&lt;b&gt;李&lt;/b&gt;" in html and "<html" not in html
