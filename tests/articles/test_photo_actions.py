import datetime
import errno

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.actions import photos as actions
from articles.actions.intake import receive
from articles.actions.renditions import prepare_photo
from articles.errors import PhotoRefused
from articles.images import ImageRefused, StorageFailed, storage
from articles.models import Photo
from members.models import AuditEntry
from publishing.actions import submit
from publishing.errors import Refused
from publishing.models import Move
from tests.articles.images import pictures
from tests.articles.uploads import broken_upload, files_under, upload
from tests.factories import ArticleFactory, PhotoFactory, PhotoReportFactory, PlaceFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(people, town, files):
    photo = actions.add_photo(organisation=town, actor=people.alice, upload=upload())
    photo.refresh_from_db()
    return photo


def _audited():
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


def _published_with(photo, **fields):
    report = PhotoReportFactory(organisation=photo.organisation, published=True, **fields)
    report.report_photos.create(photo=photo)
    return report


# --- adding ---
def test_add_photo_keeps_the_original_privately_and_makes_renditions(photo, files):
    assert files_under(files.originals) == [f"{photo.key[:2]}/{photo.key}.jpg"]
    names = {f"{photo.key[:2]}/{photo.key}-480.{ending}" for ending in ("avif", "webp", "jpg")}
    assert set(files_under(files.renditions)) == names
    assert (photo.state, photo.widths, photo.width, photo.height) == (Photo.State.READY, [480], 500, 300)
    assert _audited() == ["photo.add"]


def test_add_photo_takes_the_day_from_the_file(people, town, files):
    photo = actions.add_photo(organisation=town, actor=people.alice, upload=upload(exif=pictures.exif()))
    assert photo.taken_on == datetime.date(2021, 6, 11)


def test_add_photo_prefers_the_day_that_is_given(people, town, files):
    day = datetime.date(2021, 5, 18)
    photo = actions.add_photo(organisation=town, actor=people.alice, upload=upload(exif=pictures.exif()), taken_on=day)
    assert photo.taken_on == day


def test_add_photo_twice_returns_the_first(photo, people, town, files):
    again = actions.add_photo(organisation=town, actor=people.bob, upload=upload(name="other.jpg"))
    assert (again, again.was_known, Photo.objects.count()) == (photo, True, 1)
    assert len(files_under(files.originals)) == 1


def test_add_photo_of_another_organisation_is_another_photo(photo, people, harbour):
    other = actions.add_photo(organisation=harbour, actor=people.eve, upload=upload())
    assert (other == photo, other.was_known) == (False, False)


def test_add_photo_refused_leaves_neither_row_nor_file(people, town, files):
    with pytest.raises(ImageRefused):
        actions.add_photo(organisation=town, actor=people.alice, upload=broken_upload())
    assert (Photo.objects.count(), files_under(files.originals), _audited()) == (0, [], [])


def test_add_photo_on_a_full_disk_leaves_neither_row_nor_file(people, town, files, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(StorageFailed) as failure:
        actions.add_photo(organisation=town, actor=people.alice, upload=upload())
    assert failure.value.sentence == storage.DISK_FULL
    assert (Photo.objects.count(), files_under(files.originals)) == (0, [])


def test_add_photo_whose_row_fails_leaves_no_file(people, town, files):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_photo(organisation=town, actor=people.alice, upload=upload(), caption=None)
    assert (Photo.objects.count(), files_under(files.originals)) == (0, [])


def test_add_photo_received_before_the_transaction(people, town, files):
    received = receive(upload(name="a/b\r\nc.jpg"))
    photo = actions.add_photo(organisation=town, actor=people.alice, upload=received)
    assert (photo.key, photo.original_name) == (received.key, "bc.jpg")


# --- placeholders and replacing ---
def test_attach_file_fills_a_placeholder(people, town, files):
    waiting = actions.add_waiting_photo(organisation=town, actor=people.alice, caption="志愿者在清理杂草。")
    photo = actions.attach_file(waiting, upload(), actor=people.alice)
    photo.refresh_from_db()
    assert (photo.pk, photo.state, photo.caption) == (waiting.pk, Photo.State.READY, "志愿者在清理杂草。")
    assert _audited() == ["photo.announce", "photo.attach"]


def test_attach_file_replaces_files_under_a_new_key(photo, people, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        new = actions.attach_file(photo, upload(7), actor=people.alice)
    assert new.key != photo.key
    names = files_under(files.originals) + files_under(files.renditions)
    assert len(names) == 4 and all(new.key in name for name in names)


def test_attach_file_that_is_another_photo_is_refused(photo, people, town, files):
    waiting = actions.add_waiting_photo(organisation=town, actor=people.alice, caption="")
    with pytest.raises(PhotoRefused):
        actions.attach_file(waiting, upload(), actor=people.alice)
    assert len(files_under(files.originals)) == 1


# --- words ---
def test_change_photo_records_the_names_of_the_fields(photo, people):
    changed = actions.change_photo(photo, actor=people.alice, caption="清理杂草。", credit="通讯员 余红梅/摄", alt="")
    assert changed == ["caption", "credit"]
    photo.refresh_from_db()
    assert (photo.caption, photo.photographer) == ("清理杂草。", "余红梅")
    assert AuditEntry.objects.first().fields == ["caption", "credit"]


def test_change_photo_in_review_starts_the_review_anew(people, town):
    photo = PhotoFactory(organisation=town)
    report = PhotoReportFactory(organisation=town, author=people.alice)
    report.report_photos.create(photo=photo)
    submit(report, actor=people.alice)
    actions.change_photo(photo, actor=people.alice, caption="另一句说明。")
    report.refresh_from_db()
    assert report.review_round == 2


def test_change_photo_shown_in_public_needs_a_note(people, town):
    photo = PhotoFactory(organisation=town)
    _published_with(photo)
    with pytest.raises(Refused):
        actions.change_photo(photo, actor=people.dave, caption="另一句说明。")
    photo.refresh_from_db()
    assert photo.caption != "另一句说明。"


def test_change_photo_that_readers_do_not_see_needs_no_note(people, town):
    photo = PhotoFactory(organisation=town)
    _published_with(photo)
    assert actions.change_photo(photo, actor=people.alice, licence_until=datetime.date(2030, 1, 1)) == ["licence_until"]


def test_fill_photos_leaves_what_is_not_given(people, town):
    place = PlaceFactory()
    photos = [PhotoFactory(organisation=town, caption=caption) for caption in ("一。", "二。")]
    filled = actions.fill_photos(
        photos, actor=people.alice, place=place, taken_on=None, credit="记者 刘阳/摄", caption=""
    )
    assert filled == 2
    rows = Photo.objects.order_by("pk").values_list("caption", "place", "credit", "photographer")
    assert list(rows) == [("一。", place.pk, "记者 刘阳/摄", "刘阳"), ("二。", place.pk, "记者 刘阳/摄", "刘阳")]


def test_fill_photos_of_a_published_report_is_one_correction(people, town):
    photos = [PhotoFactory(organisation=town) for _ in range(3)]
    report = _published_with(photos[0], author=people.alice)
    for photo in photos[1:]:
        report.report_photos.create(photo=photo)
    actions.fill_photos(photos, actor=people.dave, note="更正拍摄者。", credit="记者 刘阳/摄")
    assert [move.note for move in Move.objects.corrections_of(report)] == ["更正拍摄者。"]


# --- removing ---
def test_remove_photo_removes_its_files(photo, people, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo, actor=people.dana)
    assert (Photo.objects.count(), files_under(files.originals), files_under(files.renditions)) == (0, [], [])


@pytest.mark.parametrize("use", ["cover", "body", "report", "topic"])
def test_remove_photo_in_use_is_refused(use, photo, people, town):
    if use == "report":
        PhotoReportFactory(organisation=town).report_photos.create(photo=photo)
    elif use == "topic":
        TopicFactory(cover=photo)
    else:
        article = ArticleFactory(organisation=town, cover=photo if use == "cover" else None)
        article.photos.set([photo] if use == "body" else [])
    with pytest.raises(PhotoRefused):
        actions.remove_photo(photo, actor=people.dana)


# --- renditions ---
def test_prepare_photo_twice_changes_nothing(photo):
    assert (prepare_photo(photo.pk), prepare_photo(photo.pk)) == (Photo.State.READY, Photo.State.READY)


def test_prepare_photo_that_is_gone_is_harmless(db):
    assert prepare_photo(2**40) == ""


def test_prepare_photo_with_a_lost_original_fails_with_a_sentence(photo, files):
    (files.originals / photo.key[:2] / f"{photo.key}.jpg").unlink()
    Photo.objects.update(state=Photo.State.PROCESSING)
    assert prepare_photo(photo.pk) == Photo.State.FAILED
    photo.refresh_from_db()
    assert photo.failure


def test_prepare_photo_hidden_meanwhile_leaves_no_files(photo, files, monkeypatch, people):
    from articles.actions import renditions

    made = renditions.render

    def slowly(*args):
        result = made(*args)
        Photo.objects.filter(pk=photo.pk).update(hidden_at=timezone.now())
        return result

    monkeypatch.setattr(renditions, "render", slowly)
    Photo.objects.update(state=Photo.State.PROCESSING)
    assert prepare_photo(photo.pk) == ""
    assert files_under(files.renditions) == []


def test_remake_photos_hands_them_to_the_queue(photo, people, files):
    for file in files.renditions.rglob("*.jpg"):
        file.unlink()
    assert actions.remake_photos([photo], actor=people.alice) == 1
    assert len(files_under(files.renditions)) == 3


# --- places ---
def test_a_place_renamed_later_changes_no_published_text(people, town, photo):
    place = PlaceFactory(name="沿江路")
    actions.change_photo(photo, actor=people.alice, place=place)
    photo.refresh_from_db()
    before = photo.content()
    place.name = "滨江路"
    place.save()
    photo.refresh_from_db()
    assert photo.content() == before


def test_another_place_brings_its_own_words(people, photo):
    for name in ("沿江路", "神农城"):
        actions.change_photo(photo, actor=people.alice, place=PlaceFactory(name=name))
        photo.refresh_from_db()
    assert photo.place_name == "神农城"
