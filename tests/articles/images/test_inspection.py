import hashlib
import io
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from articles.images import ImageRefused, inspect, limits, shown_name

from . import pictures, uploads

pytestmark = pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")  # Pillow's, of the broken ones


@pytest.mark.parametrize("name", uploads.REFUSED)
def test_inspect_refuses_with_the_sentence_for_its_kind(name):
    data, sentence = uploads.REFUSED[name]
    with pytest.raises(ImageRefused) as refusal, override("en"):
        inspect(io.BytesIO(data))
    assert str(refusal.value.sentence).split("{")[0].startswith(str(sentence).split("{")[0])


@pytest.mark.parametrize("name", uploads.CLEANED)
def test_inspect_accepts_what_can_be_cleaned(name):
    data = uploads.CLEANED[name]
    facts = inspect(io.BytesIO(data))
    assert (facts.sha256, facts.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert facts.format in ("JPEG", "PNG", "WEBP")


def test_there_are_at_least_44_kinds_of_upload():
    assert len(uploads.REFUSED) + len(uploads.CLEANED) + len(uploads.SIDEWAYS) >= 44


@pytest.mark.parametrize("orientation", uploads.SIDEWAYS)
def test_inspect_gives_the_upright_size(orientation):
    facts = inspect(io.BytesIO(uploads.SIDEWAYS[orientation]))
    assert (facts.width, facts.height) == (640, 400)


def test_inspect_reads_when_the_photo_was_taken():
    data = uploads.CLEANED["jpeg with position and notes"]
    assert inspect(io.BytesIO(data)).taken_at == datetime(2021, 6, 11, 9, 30)


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "2999:01:01 00:00:00", "昨天", "", "1021:06:11 09:30:00"])
def test_inspect_ignores_impossible_times(text):
    exif = pictures.Image.Exif()
    exif[pictures.ExifTags.Base.DateTime] = text
    assert inspect(io.BytesIO(pictures.encoded(pictures.picture(), exif=exif))).taken_at is None


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\0.jpg", "a\r\nX: 1.jpg", "长" * 300 + ".jpg", "x.php", "照片.gif"]
)
def test_inspect_does_not_care_for_the_name(name):
    upload = SimpleUploadedFile("x", uploads.JPEG)
    upload.file.name = name
    assert inspect(upload).format == "JPEG"


def test_inspect_refuses_too_many_bytes_before_reading_them():
    class Endless(io.BytesIO):
        def seek(self, offset, whence=0):
            return limits.MAX_BYTES + 1

        def read(self, *args):
            raise AssertionError("read before the size was checked")

    with pytest.raises(ImageRefused):
        inspect(Endless())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("照片 1.jpg", "照片 1.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\一.jpg", "一.jpg"),
        ("a\0b\r\nc\u202e.jpg", "abc.jpg"),
        (None, ""),
    ],
)
def test_shown_name_is_fit_for_a_sentence(name, shown):
    assert shown_name(name) == shown


def test_shown_name_is_short():
    assert len(shown_name("长" * 300 + ".jpg")) == 60
