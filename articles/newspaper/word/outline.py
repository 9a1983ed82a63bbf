"""From a checked .docx to plain data: lines, pictures and tables in reading order, and what lies outside the story.

Built on mammoth's document tree, not on its HTML: sizes and styles tell a title from a heading, and the HTML has neither.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from xml.etree import ElementTree as ET

import mammoth.docx
from mammoth import documents

from articles.newspaper.word.names import RELATIONSHIPS, A, W
from articles.newspaper.word.numbering import Numbering
from articles.newspaper.word.paragraphs import Tally, lines_of
from articles.newspaper.word.tidying import tidy, use_transitional_names

STORIES = {W + "document", W + "footnotes", W + "endnotes"}
PAGE_NUMBER = re.compile(r"[\s\d\-—–/第共页]*")


def read_outline(stream: io.BytesIO) -> dict:
    """Returns `items`, `asides` ([kind, text] pairs) and `counts` of what was dropped."""
    tally = Tally()
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    asides = [*_margins(parts), *_diagrams(parts)]
    package = _tidied(parts, tally.counts, asides)
    document = mammoth.docx.read(package).value
    tally.counts["comments"] = len(document.comments)
    items = list(_walk(document.children, tally))
    asides.extend(_notes(document, tally))
    return {"items": items, "asides": asides, "links": tally.links, "counts": tally.counts}


def _tidied(parts: dict[str, bytes], counts: Counter, asides: list) -> io.BytesIO:
    """The package again, its stories rewritten for mammoth."""
    package = io.BytesIO()
    numbering = Numbering(
        ET.fromstring(use_transitional_names(parts["word/numbering.xml"])) if "word/numbering.xml" in parts else None
    )
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            if name.startswith("word/") and name.endswith(".xml"):
                content = use_transitional_names(content)
                root = ET.fromstring(content)
                if root.tag in STORIES:
                    hidden = tidy(root, numbering=numbering, references=_references(name, parts), counts=counts)
                    asides.extend(["hidden", text] for text in hidden)
                    content = ET.tostring(root)
            archive.writestr(name, content)
    package.seek(0)
    return package


def _references(name: str, parts: dict[str, bytes]) -> dict[str, bool]:
    """Ids of relationships that lead somewhere, and whether that is outside the file: only a link may."""
    folder, _, base = name.rpartition("/")
    content = parts.get(f"{folder}/_rels/{base}.rels")
    if not content:
        return {}
    found = {}
    for relationship in ET.fromstring(content).iter(RELATIONSHIPS + "Relationship"):
        target = relationship.get("Target", "")
        path = target[1:] if target.startswith("/") else f"{folder}/{target}"
        is_outside = relationship.get("TargetMode") == "External"
        if is_outside or path in parts:
            found[relationship.get("Id", "")] = is_outside
    return found


def _margins(parts: dict[str, bytes]) -> Iterator[list[str]]:
    for name in sorted(parts):
        match = re.fullmatch(r"word/(header|footer)\d*\.xml", name)
        text = _text_of(parts[name], W + "p", W + "t") if match else ""
        if not PAGE_NUMBER.fullmatch(text):
            yield [match[1], text]


def _diagrams(parts: dict[str, bytes]) -> Iterator[list[str]]:
    for name in sorted(parts):
        if re.fullmatch(r"word/(diagrams/data|charts/chart)\d*\.xml", name) and (
            text := _text_of(parts[name], A + "p", A + "t")
        ):
            yield ["diagram", text]


def _text_of(content: bytes, paragraph: str, text: str) -> str:
    root = ET.fromstring(use_transitional_names(content))
    printed = ("".join(node.text or "" for node in block.iter(text)).strip() for block in root.iter(paragraph))
    return "\n".join(dict.fromkeys(line for line in printed if line))


def _walk(children: list, tally: Tally) -> Iterator[dict]:
    for child in children:
        if isinstance(child, documents.Paragraph):
            yield from lines_of(child, tally)
        elif isinstance(child, documents.Image):
            yield from lines_of(documents.paragraph([child]), tally)
        elif isinstance(child, documents.Table):
            yield from _table(child, tally)
        elif hasattr(child, "children"):
            yield from _walk(child.children, tally)


def _table(table: documents.Table, tally: Tally) -> Iterator[dict]:
    """A table of data stays one; a table that only lays out pictures or a single box is read cell by cell."""
    cells = [[(cell, list(_walk(cell.children, tally))) for cell in row.children] for row in table.children]
    inside = [item for row in cells for _, items in row for item in items]
    if sum(len(row) for row in cells) == 1 or any(item["kind"] != "line" for item in inside):
        yield from inside
        return
    rows = [
        [[_cell_text(items), cell.colspan, cell.rowspan, bool(row.is_header)] for cell, items in printed]
        for row, printed in zip(table.children, cells, strict=True)
    ]
    yield {"kind": "table", "rows": rows}


def _cell_text(items: list[dict]) -> str:
    return "\n".join(item["text"] for item in items)


def _notes(document: documents.Document, tally: Tally) -> Iterator[list[str]]:
    """Footnotes and endnotes in the order of their marks; a mark may lead nowhere."""
    for number, key in enumerate(list(tally.marks), start=1):
        with suppress(KeyError):
            body = document.notes.find_note(*key).body
            yield ["note", f"[{number}] " + _cell_text(list(_walk(body, tally)))]
