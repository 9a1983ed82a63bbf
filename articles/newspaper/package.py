"""Opens a .docx as what it is, a zip of XML parts from a stranger, and refuses what is not safe to read.

Everything is measured by reading in bounded chunks; what the zip's own headers claim is never trusted. Only parts that
passed here reach the Word reader.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.parsers import expat

from django.utils.translation import gettext as _

from articles.newspaper.feature import FeatureError

MAX_BYTES = 40 * 2**20  # below what articles.uploads lets through
MAX_ENTRIES = 500
MAX_UNPACKED = 100 * 2**20
MAX_XML = 8 * 2**20
MAX_ELEMENTS = 60_000
MAX_ATTRIBUTES = 120_000
MAX_DEPTH = 60
CHUNK = 2**16
XML_SUFFIXES = (".xml", ".rels", ".vml")
COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
END_OF_DIRECTORY = b"PK\x05\x06"
ZIP64_LOCATOR = b"PK\x06\x07"
MAX_DIRECTORY = MAX_ENTRIES * 512


@dataclass
class Package:
    """`parts` are the checked XML parts by name; pictures stay in the zip until asked for."""

    parts: dict[str, bytes]
    archive: zipfile.ZipFile

    def read(self, name: str) -> bytes:
        return self.archive.read(name)

    def skeleton(self) -> bytes:
        """A zip with the XML parts and empty stand-ins for everything else: all that the Word reader gets to see."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as skeleton:
            for name in self.archive.namelist():
                skeleton.writestr(name, self.parts.get(name, b""))
        return buffer.getvalue()


def open_package(data: bytes) -> Package:
    """Raises FeatureError for a damaged, encrypted, macro-bearing or hostile file."""
    _check_directory(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_entries(archive.infolist())
        parts = _read_parts(archive)
    except FeatureError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise FeatureError(_("The Word file is damaged or incomplete.")) from error
    _check_kind(parts)
    return Package(parts, archive)


def _check_directory(data: bytes) -> None:
    """Before zipfile builds an object for every entry of what may be a directory of millions."""
    end = data.rfind(END_OF_DIRECTORY)
    if end < 0 or len(data) < end + 22:
        raise FeatureError(_("The Word file is damaged or incomplete."))
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if size > MAX_DIRECTORY or data[max(end - 20, 0) : end].startswith(ZIP64_LOCATOR):
        raise FeatureError(_("The Word file has too many parts and is not read."))


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise FeatureError(_("The Word file has too many parts and is not read."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise FeatureError(_("The file is protected by a password. Remove the password and try again."))
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names) or not all(map(_is_plain_name, names)):
        raise FeatureError(_("The Word file's parts have names that are not allowed."))
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name for name in names):
        raise FeatureError(_("The file contains macros. Save it as .docx without macros and try again."))
    if any(entry.compress_type not in COMPRESSIONS for entry in entries):
        raise FeatureError(_("The Word file is damaged or incomplete."))
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise FeatureError(_("The Word file is too large when unpacked."))


def _is_plain_name(name: str) -> bool:
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or any(char in name for char in "\\:\0"))


def _read_parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    budget = _Budget()
    for entry in archive.infolist():
        is_xml = entry.filename.lower().endswith(XML_SUFFIXES)
        content = _read_bounded(archive, entry, budget, keep=is_xml)
        if is_xml:
            _check_xml(content, budget)
            parts[entry.filename] = content
    return parts


@dataclass
class _Budget:
    """What all parts of one file may use together."""

    unpacked: int = MAX_UNPACKED
    xml: int = MAX_XML
    elements: int = MAX_ELEMENTS
    attributes: int = MAX_ATTRIBUTES


def _read_bounded(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget, *, keep: bool) -> bytes:
    chunks = []
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            budget.unpacked -= len(chunk)
            if keep:
                budget.xml -= len(chunk)
                chunks.append(chunk)
            if budget.unpacked < 0 or budget.xml < 0:
                raise FeatureError(_("The Word file is too large when unpacked."))
    return b"".join(chunks)


def _check_xml(content: bytes, budget: _Budget) -> None:
    """Well-formed, no DOCTYPE (so no entities), neither deep nor endless. Works on bytes, so any encoding is covered."""
    scan = _Scan(budget)
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = scan.refuse_declaration
    parser.StartElementHandler = scan.enter
    parser.EndElementHandler = scan.leave
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding that Python does not know
        raise FeatureError(_("The Word file is damaged or incomplete.")) from error


@dataclass
class _Scan:
    """Counts one part's elements while expat reads them."""

    budget: _Budget
    depth: int = 0

    def enter(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        self.budget.elements -= 1
        self.budget.attributes -= len(attributes) // 2  # names and values in turn
        if self.depth > MAX_DEPTH or self.budget.elements < 0 or self.budget.attributes < 0:
            raise FeatureError(_("The Word file is too complex and is not read."))

    def leave(self, name: str) -> None:
        self.depth -= 1

    def refuse_declaration(self, *args: object) -> None:
        raise FeatureError(_("The Word file contains declarations that are not allowed in a document."))


def _check_kind(parts: dict[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise FeatureError(_("The file contains macros. Save it as .docx without macros and try again."))
    if b"wordprocessingml" not in types and "word/document.xml" not in parts:
        raise FeatureError(_("The file is not a Word document. Only .docx and .txt files can be imported."))
