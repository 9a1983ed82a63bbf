"""Other organisations' photos answer 404 by every door; originals leave the house only on the record."""

import pytest
from django.urls import reverse

from articles.actions.photos import add_photo
from members.models import AuditEntry
from tests.articles.uploads import upload
from tests.factories import PhotoFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_photo_changelist")
CANARY = "金丝雀的说明"


def _address(photo, page="change"):
    return reverse(f"admin:articles_photo_{page}", args=[photo.pk])


@pytest.fixture
def alice(people, client):
    client.force_login(people.alice)
    return client


@pytest.mark.parametrize("page", ["change", "delete", "history", "original"])
def test_other_organisations_photos_are_not_there(page, alice, harbour, people, files):
    other = add_photo(organisation=harbour, actor=people.eve, upload=upload(1), caption=CANARY)
    response = alice.get(_address(other, page))
    assert response.status_code == 404 and CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["0", "99999999999999999999999", "x", "1_5F"])
def test_strange_numbers_are_not_there(number, alice):
    assert alice.get(f"{LIST}{number}/change/").status_code == 404


@pytest.mark.indexed
def test_other_organisations_photos_are_in_no_list(alice, harbour):
    PhotoFactory(organisation=harbour, caption=CANARY)
    autocomplete = reverse("admin:autocomplete")
    query = {"app_label": "articles", "model_name": "photoreport", "field_name": "photos", "term": "金丝雀"}
    for response in (alice.get(LIST, {"q": "金丝雀"}), alice.get(autocomplete, query)):
        assert response.status_code == 200
        assert CANARY not in response.content.decode()


def test_original_is_a_recorded_download(alice, town, people, files):
    photo = add_photo(organisation=town, actor=people.alice, upload=upload(1))
    response = alice.get(_address(photo, "original"))
    assert response["Content-Disposition"] == f'attachment; filename="photo-{photo.pk}.jpg"'
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.first().action == "photo.original"


def test_original_is_not_for_auditors(client, people, town, files):
    photo = add_photo(organisation=town, actor=people.alice, upload=upload(1))
    client.force_login(people.olga)
    assert client.get(_address(photo, "original")).status_code == 403


def test_twins_of_other_organisations_are_named_only_to_who_sees_them(alice, client, town, harbour, people, files):
    photo = add_photo(organisation=town, actor=people.alice, upload=upload(1))
    twin = add_photo(organisation=harbour, actor=people.eve, upload=upload(1))
    assert _address(twin) not in alice.get(_address(photo)).content.decode()
