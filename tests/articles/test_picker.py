import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles.models import Photo
from tests.articles.uploads import upload
from tests.factories import PhotoFactory

PICKER = "/admin/articles/photo/picker/"


@pytest.fixture
def alice(client, people):
    client.force_login(people.alice)
    return people.alice


def _payload(member, **kwargs):
    return {"organisation": member.organisation_id, "caption": "除草", "credit": "刘阳/摄", "alt": "四人"} | kwargs


def _shown(response):
    return [card["photo"] for card in response.context["cards"]]


def test_picker_has_the_address_that_the_editor_asks_for():
    assert reverse("admin:articles_photo_picker") == PICKER


def test_picker_shows_own_photos_newest_first(client, alice, harbour):
    older, newer = PhotoFactory.create_batch(2, organisation=alice.organisation)
    PhotoFactory(organisation=harbour, caption="别处的图片")
    PhotoFactory(organisation=alice.organisation, hidden_at=timezone.now())
    assert _shown(client.get(PICKER)) == [newer, older]


@pytest.mark.indexed
def test_picker_search_finds_words_of_the_caption(client, alice):
    found = PhotoFactory(organisation=alice.organisation, caption="小游园铺砖")
    PhotoFactory(organisation=alice.organisation)
    assert _shown(client.get(PICKER, {"q": "铺砖"})) == [found]


@pytest.mark.parametrize("page", ["0", "9999999999999999999999", "最后", "-1"])
def test_picker_odd_page_number_shows_photos(client, alice, page):
    photo = PhotoFactory(organisation=alice.organisation)
    assert _shown(client.get(PICKER, {"p": page})) == [photo]


@pytest.mark.parametrize("count", [1, 12])
def test_picker_asks_the_same_of_the_database_for_many_photos(client, alice, django_assert_max_num_queries, count):
    PhotoFactory.create_batch(count, organisation=alice.organisation)
    with django_assert_max_num_queries(14):
        client.get(PICKER)


def test_choice_holds_what_the_figure_needs(client, alice):
    photo = PhotoFactory(organisation=alice.organisation, caption='"除草"<b>', credit="刘阳/摄", alt="四人")
    choice = json.loads(client.get(PICKER).context["cards"][0]["choice"])
    src = f"/media/photos/{photo.key[:2]}/{photo.key}-960.jpg"
    assert choice == {"id": photo.pk, "src": src, "alt": "四人", "caption": '"除草"<b>', "credit": "刘阳/摄"}


def test_choice_of_a_photo_without_renditions_has_no_address(client, alice):
    PhotoFactory(organisation=alice.organisation, widths=[], state=Photo.State.PROCESSING)
    assert json.loads(client.get(PICKER).context["cards"][0]["choice"])["src"] == ""


def test_picker_refuses_who_only_reads(client, people):
    client.force_login(people.olga)
    assert client.get(PICKER).status_code == 403


def test_picker_sends_strangers_to_sign_in(client, people):
    assert client.get(PICKER).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_upload_is_in_the_library_and_shown_first(client, alice):
    response = client.post(PICKER, _payload(alice, upload=upload()), follow=True)
    photo = Photo.objects.get()
    assert (photo.caption, photo.uploaded_by, response.context["uploaded"]) == ("除草", alice, str(photo.pk))


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"%PDF-1.7"])
def test_upload_that_is_no_photo_is_refused_and_words_are_kept(client, alice, content):
    file = SimpleUploadedFile("a.jpg", content, "image/jpeg")
    form = client.post(PICKER, _payload(alice, upload=file)).context["form"]
    assert (list(form.errors), form["caption"].value(), Photo.objects.count()) == (["upload"], "除草", 0)


def test_upload_to_another_organisation_is_refused(client, alice, harbour):
    form = client.post(PICKER, _payload(alice, upload=upload(), organisation=harbour.pk)).context["form"]
    assert (list(form.errors), Photo.objects.count()) == (["organisation"], 0)


def test_picture_is_found_by_its_number_when_ready(client, alice):
    photo = PhotoFactory(organisation=alice.organisation)
    found = {"src": f"/media/photos/{photo.key[:2]}/{photo.key}-960.jpg", "is_coming": False}
    assert client.get(f"{PICKER}{photo.pk}/").json() == found


@pytest.mark.parametrize(
    ("fields", "is_coming"),
    [
        ({"state": Photo.State.PROCESSING}, True),
        ({"state": Photo.State.WAITING}, False),
        ({"state": Photo.State.FAILED}, False),
        ({"state": Photo.State.PROCESSING, "hidden_at": timezone.now()}, False),
    ],
)
def test_picture_that_is_not_there_has_a_placeholder(client, alice, fields, is_coming):
    photo = PhotoFactory(organisation=alice.organisation, widths=[], **fields)
    found = client.get(f"{PICKER}{photo.pk}/").json()
    assert (found["src"].startswith("/static/admin/img/no-picture"), found["is_coming"]) == (True, is_coming)


def test_picture_of_others_is_not_found(client, alice, harbour):
    assert client.get(f"{PICKER}{PhotoFactory(organisation=harbour).pk}/").status_code == 404
