import errno

import pytest
from django.core.files import temp, uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from articles import uploads
from articles.actions.intake import receive
from articles.images import ImageRefused, storage
from tests.articles.images import pictures

SMALL = pictures.encoded(pictures.picture())


@pytest.fixture(autouse=True)
def _handler(settings):
    settings.FILE_UPLOAD_HANDLERS = ["articles.uploads.CarefulUploadHandler"]


def _sent(*contents):
    files = [SimpleUploadedFile(f"{number}.jpg", content) for number, content in enumerate(contents)]
    return RequestFactory().post("/", {"title": "标题", "photos": files})


def test_handler_passes_whole_files_on(settings):
    request = _sent(SMALL, SMALL)
    assert [file.read() for file in request.FILES.getlist("photos")] == [SMALL, SMALL]


def test_handler_drops_a_file_that_is_too_large_and_keeps_the_others(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", len(SMALL))
    request = _sent(SMALL, SMALL + b"x" * 200_000, SMALL)
    first, large, last = request.FILES.getlist("photos")
    assert (first.read(), large.read(), last.read()) == (SMALL, b"", SMALL)
    with pytest.raises(ImageRefused) as refusal:
        receive(large)
    assert refusal.value.sentence == large.refusal
    assert request.POST["title"] == "标题"


def test_handler_on_a_full_disk_gives_a_sentence(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", full)
    request = _sent(SMALL)
    with pytest.raises(ImageRefused) as refusal:
        receive(request.FILES["photos"])
    assert refusal.value.sentence == storage.DISK_FULL
    assert request.POST["title"] == "标题"


def test_handler_on_a_disk_that_fills_up_leaves_no_temporary_file(monkeypatch, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    made = temp.NamedTemporaryFile

    def filling(*args, **kwargs):
        file = made(*args, **kwargs)
        file.write = lambda data: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left on device"))
        return file

    monkeypatch.setattr(temp, "NamedTemporaryFile", filling)
    assert _sent(SMALL).FILES["photos"].refusal == storage.DISK_FULL
    assert list(tmp_path.iterdir()) == []
