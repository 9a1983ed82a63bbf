"""Any mode a decoder may give, to plain sRGB."""

import io
from functools import cache

from PIL import Image, ImageCms

from . import limits

DEEP_TO_BYTE = 1 / 257  # 65,535 becomes 255
SHADES_AND_COLOURS = {"L", "RGB", "RGBA", "CMYK"}
PAPER = (255, 255, 255)


def resizable(image: Image.Image) -> Image.Image:
    """Return the image in a mode that can be resized without artefacts: no palettes, no single bits."""
    if image.mode in SHADES_AND_COLOURS and "transparency" not in image.info:
        return image
    if image.mode in ("I;16", "I;16B", "I;16L"):
        return image  # resized deep, flattened afterwards: to convert it whole takes eight times the memory
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return an RGB image without transparency or profile; colours are converted when the profile can be read."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * DEEP_TO_BYTE).convert("L")
    if image.mode == "RGBA":
        image = _on_paper(image)
    if profile and len(profile) <= limits.MAX_PROFILE_BYTES:
        image = _converted(image, profile)
    return image.convert("RGB")


def _on_paper(image: Image.Image) -> Image.Image:
    paper = Image.new("RGB", image.size, PAPER)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a broken or foreign profile: Pillow's plain conversion is close enough


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
