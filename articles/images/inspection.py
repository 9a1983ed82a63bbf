"""Looks at an upload before anything is kept. Cheap: the header first, then the smallest decode that finds damage."""

import hashlib
import struct
import threading
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.utils.text import format_lazy
from django.utils.timezone import make_naive, now
from PIL import ExifTags, Image

from . import kinds, limits
from .errors import ImageRefused

ACCEPTED = ["JPEG", "PNG", "WEBP"]
SIDEWAYS = {5, 6, 7, 8}  # orientations that swap width and height
OLDEST_YEAR = 1900

# What Pillow's decoders raise on data that lies. Not MemoryError: that one is ours to hear about.
DECODER_ERRORS = (OSError, SyntaxError, ValueError, TypeError, IndexError, KeyError, EOFError, OverflowError)
DECODER_ERRORS += (AttributeError, struct.error, zlib.error)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_one_decode = threading.Lock()  # threads of one worker decode in turn, so that 600 MB hold for the process


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What is known of a picture that was accepted. `width` and `height` are upright pixels.

    `taken_at` is the camera's own clock, without a time zone; None when the file does not say.
    """

    format: str
    width: int
    height: int
    sha256: str
    size: int
    taken_at: datetime | None


def inspect(file: BinaryIO) -> ImageFacts:
    """Return the facts of an uploaded picture; raise ImageRefused with a sentence for anything else."""
    size = _size(file)
    _check_kind(file)
    file.seek(0)
    with open_image(file) as image:
        check_pixels(image)
        on_sensor = image.size
        _decode(image)
        exif = read_exif(image)
    width, height = reversed(on_sensor) if is_sideways(exif) else on_sensor
    return ImageFacts(
        format="JPEG" if image.format == "MPO" else image.format,
        width=width,
        height=height,
        sha256=_digest(file),
        size=size,
        taken_at=_taken_at(exif),
    )


def open_image(file: BinaryIO) -> Image.Image:
    """Read the header; raise ImageRefused when it is not one of ours."""
    try:
        return Image.open(file, formats=ACCEPTED)
    except BOMBS as error:
        raise ImageRefused(format_lazy(kinds.TOO_MANY_PIXELS, limit=limits.MAX_PIXELS // 1_000_000)) from error
    except DECODER_ERRORS as error:
        raise ImageRefused(kinds.DAMAGED) from error


def is_sideways(exif: Image.Exif) -> bool:
    return exif.get(ExifTags.Base.Orientation) in SIDEWAYS


def read_exif(image: Image.Image) -> Image.Exif:
    """Return the EXIF data, empty when they cannot be read: a photo is not refused for them."""
    try:
        exif = image.getexif()
        exif.get_ifd(ExifTags.IFD.Exif)
    except DECODER_ERRORS:
        return Image.Exif()
    return exif


def _size(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    if not size:
        raise ImageRefused(kinds.EMPTY)
    if size > limits.MAX_BYTES:
        raise ImageRefused(format_lazy(kinds.TOO_BIG, limit=limits.MAX_BYTES // 1024**2))
    return size


def _check_kind(file: BinaryIO) -> None:
    file.seek(0)
    head = file.read(kinds.HEAD_LENGTH)
    if not kinds.is_accepted(head):
        raise ImageRefused(kinds.refusal(head))


def check_pixels(image: Image.Image) -> None:
    limit = limits.MAX_WEBP_PIXELS if image.format == "WEBP" else limits.MAX_PIXELS
    frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)  # of an MPO only the first is decoded
    if image.width * image.height * frames > limit:
        raise ImageRefused(format_lazy(kinds.TOO_MANY_PIXELS, limit=limit // 1_000_000))
    if max(image.size) > limits.MAX_RATIO * min(image.size):
        raise ImageRefused(kinds.TOO_NARROW)


def _decode(image: Image.Image) -> None:
    """Decode once, a JPEG at an eighth and in grey, so that what is cut off or corrupt shows now."""
    image.draft("L", (1, 1))
    try:
        with _one_decode:
            image.load()
    except BOMBS + DECODER_ERRORS as error:
        raise ImageRefused(kinds.DAMAGED) from error


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def _taken_at(exif: Image.Exif) -> datetime | None:
    """Return when the shutter was released; None for absent, malformed and impossible times."""
    details = exif.get_ifd(ExifTags.IFD.Exif)
    text = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        taken_at = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    latest = make_naive(now()) + timedelta(days=1)  # the camera's time zone is not known
    return taken_at if taken_at.year > OLDEST_YEAR and taken_at <= latest else None
