from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from articles.forms.importing import MAX_FILES, refusal_of
from articles.images.storage import DISK_FULL
from articles.models import Article
from articles.newspaper.package import MAX_BYTES
from tests.articles.newspaper.samples import SAMPLES
from tests.factories import ChannelFactory, TopicFactory

pytestmark = pytest.mark.django_db

BROKEN = ("broken.docx", b"PK\x03\x04")


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def url():
    return reverse("admin:articles_article_import")


@pytest.fixture
def alice(client, people):
    client.force_login(people.alice)
    return client


def _payload(unit, *files, **fields):
    uploads = [SimpleUploadedFile(name, data) for name, data in (SAMPLES.get(file, file) for file in files)]
    return {"files": uploads, "organisation": unit.pk, "year": "", "channel": "", "topic": ""} | fields


def test_list_leads_to_the_import(alice, url):
    page = alice.get(reverse("admin:articles_article_changelist"))

    assert f'<a href="{url}">'.encode() in page.content


def test_form_offers_the_importers_own_organisation(alice, url, town):
    page = alice.get(url)

    assert page.context["form"]["organisation"].value() == town.pk
    assert b'type="file"' in page.content and b"multiple" in page.content


def test_one_file_leads_to_its_draft_with_what_to_check(alice, url, people, town):
    answer = alice.post(url, _payload(town, "wps_file"), follow=True)

    article = Article.objects.get()
    assert answer.redirect_chain == [(reverse("admin:articles_article_change", args=[article.pk]), 302)]
    assert (article.author, article.organisation) == (people.alice, town)
    assert "<br>Not placed: Hidden text: 校样编号甲" in answer.content.decode()


def test_form_gives_year_channel_and_topic_to_the_draft(alice, url, town):
    channel, topic = ChannelFactory(), TopicFactory()
    alice.post(url, _payload(town, "feature", year="2021", channel=channel.pk, topic=topic.pk))

    article = Article.objects.get()
    assert (article.channel, article.topic) == (channel, topic)
    assert article.photos.order_by("pk").first().taken_on.year == 2021


def test_several_files_get_a_row_each_and_the_good_ones_go_in(alice, url, town):
    page = alice.post(url, _payload(town, "title_only", BROKEN, "gb18030_text"))

    assert [(row.filename, str(row.article), row.refusal) for row in page.context["results"]] == [
        ("title_only.txt", "株洲处处党旗红", ""),
        ("broken.docx", "None", "The Word file is damaged or incomplete."),
        ("gb18030_text.txt", "剝路段修好了", ""),
    ]
    assert Article.objects.count() == 2


def test_refused_file_is_named_beside_the_field_and_the_rest_stays_typed(alice, url, town):
    page = alice.post(url, _payload(town, BROKEN, year="2021"))

    form = page.context["form"]
    assert form.errors == {"files": ["broken.docx：The Word file is damaged or incomplete."]}
    assert form["year"].value() == "2021"
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("files", "fields", "name"),
    [
        ([], {}, "files"),
        (["title_only"] * (MAX_FILES + 1), {}, "files"),
        (["title_only"], {"year": "21"}, "year"),
        (["title_only"], {"year": "二〇二一"}, "year"),
        (["title_only"], {"organisation": ""}, "organisation"),
        (["title_only"], {"topic": "99"}, "topic"),
    ],
)
def test_wrong_input_is_told_beside_its_field(alice, url, town, files, fields, name):
    page = alice.post(url, _payload(town, *files, **fields))

    assert list(page.context["form"].errors) == [name]
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("upload", "refusal"),
    [
        (SimpleNamespace(size=MAX_BYTES), ""),
        (SimpleNamespace(size=MAX_BYTES + 1), "The file is larger than 40 MB."),
        (SimpleNamespace(size=0, refusal="larger than a photo may be"), "The file is larger than 40 MB."),
        (SimpleNamespace(size=0, refusal=DISK_FULL), DISK_FULL),  # in the language of the test, not of its collection
    ],
)
def test_upload_that_cannot_be_read_is_refused(upload, refusal):
    assert refusal_of(upload) == refusal


def test_forged_organisation_of_others_is_refused(alice, url, harbour):
    page = alice.post(url, _payload(harbour, "title_only"))

    assert list(page.context["form"].errors) == ["organisation"]
    assert not Article.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_auditor_may_not_import(client, people, url, town, method):
    client.force_login(people.olga)

    assert getattr(client, method)(url, _payload(town, "title_only") if method == "post" else None).status_code == 403
    assert not Article.objects.exists()


def test_member_without_a_post_is_sent_to_sign_in(client, people, url):
    client.force_login(people.charlie)

    assert client.get(url).status_code in {302, 403}
