"""Small uploads for tests that need a photo's file."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.articles.images import pictures


def upload(number=0, name="IMG_0001.JPG", **options):
    """Return a JPEG upload; another `number`, another picture."""
    picture = pictures.encoded(pictures.picture(500, 300), comment=str(number), **options)
    return SimpleUploadedFile(name, picture, "image/jpeg")


def broken_upload(name="broken.jpg"):
    return SimpleUploadedFile(name, pictures.encoded(pictures.picture())[:600], "image/jpeg")


def files_under(root):
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()) if root.exists() else []
