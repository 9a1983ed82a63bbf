"""The door of the package: a file's bytes become a feature, or a sentence that says why not."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from articles.newspaper.feature import Feature, FeatureError
from articles.newspaper.manuscript import Line, Manuscript
from articles.newspaper.package import MAX_BYTES
from articles.newspaper.placing import place
from articles.newspaper.text_file import read_text
from articles.newspaper.word_file import read_word

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .doc and .wps, and every encrypted .docx
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
OTHER_FORMATS = (
    b"%PDF",
    b"{\\rtf",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
)
MAX_ITEMS = 5_000
MAX_CHARACTERS = 200_000
MARKUP = (b"<?xml", b"<!doctype", b"<html", b"mime-version")


def read_feature(data: bytes, filename: str, *, year: int | None = None, campaign_year: int | None = None) -> Feature:
    """`year` completes dates that are printed without one; `campaign_year` does where the file names no date of issue.

    Raises FeatureError with a sentence for the sender.
    """
    manuscript = read_manuscript(data)
    if not manuscript.items:
        raise FeatureError(_("There is neither text nor a picture in the file."))
    if len(manuscript.items) > MAX_ITEMS or _length(manuscript) > MAX_CHARACTERS:
        raise FeatureError(_("The text is too long for one article."))
    name = PurePath(filename.replace("\\", "/")).name
    return place(manuscript, filename=name, year=year, campaign_year=campaign_year)


def _length(manuscript: Manuscript) -> int:
    return sum(len(item.text) for item in manuscript.items if isinstance(item, Line))


def read_manuscript(data: bytes) -> Manuscript:
    if not data:
        raise FeatureError(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise FeatureError(_("The file is too large."))
    _refuse_other_formats(data)
    return read_word(data) if data.startswith(ZIP) else read_text(data)


def _refuse_other_formats(data: bytes) -> None:
    """By content: names lie, and a .doc that is really a web page is common."""
    if data.startswith(COMPOUND):
        if ENCRYPTED_STREAM in data:
            raise FeatureError(_("The file is protected by a password. Remove the password and try again."))
        raise FeatureError(_("The file is in the old .doc or .wps format. Save it as .docx and try again."))
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(OTHER_FORMATS) or start.startswith(MARKUP):
        raise FeatureError(_("The file is not a Word document. Only .docx and .txt files can be imported."))
