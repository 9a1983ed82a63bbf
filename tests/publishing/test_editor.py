import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django_prose_editor.config import EXTENSION_MAPPING, allowlist_from_extensions

from articles.models import Article
from publishing.fields import RichTextField, RichTextFormField
from publishing.tidy import TAGS
from publishing.widgets import EXTENSIONS, MODULES
from tests.factories import ArticleFactory

HOSTILE = '<p onclick="alert(1)">正文<script>alert(1)</script></p>'
CLEAN = "<p>正文</p>"


# --- the field


@pytest.mark.django_db
def test_save_cleans_row_and_object():
    article = ArticleFactory(body=HOSTILE)
    assert [article.body, Article.objects.get().body] == [CLEAN, CLEAN]


@pytest.mark.django_db
def test_bulk_create_cleans(town, people):
    Article.objects.bulk_create([Article(title="标题", organisation=town, author=people.alice, body=HOSTILE)])
    assert Article.objects.get().body == CLEAN


@pytest.mark.django_db
def test_update_cleans():
    article = ArticleFactory()
    Article.objects.filter(pk=article.pk).update(body=HOSTILE)
    assert Article.objects.get().body == CLEAN


@pytest.mark.django_db
def test_bulk_update_cleans():
    article = ArticleFactory()
    article.body = HOSTILE
    Article.objects.bulk_update([article], ["body"])
    assert Article.objects.get().body == CLEAN


@pytest.mark.django_db
def test_filter_looks_for_the_text_as_typed():
    ArticleFactory(body="<p>1 &lt; 2</p>")
    assert Article.objects.filter(body__contains="<p>1 &lt;").exists()


def test_clean_gives_what_will_be_stored():
    assert RichTextField(blank=True).clean(HOSTILE, None) == CLEAN


def test_migrations_see_a_plain_text_field():
    assert RichTextField(blank=True).deconstruct() == (None, "django.db.models.TextField", [], {"blank": True})


@pytest.mark.parametrize(
    ("data", "changed"),
    [("<p>正文</p><p></p>", False), ('<p style="min-width:1px">正文</p>', False), ("<p>正文。</p>", True), ("", True)],
)
def test_form_field_change_is_one_of_the_stored_text(data, changed):
    assert RichTextFormField().has_changed(CLEAN, data) is changed


# --- the toolbar


def test_toolbar_makes_nothing_that_saving_drops():
    known = {name: config for name, config in EXTENSIONS.items() if name in EXTENSION_MAPPING}
    assert allowlist_from_extensions(known)["tags"] - TAGS == set()


@pytest.mark.parametrize("module", MODULES)
def test_toolbar_modules_exist(module):
    assert finders.find(module)


def test_inline_styles_of_the_library_are_those_that_our_stylesheet_replaces():
    """editor-toolbar.js keeps them out of the page; when this hash changes, bring editor.css up to date with them."""
    script = Path(finders.find("django_prose_editor/editor.js")).read_text()
    styles = re.search(r"`(\.ProseMirror \{.*?)`", script, re.DOTALL)[1]
    assert b64encode(sha256(styles.encode()).digest()) == b"PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA="


# --- the change form


class _Inline(HTMLParser):
    """What a strict content policy stops: scripts and styles in the page, without a nonce."""

    def __init__(self, html):
        super().__init__()
        self.found, self.nonces = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.nonces |= {attrs["nonce"]} if "nonce" in attrs else set()
        inline_script = (
            tag == "script" and not {"src", "nonce"} & attrs.keys() and attrs.get("type") != "application/json"
        )
        if tag == "style" or inline_script or any(name == "style" or name.startswith("on") for name in attrs):
            self.found.append((tag, attrs))


@pytest.fixture
def draft(people):
    return ArticleFactory(organisation=people.alice.organisation, author=people.alice)


def _change_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_change_form_has_nothing_inline_but_its_import_map(client, people, draft):
    client.force_login(people.alice)
    response = client.get(_change_url(draft))
    inline = _Inline(response.content.decode())
    assert inline.found == []
    assert [f"'nonce-{nonce}'" in response["Content-Security-Policy"] for nonce in inline.nonces] == [True]


def test_change_form_tells_the_draft_whose_it_is(client, people, draft):
    client.force_login(people.alice)
    assert f'data-user="{people.alice.pk}"' in client.get(_change_url(draft)).content.decode()


def _form_data(page):
    """What the page's form would send if it were sent as it stands."""
    forms = [page.context["adminform"].form, *(inline.formset for inline in page.context["inline_admin_formsets"])]
    fields = [field for form in forms for field in _fields(form)]
    return {field.html_name: field.value() if field.value() is not None else "" for field in fields}


def _fields(form):
    if hasattr(form, "management_form"):
        return [*form.management_form, *(field for row in form.forms for field in row)]
    return list(form)


def test_save_names_the_form_whose_draft_may_go(client, people, draft):
    client.force_login(people.alice)
    data = _form_data(client.get(_change_url(draft))) | {"title": "新标题"}
    response = client.post(_change_url(draft), data)
    assert (response.status_code, unquote(response.cookies["draft_saved"].value)) == (302, _change_url(draft))


def test_refused_save_keeps_the_draft(client, people, draft):
    client.force_login(people.alice)
    data = _form_data(client.get(_change_url(draft))) | {"title": ""}
    response = client.post(_change_url(draft), data)
    assert (response.status_code, "draft_saved" in response.cookies) == (200, False)
