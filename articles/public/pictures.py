"""A photo as pages show it: addresses of its renditions, its words. Pure: takes a Photo, asks no database."""

import re
from dataclasses import dataclass

from django.conf import settings

from articles.images.names import rendition_name

EVERY_WIDTH = (480, 960, 1600)
CARD_WIDTHS = (480, 960)
THUMBNAIL = (480,)


@dataclass(frozen=True, slots=True)
class Picture:
    """The variables of templates/ui/image.html; all empty but `alt` while the renditions are being made."""

    alt: str
    src: str = ""
    large: str = ""
    width: int = 0
    height: int = 0
    srcset_avif: str = ""
    srcset_webp: str = ""
    srcset_jpg: str = ""


def picture_of(photo, widths: tuple[int, ...] = EVERY_WIDTH) -> Picture:
    """Return the picture in those of `widths` that exist; one without `src` stands for a placeholder.

    A photo smaller than the smallest width has one rendition of its own width: that one is always used.
    """
    if not is_made(photo):
        return Picture(alt=photo.spoken)
    made = [width for width in photo.widths if width in widths] or photo.widths[:1]
    shown = made[-1] if len(made) < 3 else made[1]
    return Picture(
        alt=photo.spoken,
        src=address(photo, shown, "jpg"),
        large=address(photo, photo.widths[-1], "jpg"),
        width=shown,
        height=round(shown * photo.height / photo.width),
        srcset_avif=_srcset(photo, made, "avif"),
        srcset_webp=_srcset(photo, made, "webp"),
        srcset_jpg=_srcset(photo, made, "jpg") if len(made) > 1 else "",
    )


def is_made(photo) -> bool:
    """Whether there is a picture to show: made, not hidden by a withdrawn consent or a decision."""
    return photo.state == photo.State.READY and bool(photo.widths) and photo.hidden_at is None


def address(photo, width: int, extension: str) -> str:
    return f"{settings.MEDIA_URL}{rendition_name(photo.key, width, extension)}"


def circumstances(photo) -> str:
    """Return place and day of a photo as far as its caption does not already tell them: `2021年5月14日 · 群丰镇`."""
    day = photo.taken_on
    said = day is None or re.search(rf"(?<!\d){day.month}月{day.day}日", photo.caption)
    place = photo.place_name or (photo.place.name if photo.place_id else "")
    told = place.replace("的", "") in photo.caption.replace("的", "")
    parts = ["" if said else f"{day.year}年{day.month}月{day.day}日", "" if told else place]
    return " · ".join(part for part in parts if part)


def _srcset(photo, widths: list[int], extension: str) -> str:
    return ", ".join(f"{address(photo, width, extension)} {width}w" for width in widths)
