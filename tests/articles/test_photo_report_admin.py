import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.actions.photos import add_photo
from articles.models import Photo, PhotoReport, ReportPhoto
from articles.public.pieces import PHOTOS_PER_PAGE
from publishing.actions import submit
from tests.articles.uploads import broken_upload, files_under, upload
from tests.factories import PhotoFactory, PhotoReportFactory, PlaceFactory

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_photoreport_add")
PREFIX = "report_photos"
WORDS = ("caption", "alt", "credit", "place_name")


@pytest.fixture
def alice(people, client):
    client.force_login(people.alice)
    return client


@pytest.fixture
def report(people, town):
    report = PhotoReportFactory(organisation=town, author=people.alice)
    for position, caption in enumerate(("一。", "二。", "三。"), start=1):
        report.report_photos.create(photo=PhotoFactory(organisation=town, caption=caption), position=position)
    return report


def _address(report, page="change"):
    return reverse(f"admin:articles_photoreport_{page}", args=[report.pk])


def _payload(report=None, rows=(), **changes):
    """What the form sends: the report as it is, its rows with the changes of `rows` (by place)."""
    organisation = changes.pop("organisation", report and report.organisation.pk)
    data = {"title": "除草护路", "date": "2021-05-18", "organisation": organisation, "audience": "everyone"}
    there = list(report.report_photos.select_related("photo")) if report else []
    data |= {f"{PREFIX}-TOTAL_FORMS": len(there), f"{PREFIX}-INITIAL_FORMS": len(there)}
    changed = dict(enumerate(rows))
    for number, row in enumerate(there):
        fields = {"id": row.pk, "report": report.pk, "position": row.position}
        fields |= {name: getattr(row.photo, name) for name in WORDS} | changed.get(number, {})
        data |= {f"{PREFIX}-{number}-{name}": value for name, value in fields.items()}
    return data | changes


def _captions(report):
    return [row.photo.caption for row in ReportPhoto.objects.filter(report=report).select_related("photo")]


# --- many at once ---
def test_add_report_with_many_photos(alice, town, files):
    place = PlaceFactory()
    batch = {"batch_place": place.pk, "batch_taken_on": "2021-05-18", "batch_credit": "通讯员 余红梅/摄"}
    data = _payload(
        organisation=town.pk, new_photos=[upload(1), upload(2), upload(3)], batch_caption="5月18日，", **batch
    )
    assert alice.post(ADD, data).status_code == 302
    report = PhotoReport.objects.get()
    rows = report.report_photos.values_list("position", "photo__caption", "photo__place", "photo__photographer")
    assert list(rows) == [(number, "5月18日，", place.pk, "余红梅") for number in (1, 2, 3)]
    assert set(Photo.objects.values_list("state", "taken_on")) == {("ready", datetime.date(2021, 5, 18))}


def test_add_with_broken_files_keeps_the_good_ones_and_the_typed_words(alice, town, files):
    data = _payload(organisation=town.pk, new_photos=[upload(1), broken_upload("坏的.jpg"), upload(2)])
    response = alice.post(ADD, data)
    form = response.context["adminform"].form
    assert [error.startswith("坏的.jpg：") for error in form.errors["new_photos"]] == [True]
    assert form["title"].value() == "除草护路"
    kept = [str(photo.pk) for photo in Photo.objects.order_by("pk")]
    assert form["library_photos"].value() == kept and len(kept) == 2
    assert PhotoReport.objects.count() == 0


def test_add_again_with_the_kept_files_fills_their_words(alice, town, files):
    alice.post(ADD, _payload(organisation=town.pk, new_photos=[upload(1), upload(2)], title=""))
    kept = list(Photo.objects.order_by("pk").values_list("pk", flat=True))
    alice.post(ADD, _payload(organisation=town.pk, library_photos=kept, batch_credit="刘阳/摄"))
    report = PhotoReport.objects.get()
    assert list(report.report_photos.values_list("photo", "photo__credit")) == [(pk, "刘阳/摄") for pk in kept]


def test_add_does_not_overwrite_words_that_are_there(alice, town):
    photo = PhotoFactory(organisation=town, credit="记者 刘阳/摄", caption="原有说明。", place_name="")
    data = _payload(
        organisation=town.pk, library_photos=[photo.pk], batch_credit="别人/摄", batch_place_name="湘云社区"
    )
    alice.post(ADD, data)
    photo.refresh_from_db()
    assert (photo.credit, photo.caption, photo.place_name) == ("记者 刘阳/摄", "原有说明。", "湘云社区")


def test_the_same_picture_stands_once(alice, report, town, people, files):
    known = add_photo(organisation=town, actor=people.alice, upload=upload(1))
    report.report_photos.create(photo=known, position=4)
    response = alice.post(_address(report), _payload(report, new_photos=[upload(1), upload(2)]), follow=True)
    assert report.report_photos.count() == 5
    assert any(str(known) in str(message) for message in response.context["messages"])


def test_new_photos_stand_behind_the_others(alice, report, files):
    alice.post(_address(report), _payload(report, new_photos=[upload(1)], batch_caption="四。"))
    assert _captions(report) == ["一。", "二。", "三。", "四。"]


def test_files_of_a_refused_correction_are_kept(client, report, people, files):
    PhotoReport.objects.update(state="published", published_at=timezone.now(), approved_hash="0" * 64)
    client.force_login(people.dave)
    data = _payload(report, new_photos=[upload(1)], correction="补充照片。")  # without caption: the check refuses it
    response = client.post(_address(report, "correct"), data)
    form = response.context["adminform"].form
    assert form.non_field_errors() and len(form["library_photos"].value()) == 1
    assert (report.report_photos.count(), len(files_under(files.originals))) == (3, 1)


# --- rows ---
def test_rows_are_ordered_by_their_numbers(alice, report):
    rows = [{"position": 3}, {"position": 1}, {"position": 2}]
    alice.post(_address(report), _payload(report, rows))
    assert _captions(report) == ["二。", "三。", "一。"]
    assert list(report.report_photos.values_list("position", flat=True)) == [1, 2, 3]


def test_rows_with_equal_numbers_keep_their_order(alice, report):
    alice.post(_address(report), _payload(report, [{"position": 5}, {"position": 5}, {"position": 5}]))
    assert _captions(report) == ["一。", "二。", "三。"]


def test_row_words_are_saved_with_the_report(alice, report):
    rows = [{}, {"caption": "改过的说明。", "alt": "画面", "is_decorative": "on", "taken_on": "2021-05-17"}]
    alice.post(_address(report), _payload(report, rows))
    photo = report.report_photos.all()[1].photo
    day = datetime.date(2021, 5, 17)
    assert (photo.caption, photo.alt, photo.is_decorative, photo.taken_on) == ("改过的说明。", "画面", True, day)


def test_row_with_a_wrong_day_says_so_and_keeps_the_others(alice, report):
    rows = [{"taken_on": "昨天", "caption": "打好的字"}]
    response = alice.post(_address(report), _payload(report, rows))
    row = response.context["inline_admin_formsets"][0].formset.forms[0]
    assert list(row.words.errors) == ["taken_on"] and row.words["caption"].value() == "打好的字"
    assert _captions(report) == ["一。", "二。", "三。"]


def test_row_taken_out_leaves_the_photo_in_the_library(alice, report):
    alice.post(_address(report), _payload(report, [{}, {"DELETE": "on"}]))
    assert _captions(report) == ["一。", "三。"]
    assert Photo.objects.filter(caption="二。").exists()


def test_row_of_a_photo_from_elsewhere_is_shown_but_not_changed(alice, report, harbour):
    other = PhotoFactory(organisation=harbour, caption="别处的。")
    report.report_photos.create(photo=other, position=4)
    alice.post(_address(report), _payload(report, [{}, {}, {}, {"caption": "篡改"}]))
    other.refresh_from_db()
    assert other.caption == "别处的。"


def test_row_in_review_starts_the_review_anew_once(alice, report, people):
    submit(report, actor=people.alice)
    alice.post(_address(report), _payload(report, [{"caption": "改过的说明。"}]))
    report.refresh_from_db()
    assert report.review_round == 2


# --- forged ---
def test_forged_photo_from_the_library_is_an_invalid_choice(alice, report, harbour):
    other = PhotoFactory(organisation=harbour)
    response = alice.post(_address(report), _payload(report, library_photos=[other.pk]))
    assert "library_photos" in response.context["adminform"].form.errors
    assert report.report_photos.count() == 3


def test_forged_extra_rows_are_not_added(alice, report, harbour):
    other = PhotoFactory(organisation=harbour)
    data = _payload(report) | {f"{PREFIX}-TOTAL_FORMS": 4, f"{PREFIX}-3-photo": other.pk, f"{PREFIX}-3-position": 4}
    alice.post(_address(report), data)
    assert report.report_photos.count() == 3


def test_other_organisations_reports_are_not_there(alice, harbour, files):
    other = PhotoReportFactory(organisation=harbour)
    assert alice.get(_address(other)).status_code == 404
    assert alice.post(_address(other), _payload(other, new_photos=[upload(1)])).status_code == 404
    assert files_under(files.originals) == []


# --- the page ---
def test_page_works_without_scripts(alice, report):
    content = alice.get(_address(report)).content.decode()
    assert 'type="file" name="new_photos"' in content and "multiple" in content
    assert content.count('class="photo-row"') == 3
    assert f'name="{PREFIX}-0-position"' in content


def test_page_takes_as_many_queries_for_many_photos(alice, report, town):
    with CaptureQueriesContext(
        connection,
    ) as few:
        alice.get(_address(report))
    for position in range(4, 12):
        report.report_photos.create(photo=PhotoFactory(organisation=town, place=PlaceFactory()), position=position)
    with CaptureQueriesContext(connection) as many:
        alice.get(_address(report))
    assert len(many) == len(few)


def test_preview_is_parted_into_pages_like_the_public_page(alice, town):
    report = PhotoReportFactory(organisation=town)
    for photo in PhotoFactory.create_batch(PHOTOS_PER_PAGE + 1, organisation=town):
        report.report_photos.create(photo=photo)
    address = reverse("admin:articles_photoreport_preview", args=[report.pk])
    pages = [alice.get(address, {"page": number}).content.decode() for number in (1, 2)]
    assert [page.count("data-photo>") for page in pages] == [PHOTOS_PER_PAGE, 1]
    assert alice.get(address, {"page": 3}).status_code == 404
