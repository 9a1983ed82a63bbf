"""One Word paragraph as printed lines: a manual line break starts a new line, a picture stands before or after the text."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from mammoth import documents


@dataclass
class Tally:
    """What is gathered while a document is read: counts of what was dropped, and its notes in the order of their marks."""

    counts: Counter = field(default_factory=Counter)
    marks: list[tuple[str, str]] = field(default_factory=list)

    def mark(self, kind: str, identifier: str) -> str:
        self.marks.append((kind, identifier))
        return f"[{len(self.marks)}]"


@dataclass
class _Printed:
    """What has been printed of the paragraph so far."""

    lines: list[str] = field(default_factory=lambda: [""])
    sizes: dict[float | None, int] = field(default_factory=lambda: defaultdict(int))
    bold: int = 0
    before: list[dict] = field(default_factory=list)
    after: list[dict] = field(default_factory=list)

    def add(self, text: str, run: documents.Run | None) -> None:
        self.lines[-1] += text
        if run is not None:
            self.sizes[run.font_size] += len(text.strip())
            self.bold += len(text.strip()) if run.is_bold else 0

    def add_picture(self, picture: dict) -> None:
        (self.after if any(map(str.strip, self.lines)) else self.before).append(picture)


def lines_of(paragraph: documents.Paragraph, tally: Tally) -> Iterator[dict]:
    printed = _Printed()
    _print(paragraph.children, printed, None, tally)
    yield from printed.before
    texts = [text.strip() for text in printed.lines if text.strip()]
    length = sum(printed.sizes.values())
    look = {
        "style": (paragraph.style_name or "").lower(),
        "size": max(printed.sizes, key=printed.sizes.get, default=None),
        "is_bold": 0 < length == printed.bold,
        "listed": _listed(paragraph) if len(texts) == 1 else "",
    }
    for text in texts:
        yield {"kind": "line", "text": text, **look}
    yield from printed.after


def _listed(paragraph: documents.Paragraph) -> str:
    if paragraph.numbering is None:
        return ""
    return "ordered" if paragraph.numbering.is_ordered else "bulleted"


def _print(children: list, printed: _Printed, run: documents.Run | None, tally: Tally) -> None:
    for child in children:
        if isinstance(child, documents.Text):
            printed.add(child.value, run)
        elif isinstance(child, documents.Tab):
            printed.add("\t", run)
        elif isinstance(child, documents.Break):
            printed.lines.append("")
        elif isinstance(child, documents.Checkbox):
            printed.add("☑" if child.checked else "☐", run)
        elif isinstance(child, documents.NoteReference):
            printed.add(tally.mark(child.note_type, child.note_id), None)
        elif isinstance(child, documents.Image):
            printed.add_picture(_picture(child))
        elif hasattr(child, "children"):
            tally.counts["links"] += isinstance(child, documents.Hyperlink) and bool(child.href)
            _print(child.children, printed, child if isinstance(child, documents.Run) else run, tally)


def _picture(image: documents.Image) -> dict:
    with image.open() as entry:
        return {"kind": "picture", "entry": entry.name, "alt": image.alt_text or ""}
