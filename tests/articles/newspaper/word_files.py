"""Builds Word files: with python-docx what it can write, by hand what only Word and WPS write."""

import io
import zipfile
from collections.abc import Callable

import docx
from PIL import Image

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpsCustomData": "http://www.wps.cn/officeDocument/2013/wpsCustomData",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def picture(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (120, 80), colour).save(buffer, "PNG")
    return buffer.getvalue()


def saved(write: Callable[[docx.document.Document], None]) -> bytes:
    """A file written with python-docx."""
    document = docx.Document()
    write(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def relations(*entries: tuple[str, str, str], external: str = "") -> str:
    rows = "".join(
        f'<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for id, kind, target in entries
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}{external}</Relationships>'


def raw(
    body: str, *links: tuple[str, str, str], parts: dict[str, bytes | str] | None = None, external: str = ""
) -> bytes:
    """A file from the XML of its body; `parts` are added or put in place of the usual ones."""
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": story("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(*links, external=external),
    }
    return zipped(files | (parts or {}))


def zipped(files: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def story(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMESPACES}>{content}</w:{name}>'


def p(content: str, style: str = "", size: int | None = None, number: int | None = None) -> str:
    """A paragraph of text, or of runs where the content is already XML."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content if content.startswith('<') else r(content, size)}</w:p>"


def r(text: str, size: int | None = None) -> str:
    look = f'<w:rPr><w:sz w:val="{size * 2}"/></w:rPr>' if size else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def inline_picture(reference: str, description: str = "图片 1") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="{description}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="{reference}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def text_box(*paragraphs: str, has_fallback: bool = True) -> str:
    """As Word writes it: the same text twice, as a drawing and as its fallback."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"{fallback if has_fallback else ''}</mc:AlternateContent></w:r>"
    )
