"""Builds the bytes of pictures for the tests: a red top-left corner on blue, so that upright can be told."""

import io
import struct
import zlib

from PIL import ExifTags, Image, ImageCms, PngImagePlugin

CANARY = b"CANARY-7f3a"
RED, BLUE = (220, 30, 30), (30, 60, 200)
TO_SENSOR = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def picture(width=640, height=400, mode="RGB"):
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    return image if mode == "RGB" else image.convert(mode)


def encoded(image, kind="JPEG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(**tags):
    """Return EXIF with a position, a thumbnail-sized note and the given base tags."""
    data = Image.Exif()
    for name, value in tags.items():
        data[ExifTags.Base[name]] = value
    data[ExifTags.Base.ImageDescription] = CANARY.decode()
    data.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (27.8, 0.0, 0.0), 3: "E", 4: (113.1, 0.0, 0.0)})
    data.get_ifd(ExifTags.IFD.Exif).update(
        {ExifTags.Base.DateTimeOriginal: "2021:06:11 09:30:00", ExifTags.Base.MakerNote: CANARY * 2000}
    )
    return data


def oriented(orientation, kind="JPEG"):
    image = picture()
    if method := TO_SENSOR.get(orientation):
        image = image.transpose(method)
    return encoded(image, kind, exif=exif(Orientation=orientation))


def srgb_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def xmp():
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>' + CANARY + b"</rdf:RDF></x:xmpmeta>"


def png_text():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", f"<?php echo '{CANARY.decode()}'; ?>")
    text.add_itxt("XML:com.adobe.xmp", xmp().decode())
    return text


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, *, depth=8, colour=2, data=b"", extra=b"", interlace=0):
    """Return a PNG written by hand: for headers that lie and depths that Pillow does not write."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))
    body = chunk(b"IDAT", zlib.compress(data, 9))
    return b"\x89PNG\r\n\x1a\n" + header + extra + body + chunk(b"IEND", b"")


def flat_png(width, height, *, depth=8, colour=2):
    """Return a PNG of zeros that is honest about its size: small on the wire, large when decoded."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    row = (width * depth * channels + 7) // 8 + 1
    deflate = zlib.compressobj(9)
    parts = [deflate.compress(bytes(row * 1000)) for _ in range(height // 1000)]
    parts += [deflate.compress(bytes(row * (height % 1000))), deflate.flush()]
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"".join(parts)) + chunk(b"IEND", b"")


def jpeg_claiming(width, height):
    """Return a JPEG whose frame header says another size than its data have."""
    data = bytearray(encoded(picture(64, 64)))
    start = data.index(b"\xff\xc0")
    data[start + 5 : start + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def webp_canvas(width, height):
    """Return an animated WebP whose canvas is larger than its one small frame."""
    frames = [picture(16, 16), picture(16, 16).rotate(90)]
    data = bytearray(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    start = data.index(b"VP8X") + 12
    data[start : start + 6] = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return bytes(data)


def animated(kind, size, frames):
    images = [Image.new("RGB", (size, size), (number * 4, 0, 0)) for number in range(frames)]
    return encoded(images[0], kind, save_all=True, append_images=images[1:])
