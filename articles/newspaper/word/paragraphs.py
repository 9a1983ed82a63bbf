"""One Word paragraph as printed lines: a manual line break starts a new line, a picture stands before or after the text."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from mammoth import documents


@dataclass
class Tally:
    """What is gathered while a document is read: counts of what was dropped, its notes in the order of their marks,
    and the words of each linked address."""

    counts: Counter = field(default_factory=Counter)
    marks: list[tuple[str, str]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)

    def mark(self, kind: str, identifier: str) -> str:
        self.marks.append((kind, identifier))
        return f"[{len(self.marks)}]"

    def link(self, address: str, text: str) -> None:
        self.links[address] = self.links.get(address, "") + text


@dataclass
class _Printed:
    """What has been printed of the paragraph so far."""

    lines: list[list[list]] = field(default_factory=lambda: [[]])  # of spans: text, bold, italic, address
    sizes: dict[float | None, int] = field(default_factory=lambda: defaultdict(int))
    bold: int = 0
    before: list[dict] = field(default_factory=list)
    after: list[dict] = field(default_factory=list)

    def add(self, text: str, run: documents.Run | None, address: str) -> None:
        look = [bool(run and run.is_bold), bool(run and run.is_italic), address]
        line = self.lines[-1]
        if line and line[-1][1:] == look:
            line[-1][0] += text
        else:
            line.append([text, *look])
        if run is not None:
            self.sizes[run.font_size] += len(text.strip())
            self.bold += len(text.strip()) if run.is_bold else 0

    def add_picture(self, picture: dict) -> None:
        (self.after if any(map(text_of, self.lines)) else self.before).append(picture)


def text_of(spans: list[list]) -> str:
    return "".join(span[0] for span in spans).strip()


def lines_of(paragraph: documents.Paragraph, tally: Tally) -> Iterator[dict]:
    printed = _Printed()
    _print(paragraph.children, printed, tally)
    yield from printed.before
    lines = [line for line in printed.lines if text_of(line)]
    length = sum(printed.sizes.values())
    look = {
        "style": (paragraph.style_name or "").lower(),
        "size": max(printed.sizes, key=printed.sizes.get, default=None),
        "is_bold": 0 < length == printed.bold,
        "listed": _listed(paragraph) if len(lines) == 1 else "",
    }
    for line in lines:
        yield {"kind": "line", "text": text_of(line), "spans": _spans(line), **look}
    yield from printed.after


def _spans(line: list[list]) -> list[list]:
    """The spans without the spaces around the line; none for a line that looks the same all along and links nowhere."""
    if not any(address for *_, address in line) and len({(bold, italic) for _, bold, italic, _ in line}) == 1:
        return []
    line[0][0] = line[0][0].lstrip()
    line[-1][0] = line[-1][0].rstrip()
    return [span for span in line if span[0]]


def _listed(paragraph: documents.Paragraph) -> str:
    if paragraph.numbering is None:
        return ""
    return "ordered" if paragraph.numbering.is_ordered else "bulleted"


def _print(children: list, printed: _Printed, tally: Tally, run: documents.Run | None = None, address="") -> None:
    for child in children:
        if isinstance(child, documents.Text):
            printed.add(child.value, run, address)
            if address:
                tally.link(address, child.value)
        elif isinstance(child, documents.Tab):
            printed.add("\t", run, address)
        elif isinstance(child, documents.Break):
            printed.lines.append([])
        elif isinstance(child, documents.Checkbox):
            printed.add("☑" if child.checked else "☐", run, address)
        elif isinstance(child, documents.NoteReference):
            printed.add(tally.mark(child.note_type, child.note_id), None, "")
        elif isinstance(child, documents.Image):
            printed.add_picture(_picture(child))
        elif hasattr(child, "children"):
            inner = child if isinstance(child, documents.Run) else run
            _print(child.children, printed, tally, inner, getattr(child, "href", None) or address)


def _picture(image: documents.Image) -> dict:
    with image.open() as entry:
        return {"kind": "picture", "entry": entry.name, "alt": image.alt_text or ""}
