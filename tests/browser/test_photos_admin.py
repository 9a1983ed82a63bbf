"""The photo screens of the admin, by mouse, by keyboard and without scripts."""

import base64

import pytest
from django.urls import reverse

from articles.actions.photos import add_photo
from articles.models import Photo, PhotoReport
from tests.articles.uploads import broken_upload, upload
from tests.browser.helpers import PHONE, assert_accessible, assert_accessible_in_both_colours
from tests.factories import PhotoFactory, PhotoReportFactory, PlaceFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
DESKTOP = {"width": 1360, "height": 900}
LIBRARY = reverse("admin:articles_photo_changelist")
REPORTS = reverse("admin:articles_photoreport_add")
DROP = """([zone, files]) => {
    const transfer = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    for (const kind of ["dragenter", "dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
}"""


@pytest.fixture
def report(people, town, files):
    report = PhotoReportFactory(organisation=town, author=people.alice)
    for position, caption in enumerate(("一。", "二。", "三。"), start=1):
        photo = add_photo(organisation=town, actor=people.alice, upload=upload(position), caption=caption)
        report.report_photos.create(photo=photo, position=position)
    return report


def _open(page, sign_in, member, address):
    sign_in(page, member)
    page.goto(address)


def _form(report):
    return reverse("admin:articles_photoreport_change", args=[report.pk])


def _save(page):
    page.locator('.submit-row [name="_continue"], .submit-row [name="_save"]').first.click()


def _order(page):
    return page.locator(".photo-row textarea[name$=caption]").evaluate_all(
        "fields => fields.map((field) => field.value)"
    )


def _captions(report):
    return list(report.report_photos.order_by("position").values_list("photo__caption", flat=True))


def _payload(files):
    return [[file.name, base64.b64encode(file.read()).decode()] for file in files]


def test_buttons_move_a_photo_by_keyboard_and_say_so(page, sign_in, people, report):
    _open(page, sign_in, people.alice, _form(report))
    page.locator(".photo-row").nth(2).locator("button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".photo-order [role=status]").inner_text().count("三。") == 1
    page.keyboard.press("Enter")  # the button kept the focus
    assert _order(page) == ["三。", "一。", "二。"]
    _save(page)
    page.wait_for_load_state()
    assert _captions(report) == ["三。", "一。", "二。"]


def test_drag_moves_a_photo(page, sign_in, people, report):
    _open(page, sign_in, people.alice, _form(report))
    pictures = page.locator(".photo-row .photo-picture")
    pictures.nth(0).hover()
    page.mouse.down()
    pictures.nth(1).hover()
    pictures.nth(1).hover()  # a browser begins the drag with the first move and lets it pass with the second
    page.mouse.up()
    assert _order(page) == ["二。", "一。", "三。"]
    numbers = page.locator(".photo-position input").evaluate_all("fields => fields.map((field) => field.value)")
    assert numbers == ["1", "2", "3"]


def test_number_moves_a_photo(page, sign_in, people, report):
    _open(page, sign_in, people.alice, _form(report))
    page.locator(".photo-position input").nth(0).fill("3")
    page.keyboard.press("Tab")
    assert _order(page) == ["二。", "三。", "一。"]


def test_numbers_order_photos_without_scripts(new_page, sign_in, people, report):
    page = new_page(java_script_enabled=False)
    _open(page, sign_in, people.alice, _form(report))
    page.locator(".photo-position input").nth(0).fill("9")
    _save(page)
    assert _captions(report) == ["二。", "三。", "一。"]


def test_dropped_photos_join_the_report(page, sign_in, people, report):
    _open(page, sign_in, people.alice, _form(report))
    zone = page.locator(".drop-zone").element_handle()
    page.evaluate(DROP, [zone, _payload([upload(11, "a.jpg"), upload(12, "b.jpg")])])
    page.evaluate(DROP, [zone, _payload([upload(13, "c.jpg")])])
    assert page.locator(".drop-zone li").all_inner_texts() == ["a.jpg", "b.jpg", "c.jpg"]
    _save(page)
    page.wait_for_load_state()
    assert report.report_photos.count() == 6


def test_good_photos_of_a_broken_batch_are_kept_without_scripts(new_page, sign_in, people, town, files):
    page = new_page(java_script_enabled=False)
    _open(page, sign_in, people.alice, REPORTS)
    page.fill("#id_title", "除草护路")
    page.fill("#id_date", "2021-05-18")
    sent = [upload(21, "a.jpg"), broken_upload("坏的.jpg")]
    page.set_input_files(
        "#id_new_photos", [{"name": file.name, "mimeType": "image/jpeg", "buffer": file.read()} for file in sent]
    )
    _save(page)
    assert "坏的.jpg" in page.locator(".field-new_photos .errorlist").inner_text()
    assert page.input_value("#id_title") == "除草护路"
    _save(page)
    assert PhotoReport.objects.get().report_photos.count() == 1


def test_library_words_are_filled_in_place(page, sign_in, people, town):
    PhotoFactory(organisation=town, caption="", widths=[])
    _open(page, sign_in, people.alice, LIBRARY)
    page.locator("textarea[name$=caption]").fill("5月18日，志愿者清理杂草。")
    page.locator('[name="_save"]').click()
    page.wait_for_load_state()
    assert Photo.objects.get().caption == "5月18日，志愿者清理杂草。"


def test_screens_are_accessible_and_fit(page, sign_in, people, town, report):
    photo = report.report_photos.first().photo
    Photo.objects.filter(pk=photo.pk).update(place=PlaceFactory())
    sign_in(page, people.alice)
    addresses = [
        LIBRARY,
        reverse("admin:articles_photo_add"),
        reverse("admin:articles_photo_change", args=[photo.pk]),
        _form(report),
        reverse("admin:articles_photoreport_changelist"),
    ]
    for window in (DESKTOP, PHONE):
        page.set_viewport_size(window)
        for address in addresses:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= window["width"], address
            assert_accessible_in_both_colours(page)


def test_fill_screen_is_accessible(page, sign_in, people, town):
    PhotoFactory.create_batch(2, organisation=town, widths=[])
    _open(page, sign_in, people.alice, LIBRARY)
    page.check("#action-toggle")
    page.select_option('select[name="action"] >> nth=0', "fill")
    page.locator('button[name="index"]').first.click()
    page.fill("#id_credit", "通讯员 余红梅/摄")
    assert_accessible(page)
    page.click('[name="apply"]')
    page.wait_for_load_state()
    assert set(Photo.objects.values_list("photographer", flat=True)) == {"余红梅"}
