"""Bad and odd uploads by name: `REFUSED` with the sentence expected, `CLEANED` with nothing but the bytes."""

import io
import zipfile
import zlib

from articles.images import kinds, limits

from . import pictures as p

JPEG = p.encoded(p.picture())
PNG = p.encoded(p.picture(), "PNG")
WEBP = p.encoded(p.picture(), "WEBP")
SCRIPT = b"<script>alert('" + p.CANARY + b"')</script>"
PHP = b"<?php system($_GET['c']); // " + p.CANARY + b" ?>"


def _zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", p.CANARY)
    return file.getvalue()


def _broken(data, start, length=200):
    return data[:start] + b"\xaa" * length + data[start + length :]


def _text_bomb():
    return p.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(64 * 1024 * 1024), 9))


def _many_texts():
    return b"".join(p.chunk(b"tEXt", b"Comment%d\0" % number + b"x" * 900_000) for number in range(8))


def _profile_bomb():
    return p.chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(64 * 1024 * 1024), 9))


REFUSED = {
    "empty": (b"", kinds.EMPTY),
    "one byte": (b"\xff", kinds.UNKNOWN),
    "text": ("照片".encode() * 50, kinds.UNKNOWN),
    "html": (b"<!doctype html>" + SCRIPT, kinds.MARKUP),
    "html with byte order mark": (b"\xef\xbb\xbf<html>" + SCRIPT, kinds.MARKUP),
    "html after blanks": (b" \r\n\t<html>" + SCRIPT, kinds.MARKUP),
    "html in utf-16": ("<html>".encode("utf-16"), kinds.UNKNOWN),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', kinds.MARKUP),
    "php": (PHP, kinds.MARKUP),
    "gif": (p.encoded(p.picture(mode="P"), "GIF"), kinds.GIF),
    "gif and script": (b"GIF89a/*" + JPEG + b"*/=1;alert(1)", kinds.GIF),
    "bmp": (p.encoded(p.picture(), "BMP"), kinds.BITMAP),
    "tiff": (p.encoded(p.picture(), "TIFF"), kinds.BITMAP),
    "jpeg 2000": (p.encoded(p.picture(), "JPEG2000"), kinds.UNKNOWN),
    "icon": (p.encoded(p.picture(64, 64), "ICO"), kinds.UNKNOWN),
    "pdf": (b"%PDF-1.7\n" + JPEG, kinds.DOCUMENT),
    "zip": (_zip(), kinds.DOCUMENT),
    "old word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), kinds.DOCUMENT),
    "heic": (b"\0\0\0\x24ftypheic\0\0\0\0mif1heic" + bytes(64), kinds.HEIC),
    "avif": (p.encoded(p.picture(64, 64), "AVIF"), kinds.AVIF),
    "video": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(64), kinds.VIDEO),
    "program before a jpeg": (b"MZ\x90\0" + JPEG, kinds.UNKNOWN),
    "jpeg cut off": (JPEG[: len(JPEG) // 2], kinds.DAMAGED),
    "jpeg header only": (JPEG[:20], kinds.DAMAGED),
    "jpeg signature and script": (b"\xff\xd8\xff\xe0" + SCRIPT, kinds.DAMAGED),
    "jpeg of no height": (p.jpeg_claiming(64, 0), kinds.DAMAGED),
    "jpeg claiming 4 gigapixels": (p.jpeg_claiming(65_500, 65_500), kinds.TOO_MANY_PIXELS),
    "jpeg claiming 9,000 x 5,000": (p.jpeg_claiming(9_000, 5_000), kinds.TOO_MANY_PIXELS),
    "png cut off": (PNG[: len(PNG) // 2], kinds.DAMAGED),
    "png with a bad header sum": (_broken(PNG, 17, 2), kinds.DAMAGED),
    "png with bad data": (_broken(PNG, 60), kinds.DAMAGED),
    "png of no size": (p.png(0, 0), kinds.DAMAGED),
    "png of no data": (p.png(64, 64, data=b"\0"), kinds.DAMAGED),
    "png bomb of 41 megapixels": (p.flat_png(8_200, 5_000), kinds.TOO_MANY_PIXELS),
    "png bomb of 400 megapixels": (p.flat_png(20_000, 20_000, depth=1, colour=0), kinds.TOO_MANY_PIXELS),
    "png claiming 2 ** 31 - 1 squared": (p.png(2**31 - 1, 2**31 - 1), kinds.TOO_MANY_PIXELS),
    "png text bomb": (p.png(64, 64, data=bytes(64 * 193), extra=_text_bomb()), kinds.DAMAGED),
    "png with 7 MB of texts": (p.png(64, 64, data=bytes(64 * 193), extra=_many_texts()), kinds.DAMAGED),
    "png profile bomb": (p.png(64, 64, data=bytes(64 * 193), extra=_profile_bomb()), kinds.DAMAGED),
    "animated png of 60 frames": (p.animated("PNG", 900, 60), kinds.TOO_MANY_PIXELS),
    "webp cut off": (WEBP[: len(WEBP) // 2], kinds.DAMAGED),
    "webp with bad data": (_broken(WEBP, 20), kinds.DAMAGED),
    "webp canvas of 268 megapixels": (p.webp_canvas(16_383, 16_383), kinds.TOO_MANY_PIXELS),
    "animated webp of 60 frames": (p.animated("WEBP", 900, 60), kinds.TOO_MANY_PIXELS),
    "a line one pixel high": (p.encoded(p.picture(5_000, 1), "PNG"), kinds.TOO_NARROW),
    "26 MB": (JPEG + bytes(limits.MAX_BYTES), kinds.TOO_BIG),
}

CLEANED = {
    "jpeg with position and notes": p.encoded(p.picture(), exif=p.exif()),
    "jpeg with xmp": p.encoded(p.picture(), xmp=p.xmp()),
    "jpeg with php comment": p.encoded(p.picture(), comment=PHP),
    "jpeg and zip": JPEG + _zip(),
    "jpeg and html": JPEG + SCRIPT,
    "jpeg and php": JPEG + PHP,
    "jpeg with colour profile": p.encoded(p.picture(), icc_profile=p.srgb_profile()),
    "jpeg with broken colour profile": p.encoded(p.picture(), icc_profile=p.CANARY * 50),
    "jpeg with broken exif": p.encoded(p.picture(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + p.CANARY),
    "jpeg with looping exif": p.encoded(p.picture(), exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0" + p.CANARY),
    "jpeg in four colours": p.encoded(p.picture(mode="CMYK")),
    "jpeg in grey": p.encoded(p.picture(mode="L")),
    "jpeg progressive": p.encoded(p.picture(), progressive=True),
    "jpeg of two pictures": p.encoded(p.picture(), "MPO", save_all=True, append_images=[p.picture()]),
    "png with texts and tail": p.encoded(p.picture(), "PNG", pnginfo=p.png_text()) + PHP,
    "png with exif": p.encoded(p.picture(), "PNG", exif=p.exif()),
    "png with transparency": p.encoded(p.picture(mode="RGBA"), "PNG"),
    "png in grey with transparency": p.encoded(p.picture(mode="LA"), "PNG"),
    "png with palette": p.encoded(p.picture(mode="P"), "PNG", transparency=0),
    "png in black and white": p.encoded(p.picture(mode="1"), "PNG"),
    "png 16 bits grey": p.png(32, 32, depth=16, colour=0, data=(b"\0" + b"\x40\0" * 32) * 32),
    "png 16 bits colour": p.png(32, 32, depth=16, colour=2, data=(b"\0" + b"\x40\0" * 96) * 32),
    "png interlaced": p.png(1, 1, data=bytes(4), interlace=1),
    "png one pixel": p.encoded(p.picture(1, 1), "PNG"),
    "png animated, small": p.animated("PNG", 64, 3),
    "webp with everything": p.encoded(
        p.picture(mode="RGBA"), "WEBP", exif=p.exif(), xmp=p.xmp(), icc_profile=p.srgb_profile(), lossless=True
    ),
    "webp animated, small": p.animated("WEBP", 64, 3),
    "webp and tail": WEBP + PHP,
}

SIDEWAYS = {number: p.oriented(number) for number in range(1, 9)}
