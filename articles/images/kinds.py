"""What a file is by its first bytes. Its name and its declared type are never asked."""

from django.utils.translation import gettext_lazy as _

HEAD_LENGTH = 1024
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}

EMPTY = _("The file is empty. Choose the photo again.")
TOO_BIG = _("The file is larger than {limit} MB. Save a smaller copy of the photo and send that.")
DAMAGED = _("The photo is damaged or incomplete and cannot be opened. Copy it from the camera or phone again.")
TOO_MANY_PIXELS = _("The photo has more than {limit} megapixels. Save a smaller copy and send that.")
TOO_NARROW = _("The picture is too long and narrow (more than 10 to 1). Crop it first.")
UNKNOWN = _("This is not a photo we can take. Only JPEG, PNG and WebP are accepted.")
HEIC = _(
    "This is an iPhone HEIC photo. On the phone choose Settings > Camera > Formats > Most Compatible and take it "
    "again, or export the photo as JPEG and send that."
)
AVIF = _("AVIF pictures are not accepted. Save the photo as JPEG and send that.")
VIDEO = _("This is a video, not a photo. Only JPEG, PNG and WebP are accepted.")
GIF = _("GIF pictures are not accepted. Save the picture as PNG or JPEG and send that.")
BITMAP = _("BMP and TIFF pictures and raw camera files are not accepted. Save the photo as JPEG and send that.")
DOCUMENT = _("This is a document or an archive, not a photo. Take the photos out of it and send them one by one.")
MARKUP = _("This is a web page or a drawing in SVG, not a photo. Only JPEG, PNG and WebP are accepted.")

PREFIXES = (
    (b"GIF8", GIF),
    (b"BM", BITMAP),
    (b"II*\0", BITMAP),
    (b"MM\0*", BITMAP),
    (b"II+\0", BITMAP),
    (b"%PDF", DOCUMENT),
    (b"PK\x03\x04", DOCUMENT),
    (b"Rar!", DOCUMENT),
    (b"7z\xbc\xaf", DOCUMENT),
    (b"\xd0\xcf\x11\xe0", DOCUMENT),
    (b"<", MARKUP),
    (b"\xef\xbb\xbf<", MARKUP),
)


def is_accepted(head: bytes) -> bool:
    """Say whether the file begins like a JPEG, a PNG or a WebP."""
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or is_webp


def refusal(head: bytes):
    """Return the sentence for a file that is none of the accepted kinds."""
    if head[4:8] == b"ftyp":
        return _refusal_by_brand(head[8:12])
    text = head.lstrip()
    return next((sentence for prefix, sentence in PREFIXES if text.startswith(prefix)), UNKNOWN)


def _refusal_by_brand(brand: bytes):
    if brand in HEIC_BRANDS:
        return HEIC
    return AVIF if brand in AVIF_BRANDS else VIDEO
