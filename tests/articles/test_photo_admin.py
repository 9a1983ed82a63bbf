import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.actions.photos import add_photo
from articles.models import Photo
from members.models import AuditEntry
from tests.articles.images import uploads as bad
from tests.articles.uploads import broken_upload, files_under, upload
from tests.factories import ArticleFactory, PhotoFactory, PhotoReportFactory, PlaceFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_photo_changelist")
ADD = reverse("admin:articles_photo_add")
CANARY = "金丝雀的说明"


def _change(photo, page="change"):
    return reverse(f"admin:articles_photo_{page}", args=[photo.pk])


@pytest.fixture
def alice(people, client):
    client.force_login(people.alice)
    return client


@pytest.fixture
def dave(people, client):
    client.force_login(people.dave)
    return client


def _row_payload(*photos, **changes):
    data = {"_save": "1", "form-TOTAL_FORMS": len(photos), "form-INITIAL_FORMS": len(photos)}
    for number, photo in enumerate(photos):
        words = {"id": photo.pk, "caption": photo.caption, "alt": photo.alt, "credit": photo.credit} | changes
        data |= {f"form-{number}-{name}": value for name, value in words.items()}
    return data


def _words_payload(photo, **changes):
    names = ("caption", "alt", "credit", "place_name")
    return {name: getattr(photo, name) for name in names} | changes


# --- adding ---
def test_add_many_photos_with_the_same_words(alice, town, files):
    place = PlaceFactory()
    data = {
        "organisation": town.pk,
        "new_photos": [upload(1), upload(2)],
        "place": place.pk,
        "credit": "通讯员 余红梅/摄",
        "taken_on": "2021-05-18",
        "caption": "5月18日，",
    }
    assert alice.post(ADD, data).status_code == 302
    rows = Photo.objects.values_list("caption", "place", "credit", "photographer", "taken_on", "state")
    day = datetime.date(2021, 5, 18)
    assert list(rows) == [("5月18日，", place.pk, "通讯员 余红梅/摄", "余红梅", day, Photo.State.READY)] * 2


def test_add_keeps_the_good_files_and_says_what_is_wrong_with_the_others(alice, town, files):
    data = {
        "organisation": town.pk,
        "new_photos": [upload(1), broken_upload("坏的.jpg"), upload(2)],
        "credit": "刘阳/摄",
    }
    response = alice.post(ADD, data)
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == ["new_photos"] and errors["new_photos"][0].startswith("坏的.jpg：")
    assert list(Photo.objects.values_list("credit", flat=True)) == ["刘阳/摄"] * 2
    assert len(files_under(files.originals)) == 2


@pytest.mark.parametrize("name", ["heic", "png bomb of 41 megapixels", "php", "empty", "svg"])
def test_add_refuses_a_bad_file_with_a_sentence(name, alice, town, files):
    data, _sentence = bad.REFUSED[name]
    sent = upload(name="photo.jpg")
    sent.file.seek(0)
    sent.file.truncate()
    sent.file.write(data)
    sent.size = len(data)
    sent.file.seek(0)
    response = alice.post(ADD, {"organisation": town.pk, "new_photos": [sent]})
    assert response.context["adminform"].form.errors["new_photos"]
    assert (Photo.objects.count(), files_under(files.originals)) == (0, [])


def test_add_without_a_file_says_so(alice, town):
    response = alice.post(ADD, {"organisation": town.pk})
    assert list(response.context["adminform"].form.errors) == ["new_photos"]


def test_add_what_is_there_already_names_it(alice, town, people, files):
    known = add_photo(organisation=town, actor=people.alice, upload=upload(1), caption="已有的照片")
    response = alice.post(ADD, {"organisation": town.pk, "new_photos": [upload(1)]}, follow=True)
    assert Photo.objects.count() == 1
    assert any(known.caption in str(message) for message in response.context["messages"])


def test_add_to_another_organisation_is_an_invalid_choice(alice, harbour, files):
    response = alice.post(ADD, {"organisation": harbour.pk, "new_photos": [upload(1)]})
    assert "organisation" in response.context["adminform"].form.errors
    assert (Photo.objects.count(), files_under(files.originals)) == (0, [])


def test_add_without_the_right_keeps_nothing(client, people, town, files):
    client.force_login(people.olga)
    assert client.post(ADD, {"organisation": town.pk, "new_photos": [upload(1)]}).status_code == 403
    assert files_under(files.originals) == []


# --- the list ---
def test_list_edits_words_in_place(alice, town):
    photo = PhotoFactory(organisation=town, caption="")
    alice.post(LIST, _row_payload(photo, caption="第一行\r\n第二行", credit="记者 刘阳/摄"))
    photo.refresh_from_db()
    assert (photo.caption, photo.photographer) == ("第一行 第二行", "刘阳")
    assert AuditEntry.objects.exclude(action="sign_in").get().fields == ["caption", "credit"]


def test_list_refuses_words_that_readers_see(alice, town):
    photo = PhotoFactory(organisation=town)
    PhotoReportFactory(organisation=town, published=True).report_photos.create(photo=photo)
    response = alice.post(LIST, _row_payload(photo, caption="悄悄改掉"))
    assert response.status_code == 200
    assert response.context["cl"].formset.errors != [{}]
    assert not Photo.objects.filter(caption="悄悄改掉").exists()


def test_list_row_of_another_organisation_is_not_saved(alice, town, harbour):
    other = PhotoFactory(organisation=harbour)
    assert alice.post(LIST, _row_payload(other, caption=CANARY)).status_code == 400
    assert not Photo.objects.filter(caption=CANARY).exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=杂草", ["caption"]),
        ("q=杂草+余红梅", ["caption"]),
        ("q=陈家剥", ["place"]),
        ("lacks=caption", ["bare"]),
        ("lacks=credit", ["bare"]),
        ("lacks=alt", ["bare"]),
        ("lacks=picture", ["bare"]),
        ("licence=expired", ["expired"]),
        ("licence=soon", ["soon"]),
        ("used=yes", ["used"]),
        ("hidden=yes", ["hidden"]),
        ("state=waiting", ["bare"]),
        ("unit=999999999999", []),
    ],
)
def test_list_finds(query, found, alice, town):
    today = timezone.localdate()
    place = PlaceFactory(name="陈家剝", aliases="陈家剥")
    plain = {"organisation": town, "caption": "合影。"}
    photos = {
        "caption": PhotoFactory(organisation=town, credit="通讯员 余红梅/摄", caption="清理杂草。"),
        "place": PhotoFactory(place=place, **plain),
        "bare": PhotoFactory(organisation=town, caption="", credit="", alt="", state=Photo.State.WAITING, sha256=""),
        "expired": PhotoFactory(licence_until=today - datetime.timedelta(days=1), **plain),
        "soon": PhotoFactory(licence_until=today + datetime.timedelta(days=9), **plain),
        "used": PhotoFactory(**plain),
        "hidden": PhotoFactory(hidden_at=timezone.now(), **plain),
    }
    ArticleFactory(organisation=town, cover=photos["used"])
    result = alice.get(f"{LIST}?{query}").context["cl"].result_list
    assert {photo.pk for photo in result} == {photos[name].pk for name in found}


def test_list_shows_where_a_photo_is_used_but_not_by_whom_elsewhere(alice, town, harbour):
    photo = PhotoFactory(organisation=town)
    ArticleFactory(organisation=harbour, title=CANARY, cover=photo)
    report = PhotoReportFactory(organisation=town, title="除草护路")
    report.report_photos.create(photo=photo)
    content = alice.get(LIST).content.decode()
    assert reverse("admin:articles_photoreport_change", args=[report.pk]) in content
    assert CANARY not in content


def test_list_takes_as_many_queries_for_many_photos(alice, town, django_assert_max_num_queries):
    PhotoFactory.create_batch(15, organisation=town)
    with django_assert_max_num_queries(16):
        alice.get(LIST)


# --- bulk ---
def test_fill_asks_and_then_fills_the_selected(alice, town):
    place = PlaceFactory()
    photos = PhotoFactory.create_batch(3, organisation=town, credit="")
    chosen = {"action": "fill", "_selected_action": [photo.pk for photo in photos[:2]]}
    assert alice.post(LIST, chosen | {"index": 0}).status_code == 200
    alice.post(LIST, chosen | {"apply": "1", "place": place.pk, "credit": "记者 刘阳/摄", "taken_on": "2021-05-18"})
    rows = Photo.objects.order_by("pk").values_list("place", "photographer")
    assert list(rows) == [(place.pk, "刘阳"), (place.pk, "刘阳"), (None, "")]


def test_fill_with_nothing_says_so(alice, town):
    photo = PhotoFactory(organisation=town)
    response = alice.post(LIST, {"action": "fill", "_selected_action": [photo.pk], "apply": "1"})
    assert response.context["form"].non_field_errors()


def test_bulk_actions_do_not_reach_other_organisations(alice, harbour):
    other = PhotoFactory(organisation=harbour, credit="")
    for action in ("fill", "hide", "remake", "delete_selected"):
        data = {"action": action, "_selected_action": [other.pk], "apply": "1", "credit": "刘阳/摄", "post": "yes"}
        alice.post(LIST, data)
    other.refresh_from_db()
    assert (other.credit, other.hidden_at) == ("", None)


def test_hide_and_show(dave, town):
    photo = PhotoFactory(organisation=town)
    dave.post(LIST, {"action": "hide", "_selected_action": [photo.pk], "index": 0})
    photo.refresh_from_db()
    assert photo.hidden_at is not None
    dave.post(f"{LIST}?hidden=yes", {"action": "show", "_selected_action": [photo.pk], "index": 0})
    photo.refresh_from_db()
    assert photo.hidden_at is None


def test_delete_of_a_photo_in_use_is_refused(alice, town):
    photo = PhotoFactory(organisation=town)
    ArticleFactory(organisation=town, cover=photo)
    alice.post(_change(photo, "delete"), {"post": "yes"})
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_delete_of_an_unused_photo(alice, town):
    photo = PhotoFactory(organisation=town)
    alice.post(_change(photo, "delete"), {"post": "yes"})
    assert not Photo.objects.exists()


# --- one photo ---
def test_change_replaces_the_picture(alice, town, people, files):
    photo = add_photo(organisation=town, actor=people.alice, upload=upload(1))
    assert alice.post(_change(photo), _words_payload(photo, replacement=upload(2))).status_code == 302
    new = Photo.objects.get()
    assert new.key != photo.key and new.state == Photo.State.READY


def test_change_with_a_broken_picture_keeps_what_was_typed(alice, town, people, files):
    photo = add_photo(organisation=town, actor=people.alice, upload=upload(1))
    response = alice.post(_change(photo), _words_payload(photo, replacement=broken_upload(), caption="打好的字"))
    form = response.context["adminform"].form
    assert list(form.errors) == ["replacement"] and form["caption"].value() == "打好的字"
    assert len(files_under(files.originals)) == 1


def test_change_leads_back_to_what_shows_the_photo(alice, town):
    photo = PhotoFactory(organisation=town)
    report = PhotoReportFactory(organisation=town)
    report.report_photos.create(photo=photo)
    response = alice.post(_change(photo), _words_payload(photo, alt="溪边的人"), follow=True)
    way_back = reverse("admin:articles_photoreport_change", args=[report.pk])
    assert any(way_back in str(message) for message in response.context["messages"])


def test_change_of_what_readers_see_needs_a_note(dave, town):
    photo = PhotoFactory(organisation=town)
    PhotoReportFactory(organisation=town, published=True).report_photos.create(photo=photo)
    response = dave.post(_change(photo), _words_payload(photo, caption="5月18日，另一句。"))
    assert list(response.context["adminform"].form.errors) == ["correction"]


def test_change_of_what_readers_see_becomes_a_correction(dave, town):
    photo = PhotoFactory(organisation=town)
    report = PhotoReportFactory(organisation=town, published=True)
    report.report_photos.create(photo=photo)
    dave.post(_change(photo), _words_payload(photo, caption="5月18日，另一句。", correction="日期有误，已更正。"))
    photo.refresh_from_db()
    report.refresh_from_db()
    assert photo.caption == "5月18日，另一句。" and report.corrected_at is not None


def test_change_of_what_readers_see_is_not_a_writers(alice, town):
    photo = PhotoFactory(organisation=town)
    PhotoReportFactory(organisation=town, published=True).report_photos.create(photo=photo)
    payload = _words_payload(photo, caption="另一句。", correction="更正。")
    assert alice.post(_change(photo), payload).context["adminform"].form.non_field_errors()
