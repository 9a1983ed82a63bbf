"""Rewrites the document's XML so that mammoth sees everything a reader of the printed page would see.

Mammoth reads only the fallback of alternate content, skips drawn text boxes, fields, ruby and formulas, and stops at a
reference that leads nowhere. Here such text is moved to where mammoth looks, and what a reader would not see is taken out.
"""

from collections import Counter
from xml.etree import ElementTree as ET

from articles.newspaper.word.names import MC, PIC, STRICT, W14, WP, A, M, R, V, W
from articles.newspaper.word.numbering import Numbering

TRANSPARENT = {W + name for name in ("fldSimple", "dir", "bdo", "ruby", "rubyBase", "rt")} | {
    M + "oMath",
    M + "oMathPara",
}
DRAWN_TEXT = W + "txbxContent"


def tidy(root: ET.Element, *, numbering: Numbering, references: dict[str, bool], counts: Counter) -> list[str]:
    """Changes the tree in place, adds to `counts`, and returns hidden text that was taken out."""
    _choose_alternatives(root)
    hidden = _take_out_hidden(root)
    _count_revisions(root, counts)
    _drop_dead_references(root, references, counts)
    _unwrap(root)
    _surface_drawings(root)
    _keep_last_paragraph(root)
    for paragraph in root.iter(W + "p"):
        numbering.print_number(paragraph)
    return hidden


def use_transitional_names(content: bytes) -> bytes:
    """Strict files differ from ordinary ones in their namespaces only."""
    for strict, transitional in STRICT:
        content = content.replace(strict, transitional)
    return content


def _replace(root: ET.Element, tags: set[str], make) -> None:
    """Replaces every child with one of the tags by the list that `make(child)` gives, innermost last."""
    stack = [root]
    while stack:
        parent = stack.pop()
        if any(child.tag in tags for child in parent):
            parent[:] = [new for child in parent for new in (make(child) if child.tag in tags else [child])]
            stack.append(parent)
        else:
            stack.extend(parent)


def _choose_alternatives(root: ET.Element) -> None:
    _replace(root, {MC + "AlternateContent"}, _fuller_branch)


def _fuller_branch(alternatives: ET.Element) -> list[ET.Element]:
    """The branch that shows more; both hold the same text box, so taking both would double it."""
    branches = [branch for branch in alternatives if branch.tag in {MC + "Fallback", MC + "Choice"}]
    branches.sort(key=lambda branch: branch.tag == MC + "Choice")  # of equals the fallback: mammoth knows it best
    return list(max(branches, key=_substance, default=()))


def _substance(branch: ET.Element) -> tuple[int, int]:
    pictures = {
        node.get(R + "embed") or node.get(R + "id")
        for node in branch.iter()
        if node.tag in {A + "blip", V + "imagedata"}
    }
    return sum(len(node.text or "") for node in branch.iter(W + "t")), len(pictures)


def _take_out_hidden(root: ET.Element) -> list[str]:
    hidden = []
    for run in root.iter(W + "r"):
        vanish = run.find(f"{W}rPr/{W}vanish")
        if vanish is not None and vanish.get(W + "val") not in {"0", "false"}:
            hidden.append("".join(node.text or "" for node in run.iter(W + "t")))
            run[:] = []
    return [text for text in hidden if text.strip()]


def _count_revisions(root: ET.Element, counts: Counter) -> None:
    for tag, key in (("ins", "inserted"), ("moveTo", "inserted"), ("del", "deleted"), ("moveFrom", "deleted")):
        counts[key] += sum(1 for node in root.iter(W + tag) if node.find(W + "r") is not None)


def _drop_dead_references(root: ET.Element, references: dict[str, bool], counts: Counter) -> None:
    """A picture must lie in the file, a link must lead out of it."""
    for parent in root.iter():
        for child in list(parent):
            reference = child.get(R + "embed") or child.get(R + "id") or child.get(R + "link")
            if child.tag in {A + "blip", V + "imagedata"} and references.get(reference) is not False:
                counts["broken_pictures"] += 1
                parent.remove(child)
            elif child.tag == W + "hyperlink" and not references.get(reference):
                child.attrib.pop(R + "id", None)


def _unwrap(root: ET.Element) -> None:
    for ruby in root.iter(W + "ruby"):
        ruby[:] = [*ruby.findall(W + "rubyBase"), _text_run("（"), *ruby.findall(W + "rt"), _text_run("）")]
    for formula in root.iter(M + "oMath"):
        formula[:] = [_text_run("".join(node.text or "" for node in formula.iter(M + "t")))]
    _replace(root, TRANSPARENT, list)
    for node in root.iter(W14 + "checkbox"):
        node.tag = W14 + "ignored"  # the printed box is already there as a character


def _text_run(text: str) -> ET.Element:
    run = ET.Element(W + "r")
    ET.SubElement(run, W + "t").text = text
    return run


def _surface_drawings(root: ET.Element) -> None:
    _replace(root, {W + "drawing"}, _surface)


def _surface(drawing: ET.Element) -> list[ET.Element]:
    """Text boxes and grouped pictures of a drawing, each where mammoth finds it."""
    boxes = _outermost(drawing, DRAWN_TEXT)
    inside = {node for box in boxes for node in box.iter(A + "blip")}
    shown = [_picture(drawing, node) for node in drawing.iter(A + "blip") if node not in inside]
    if boxes:
        holder = ET.Element(W + "pict")
        holder.extend(boxes)
        shown.append(holder)
    return shown


def _outermost(root: ET.Element, tag: str) -> list[ET.Element]:
    found = []
    for child in root:
        found.extend([child] if child.tag == tag else _outermost(child, tag))
    return found


def _picture(drawing: ET.Element, blip: ET.Element) -> ET.Element:
    inline = ET.Element(WP + "inline")
    description = drawing.find(f".//{WP}docPr")
    if description is not None:
        inline.append(description)
    parent = inline
    for tag in (A + "graphic", A + "graphicData", PIC + "pic", PIC + "blipFill"):
        parent = ET.SubElement(parent, tag)
    parent.append(blip)
    return inline


def _keep_last_paragraph(root: ET.Element) -> None:
    """Mammoth joins a paragraph whose mark was deleted to the next one, and loses it when there is none."""
    for parent in root.iter():
        paragraphs = [child for child in parent if child.tag == W + "p"]
        properties = paragraphs[-1].find(f"{W}pPr/{W}rPr") if paragraphs else None
        if properties is not None:
            for mark in properties.findall(W + "del"):
                properties.remove(mark)
