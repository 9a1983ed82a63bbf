import io
import re
import struct

import pytest
from PIL import Image

from articles.images import FORMATS, ImageRefused, kinds, render, rendering, storage

from . import pictures, uploads

pytestmark = pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")  # Pillow's, of the broken ones

FOREIGN = re.compile(
    rb"Exif|http://ns\.adobe|xmpmeta|rdf:RDF|acsp|<\?php|<script|PK\x03\x04|word/document|" + pictures.CANARY
)
JPEG_SEGMENTS = {0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xDD}  # JFIF, tables, frame, scan: no APP1-15, no comment


def _rendered(data, directory):
    original = directory / "original"
    original.write_bytes(data)
    return render(original, directory / "out", "key")


def _jpeg_segments(data):
    """Return the markers before the first scan, and whether the file ends where the picture ends."""
    position, markers = 2, []
    while not markers or markers[-1] != 0xDA:
        marker, length = data[position + 1], struct.unpack(">H", data[position + 2 : position + 4])[0]
        markers.append(marker)
        position += 2 + length
    return set(markers), data.endswith(b"\xff\xd9")


def _webp_chunks(data):
    assert struct.unpack("<I", data[4:8])[0] + 8 == len(data)
    return data[12:16]


@pytest.mark.parametrize("name", uploads.CLEANED)
def test_render_leaves_nothing_but_the_picture(name, tmp_path):
    _rendered(uploads.CLEANED[name], tmp_path)
    files = sorted((tmp_path / "out").iterdir())
    assert {file.suffix[1:] for file in files} == set(FORMATS)
    for file in files:
        data = file.read_bytes()
        assert not FOREIGN.search(data)
        with Image.open(io.BytesIO(data)) as image:
            assert (image.mode, getattr(image, "n_frames", 1), dict(image.getexif())) == ("RGB", 1, {})
            assert not {"exif", "xmp", "icc_profile", "comment"} & {key for key, value in image.info.items() if value}
        if file.suffix == ".jpg":
            markers, ends_well = _jpeg_segments(data)
            assert markers <= JPEG_SEGMENTS and ends_well
        if file.suffix == ".webp":
            assert _webp_chunks(data) == b"VP8 "


@pytest.mark.parametrize("orientation", uploads.SIDEWAYS)
@pytest.mark.parametrize("extension", FORMATS)
def test_render_turns_the_picture_upright(orientation, extension, tmp_path):
    _rendered(uploads.SIDEWAYS[orientation], tmp_path)
    with Image.open(tmp_path / "out" / f"key-480.{extension}") as image:
        assert image.size == (480, 300)
        red, blue = image.getpixel((20, 20)), image.getpixel((460, 280))
    assert red[0] > 180 > red[2] and blue[2] > 150 > blue[0]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (479, [479]),
        (480, [480]),
        (959, [480]),
        (960, [480, 960]),
        (1599, [480, 960]),
        (1600, [480, 960, 1600]),
    ],
)
def test_render_never_enlarges(width, widths, tmp_path):
    height = (width + 9) // 10
    renditions = _rendered(pictures.encoded(pictures.picture(width, height)), tmp_path)
    assert (renditions.widths, renditions.width, renditions.height) == (widths, width, height)
    names = {f"key-{step}.{extension}" for step in widths for extension in FORMATS}
    assert {file.name for file in (tmp_path / "out").iterdir()} == names


def test_render_makes_progressive_jpegs_that_only_we_may_read(tmp_path):
    _rendered(uploads.JPEG, tmp_path)
    file = tmp_path / "out" / "key-480.jpg"
    assert b"\xff\xc2" in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o640


def test_render_shows_transparency_on_white(tmp_path):
    clear = Image.new("RGBA", (500, 100), (0, 0, 0, 0))
    _rendered(pictures.encoded(clear, "PNG"), tmp_path)
    with Image.open(tmp_path / "out" / "key-480.jpg") as image:
        assert min(image.getpixel((100, 50))) > 250


def test_render_keeps_the_shades_of_16_bits(tmp_path):
    _rendered(uploads.CLEANED["png 16 bits grey"], tmp_path)
    with Image.open(tmp_path / "out" / "key-32.jpg") as image:
        assert image.getpixel((16, 16)) == pytest.approx((64, 64, 64), abs=2)


@pytest.mark.parametrize("name", ["jpeg cut off", "png cut off", "webp cut off", "png bomb of 41 megapixels"])
def test_render_refuses_a_bad_original_and_leaves_no_file(name, tmp_path):
    with pytest.raises(ImageRefused):
        _rendered(uploads.REFUSED[name][0], tmp_path)
    assert not (tmp_path / "out").exists()


def test_render_on_a_full_disk_leaves_no_file(tmp_path, monkeypatch):
    kept = storage.keep

    def full_after_four(source, path):
        if len(rendering.rendition_paths(path.parent, "key")) == 4:
            raise storage.StorageFailed(storage.DISK_FULL)
        kept(source, path)

    monkeypatch.setattr(storage, "keep", full_after_four)
    with pytest.raises(storage.StorageFailed):
        _rendered(pictures.encoded(pictures.picture(1600, 160)), tmp_path)
    assert list((tmp_path / "out").iterdir()) == []


def test_render_anew_on_a_full_disk_leaves_the_files_that_pages_show(tmp_path, monkeypatch):
    picture = pictures.encoded(pictures.picture(500, 50))
    _rendered(picture, tmp_path)
    shown = sorted((tmp_path / "out").iterdir())

    def full(source, path):
        raise storage.StorageFailed(storage.DISK_FULL)

    monkeypatch.setattr(storage, "keep", full)
    with pytest.raises(storage.StorageFailed):
        _rendered(picture, tmp_path)
    assert sorted((tmp_path / "out").iterdir()) == shown != []


def test_every_sentence_can_be_filled():
    assert "{limit}" in str(kinds.TOO_BIG) and "{limit}" in str(kinds.TOO_MANY_PIXELS)
