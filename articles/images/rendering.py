"""Makes the public renditions of an original: upright, sRGB, without metadata, in three formats and widths."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image

from . import kinds, storage
from .colour import resizable, to_srgb
from .errors import ImageRefused
from .inspection import BOMBS, DECODER_ERRORS, check_pixels, is_sideways, open_image, read_exif

WIDTHS = (480, 960, 1600)
FORMATS = {
    # the default speed costs three times as much for 2 %; one thread, so that the site keeps the other core
    "avif": {"format": "AVIF", "quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
}
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Renditions:
    """`widths` are those that exist, ascending; `width` and `height` are the upright original's."""

    widths: list[int]
    width: int
    height: int


def render(original: Path, directory: Path, stem: str) -> Renditions:
    """Write `<stem>-<width>.<extension>` into `directory` for every width and format.

    Nothing is enlarged: a picture narrower than the smallest width has one rendition of its own width.
    Raises ImageRefused for an original that cannot be decoded and StorageFailed when the disk refuses; then
    no new file of this stem remains. Those that were there stay: a page may show them.
    """
    with original.open("rb") as file, open_image(file) as image:
        check_pixels(image)
        exif = read_exif(image)
        width, height = reversed(image.size) if is_sideways(exif) else image.size
        widths = [step for step in WIDTHS if step <= width] or [width]
        picture = _largest(image, exif, _scaled(width, height, widths[-1]))
    _write_all(picture, widths, directory / stem)
    return Renditions(widths, width, height)


def rendition_paths(directory: Path, stem: str) -> list[Path]:
    """Return the files that exist for one stem."""
    return sorted(directory.glob(f"{stem}-*"))


def _scaled(width: int, height: int, to_width: int) -> tuple[int, int]:
    return to_width, max(1, round(height * to_width / width))


def _largest(image: Image.Image, exif: Image.Exif, size: tuple[int, int]) -> Image.Image:
    """Return the picture upright, in sRGB and of the given upright size, with nothing attached to it."""
    if is_sideways(exif):
        size = size[::-1]
    profile = image.info.get("icc_profile")
    image.draft(None, (size[0] * 2, size[1] * 2))  # very large JPEGs are decoded at half their size
    try:
        image.load()
        picture = resizable(image)
    except BOMBS + DECODER_ERRORS as error:
        raise ImageRefused(kinds.DAMAGED) from error
    gap = None if picture.mode.startswith("I") else 2.0  # deep greys cannot be reduced in steps
    picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=gap)
    if method := UPRIGHT.get(exif.get(ExifTags.Base.Orientation)):
        picture = picture.transpose(method)
    picture = to_srgb(picture, profile)
    picture.info.clear()
    return picture


def _write_all(picture: Image.Image, widths: list[int], stem: Path) -> None:
    there = set(rendition_paths(stem.parent, stem.name))
    try:
        for width in reversed(widths):
            if width != picture.width:
                size = _scaled(*picture.size, width)
                picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
            for extension, options in FORMATS.items():
                encoded = io.BytesIO()
                picture.save(encoded, **options)
                storage.keep(encoded, stem.with_name(f"{stem.name}-{width}.{extension}"))
    except BaseException:
        storage.remove(*{*rendition_paths(stem.parent, stem.name)} - there)
        raise
