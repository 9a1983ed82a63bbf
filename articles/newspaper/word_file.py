"""Reads a .docx: checks it, lets the Word reader outline it in a process of its own, and fetches the pictures."""

import json
import subprocess
import sys
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.newspaper.feature import Cell, FeatureError, Span, Table
from articles.newspaper.manuscript import Item, Line, Manuscript, Picture
from articles.newspaper.package import Package, open_package
from publishing.sanitise import safe_href

PROJECT = Path(__file__).resolve().parents[2]
READER = (sys.executable, "-s", "-B", "-m", "articles.newspaper.word")
READER_SECONDS = 20  # by the clock, for a busy machine; the reader limits its own CPU time


def read_word(data: bytes) -> Manuscript:
    package = open_package(data)
    outline = _run_reader(package.skeleton())
    return Manuscript(
        items=tuple(_item(entry, package) for entry in outline["items"]),
        asides=tuple(_aside(kind, text) for kind, text in outline["asides"]),
        links=tuple((text, safe_href(address) or address) for address, text in outline["links"].items()),
        notes=tuple(_notes(outline["counts"], package)),
    )


def _run_reader(skeleton: bytes) -> dict:
    """The reader gets no environment (so no secrets), no network use of its own, little memory and little time."""
    try:
        done = subprocess.run(
            READER,
            input=skeleton,
            capture_output=True,
            cwd=PROJECT,
            env={"PYTHONUTF8": "1"},
            timeout=READER_SECONDS,
            check=True,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        message = _(
            "The Word file is too complex or damaged. Open it in Word or WPS, save it as a new .docx and try again."
        )
        raise FeatureError(message) from error


def _item(entry: dict, package: Package) -> Item:
    if entry["kind"] == "table":
        return Table(tuple(tuple(Cell(*cell) for cell in row) for row in entry["rows"]))
    if entry["kind"] == "picture":
        return Picture(package.read(entry["entry"]), PurePosixPath(entry["entry"]).name, entry["alt"])
    spans = tuple(Span(text, bold, italic, safe_href(address) or "") for text, bold, italic, address in entry["spans"])
    return Line(entry["text"], entry["style"], entry["size"], entry["is_bold"], entry["listed"], spans)


def _aside(kind: str, text: str) -> str:
    names = {
        "header": _("Page header"),
        "footer": _("Page footer"),
        "hidden": _("Hidden text"),
        "diagram": _("Text in a diagram"),
        "note": _("Footnote"),
    }
    return _("%(name)s: %(text)s") % {"name": names[kind], "text": text}


def _notes(counts: dict[str, int], package: Package) -> list[str]:
    """One sentence for each kind of thing that was changed or left out."""
    embedded = sum(name.startswith(("word/embeddings/", "word/afchunk")) for name in package.archive.namelist())
    counts = {**counts, "embedded": embedded}
    sentences = {
        "inserted": lambda n: ngettext(
            "Tracked changes: %d insertion was kept.", "Tracked changes: %d insertions were kept.", n
        ),
        "deleted": lambda n: ngettext(
            "Tracked changes: %d deletion was left out.", "Tracked changes: %d deletions were left out.", n
        ),
        "comments": lambda n: ngettext("%d comment was left out.", "%d comments were left out.", n),
        "broken_pictures": lambda n: ngettext(
            "%d picture is only linked or missing in the file and could not be taken.",
            "%d pictures are only linked or missing in the file and could not be taken.",
            n,
        ),
        "embedded": lambda n: ngettext("%d embedded file was not read.", "%d embedded files were not read.", n),
    }
    return [sentence(counts[key]) % counts[key] for key, sentence in sentences.items() if counts.get(key)]
